/** How long the page takes from an input to the pixels that follow it. */
import type { Page } from '@playwright/test';

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
export const watchPaints = (page: Page, type: 'pointermove' | 'keydown'): Promise<void> =>
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

/** The times of those that painted; throws where fewer than nine in ten did. */
export function painted(times: readonly number[]): number[] {
  const seen = times.filter((time) => !Number.isNaN(time));
  if (seen.length < times.length * 0.9)
    throw new Error(`only ${seen.length} of ${times.length} inputs repainted the chart`);
  return seen;
}
