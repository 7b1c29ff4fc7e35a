/** How long the page takes from an input to the pixels that follow it. */
import type { Page } from '@playwright/test';
import type { Outcome } from '../types';
import { quantile, rounded } from './stats';

interface Paints {
  input: number;
  last: number;
}
type Watched = typeof globalThis & { benchPaints: Paints };

/**
 * Notes each input of a type by the browser's own stamp, and every clearing of a canvas, which is how a drawing of the chart begins, by the end
 * of the frame that follows it: what was drawn is rastered by then.
 */
function watch(type: string): void {
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
    type,
    (event) => {
      paints.input = event.timeStamp;
    },
    { capture: true, passive: true },
  );
}

/** From now on inputs of a type are timed. */
export const watchPaints = (page: Page, type: 'pointermove' | 'keydown' | 'wheel'): Promise<void> =>
  page.evaluate(watch, type);

/** One input; milliseconds from it to the last repaint within `wait` milliseconds, NaN when nothing was painted. */
export async function toPixels(page: Page, act: () => Promise<void>, wait: number): Promise<number> {
  await page.evaluate(() => {
    (globalThis as Watched).benchPaints.last = 0;
  });
  await act();
  await page.waitForTimeout(wait);
  return page.evaluate(() => {
    const { input, last } = (globalThis as Watched).benchPaints;
    return last > input ? last - input : Number.NaN;
  });
}

/** The times of those that painted; throws where fewer than such a share did. */
export function painted(times: readonly number[], least = 0.9): number[] {
  const seen = times.filter((time) => !Number.isNaN(time));
  if (seen.length < times.length * least)
    throw new Error(`only ${seen.length} of ${times.length} inputs repainted the chart`);
  return seen;
}

/** The 95th percentile of times to repaint beside the most that it should be. */
export function atP95(name: string, times: readonly number[], most: number): Outcome {
  const p95 = quantile(times, 0.95);
  return {
    name,
    unit: 'ms',
    value: rounded(p95),
    runs: times.map(rounded),
    against: {},
    aim: `at most ${most} ms at the 95th percentile`,
    holds: p95 <= most,
  };
}
