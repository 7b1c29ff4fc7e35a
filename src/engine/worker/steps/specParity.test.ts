/** The lab's engine beside the exact reference: every file of spec/parity, the whole way to a bundle. */
import { describe, expect, it } from 'vitest';
import { parityDifferences, parityFiles, runParity } from './specParity.node';

describe.each(parityFiles())('%s', (_name, { runs }) => {
  it.each(runs.map((run, place) => ({ about: run.about ?? `run ${place}`, run })))(
    '$about',
    async ({ run }) => {
      const { expected } = run;
      if ('refused' in expected) {
        await expect(runParity(run)).rejects.toMatchObject({ error: { code: expected.refused } });
        return;
      }
      expect(parityDifferences(await runParity(run), expected, run)).toEqual([]);
    },
  );
});
