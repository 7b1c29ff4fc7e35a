/** Zoom and pan over ten million rows: from the wheel's turn to the last repaint that follows it. */
import type { Page } from '@playwright/test';
import { csvFile, seriesName } from '../lib/data';
import { openLab } from '../lib/lab';
import { quantile, rounded } from '../lib/stats';
import type { Bench, Outcome } from '../types';

interface Paints {
  input: number;
  last: number;
}
type Watched = typeof globalThis & { benchPaints: Paints };

/**
 * Notes every clearing of a canvas, which is how a drawing of the chart begins, by the end of the frame that follows it: what
 * was drawn is rastered by then. And each wheel event.
 */
function watchCanvas(): void {
  const paints: Paints = { input: 0, last: 0 };
  Object.assign(globalThis, { benchPaints: paints });
  const rastered = new MessageChannel();
  rastered.port1.addEventListener('message', () => {
    paints.last = performance.now();
  });
  rastered.port1.start();
  const prototype = CanvasRenderingContext2D.prototype;
  const clear = prototype.clearRect;
  prototype.clearRect = function (
    this: CanvasRenderingContext2D,
    ...area: [number, number, number, number]
  ): void {
    requestAnimationFrame(() => rastered.port2.postMessage(null));
    clear.apply(this, area);
  };
  addEventListener(
    'wheel',
    () => {
      paints.input = performance.now();
    },
    { capture: true, passive: true },
  );
}

/** One gesture; milliseconds from input to the last repaint, NaN when nothing was painted. */
async function gesture(page: Page, act: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    (globalThis as Watched).benchPaints.last = 0;
  });
  await act();
  await page.waitForTimeout(700);
  return page.evaluate(() => {
    const { input, last } = (globalThis as Watched).benchPaints;
    return last > input ? last - input : Number.NaN;
  });
}

export const zoom: Bench = {
  name: 'zoom-10m',
  async run(context): Promise<Outcome[]> {
    const path = await csvFile();
    const lab = await openLab(context);
    try {
      const { page } = lab;
      await lab.withoutSteps();
      await lab.addFile(path, seriesName);
      await page.evaluate(watchCanvas);
      await page.getByRole('application').waitFor();
      const box = await page.getByRole('application').boundingBox();
      if (!box) throw new Error('no chart to zoom');
      await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
      // The first look: levels of detail and the whole histogram are made while the person reads it.
      await page.getByRole('img', { name: /^Distribution of values in/ }).waitFor({ timeout: 60_000 });
      await page.waitForTimeout(6000);
      const tasksBefore = await lab.longestTask();
      const times: number[] = [];
      for (let step = 0; step < 60; step++) {
        const pan = step % 3 === 2;
        const direction = step % 24 < 12 ? -1 : 1;
        times.push(await gesture(page, () => page.mouse.wheel(pan ? 120 : 0, pan ? 0 : 120 * direction)));
      }
      const seen = times.filter((time) => !Number.isNaN(time));
      if (seen.length < times.length / 2)
        throw new Error(`only ${seen.length} of ${times.length} gestures repainted`);
      const p95 = quantile(seen, 0.95);
      const task = await lab.longestTask();
      return [
        {
          name: 'zoom-10m',
          unit: 'ms',
          value: rounded(p95),
          runs: seen.map(rounded),
          against: {},
          aim: 'at most 100 ms at the 95th percentile',
          holds: p95 <= 100,
        },
        {
          name: 'zoom-10m-longest-task',
          unit: 'ms',
          value: rounded(task),
          runs: [rounded(tasksBefore), rounded(task)],
          against: {},
          aim: 'no main-thread task over 50 ms',
          holds: task <= 50,
        },
      ];
    } finally {
      await lab.close();
    }
  },
};
