/** Zoom and pan over ten million rows: from the wheel's turn to the last repaint that follows it. */
import { csvFile, seriesName } from '../lib/data';
import { openLab } from '../lib/lab';
import { atP95, painted, toPixels, watchPaints } from '../lib/paints';
import { rounded } from '../lib/stats';
import type { Bench, Outcome } from '../types';

/** A wheel's turn at either end of the series changes nothing. */
const LEAST_SHARE = 0.5;

export const zoom: Bench = {
  name: 'zoom-10m',
  async run(context): Promise<Outcome[]> {
    const path = await csvFile();
    const lab = await openLab(context);
    try {
      const { page } = lab;
      await lab.withoutSteps();
      await lab.addFile(path, seriesName);
      await watchPaints(page, 'wheel');
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
        times.push(
          await toPixels(page, () => page.mouse.wheel(pan ? 120 : 0, pan ? 0 : 120 * direction), 700),
        );
      }
      const task = await lab.longestTask();
      return [
        atP95('zoom-10m', painted(times, LEAST_SHARE), 100),
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
