/** Turns of the wheel on the chart: zoom and pan. */
import type { Page } from '@playwright/test';
import { painted, toPixels, watchPaints } from './paints';

/** A wheel's turn at either end of the series changes nothing. */
const LEAST_SHARE = 0.5;

/** Waits for the chart and for what is made while the person takes the first look: levels of detail, the whole histogram. */
export async function settleChart(page: Page): Promise<void> {
  await page.getByRole('application').waitFor();
  await page.getByRole('img', { name: /^Distribution of values in/ }).waitFor({ timeout: 60_000 });
  await page.waitForTimeout(6000);
}

/** Milliseconds from each of 60 turns, in and out, with pans between, to the last repaint that follows it. */
export async function turnTimes(page: Page): Promise<number[]> {
  await watchPaints(page, 'wheel');
  const box = await page.getByRole('application').boundingBox();
  if (!box) throw new Error('no chart to zoom');
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2);
  const times: number[] = [];
  for (let step = 0; step < 60; step++) {
    const pan = step % 3 === 2;
    const direction = step % 24 < 12 ? -1 : 1;
    times.push(await toPixels(page, () => page.mouse.wheel(pan ? 120 : 0, pan ? 0 : 120 * direction), 700));
  }
  return painted(times, LEAST_SHARE);
}
