/** A step changed after the standard work is done: a resample step added, the threshold of the outliers turned. */
import type { Page } from '@playwright/test';
import { openLab } from '../lib/lab';
import { atMost, longestTask } from '../lib/outcomes';
import { clear, runWith } from '../standard/lab';
import { generatedParts, resampleStep, steps } from '../standard/work';
import type { Bench, Outcome } from '../types';

/** Finds only what is labelled, finds more, and finds much. */
const [USUAL, LOWER, LOW] = [3, 2.9, 2];
/** About two weeks of 116 days: 1.3 of ten million rows. */
const ZOOMS = 4;

async function zoomIn(page: Page): Promise<void> {
  const chart = page.getByRole('application');
  await chart.waitFor();
  await page.waitForTimeout(3000);
  await chart.focus();
  for (let press = 0; press < ZOOMS; press++) await page.keyboard.press('+');
  await page.waitForTimeout(2000);
}

/** Turns the threshold from 3 to 2; milliseconds until the chart tells more outliers in the visible window, and that frame is over. */
const answerInSight = (page: Page, changed: object): Promise<number> =>
  page.evaluate(async (parts) => {
    const found = (): number => {
      const label = document.querySelector('[role=application]')?.getAttribute('aria-label') ?? '';
      return Number(/([\d,]+) outliers?\b(?! kept)/.exec(label)?.[1]?.replaceAll(',', '') ?? NaN);
    };
    const before = found();
    if (Number.isNaN(before)) throw new Error('the chart tells no count of outliers');
    const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
    const begin = performance.now();
    const changing = window.dataLab.setRecipe({ ...window.dataLab.recipe(), ...parts });
    while (!(found() > before)) {
      if (performance.now() - begin > 60_000) throw new Error('no other outliers in sight within a minute');
      await frame();
    }
    await frame();
    const taken = performance.now() - begin;
    await changing;
    await window.dataLab.run();
    return taken;
  }, changed);

export const standardEdits: Bench = {
  name: 'standard-edits',
  async run(context): Promise<Outcome[]> {
    const lab = await openLab(context);
    const { page } = lab;
    const change = async (changed: object[]): Promise<number> =>
      (await runWith(page, { steps: changed })).seconds;
    try {
      await clear(page);
      await runWith(page, { ...generatedParts(context.rows, 1), steps: steps(USUAL) });
      await zoomIn(page);
      const added: number[] = [];
      const turned: number[] = [];
      const inSight: number[] = [];
      for (let round = 0; round <= context.rounds; round++) {
        const forResample = await change([...steps(USUAL), resampleStep]);
        await change(steps(USUAL));
        const forThreshold = await change(steps(LOWER));
        await change(steps(USUAL));
        await page.waitForTimeout(1000);
        const forSight = await answerInSight(page, { steps: steps(LOW) });
        await change(steps(USUAL));
        if (round === 0) continue;
        added.push(forResample);
        turned.push(forThreshold);
        inSight.push(forSight);
      }
      return [
        atMost('standard-edits-resample-added', 's', added, 0.6, 'at most 0.6 s'),
        atMost('standard-edits-threshold', 's', turned, 1.5, 'the whole in at most 1.5 s'),
        atMost('standard-edits-threshold-in-sight', 'ms', inSight, 100, 'the visible window in 100 ms'),
        longestTask('standard-edits', await lab.longestTask()),
      ];
    } finally {
      await lab.close();
    }
  },
};
