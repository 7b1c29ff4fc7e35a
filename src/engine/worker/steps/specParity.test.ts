/** The lab's engine beside the exact reference: every file of spec/parity, the whole way to a bundle. */
import { describe, expect, it } from 'vitest';
import { bundleOf } from '../verify/bundles.node';
import {
  parityFiles,
  parityGiven,
  parityRecipe,
  parityDifferences,
  parityResult,
  type ParityResult,
  type ParityRun,
} from './specParity.node';

async function ran(run: ParityRun): Promise<ParityResult> {
  const recipe = parityRecipe(run);
  return parityResult(await bundleOf(recipe, parityGiven(run, recipe)));
}

describe.each(parityFiles())('%s', (_name, { runs }) => {
  it.each(runs.map((run, place) => ({ about: run.about ?? `run ${place}`, run })))(
    '$about',
    async ({ run }) => {
      const { expected } = run;
      if ('refused' in expected) {
        await expect(ran(run)).rejects.toMatchObject({ error: { code: expected.refused } });
        return;
      }
      expect(parityDifferences(await ran(run), expected, run)).toEqual([]);
    },
  );
});
