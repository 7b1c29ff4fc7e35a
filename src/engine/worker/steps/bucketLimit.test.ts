import { describe, expect, it } from 'vitest';
import { emptyRecipe } from '../../../core/recipe';
import type { Step } from '../../../core/recipe/types';
import { seriesPlan } from '../../../core/steps/kernels';
import { checkBucketsAfter } from './bucketLimit';
import { runOn } from './running.node';

const second = 1e6;
const spring = Date.UTC(2023, 2, 26, 2, 30) * 1000;
const grid = (empty: 'null' | 'omit' = 'null'): Step => ({ resample: { every: '1s', with: 'mean', empty } });
const drop: Step = { missing: { sentinels: [], fill: 'drop' } };

describe('the limit of buckets', () => {
  it('before the run is that of rows that no step may remove', async () => {
    const far = { name: 'a', times: [0, spring, spring + second], values: [null, 1, 2] };
    await expect(runOn([far], [grid()])).rejects.toMatchObject({
      error: { code: 'memory', path: '$.steps[0].resample.every' },
    });
    await expect(runOn([far], [{ duplicates: { keep: 'first' } }, grid()])).rejects.toMatchObject({
      error: { code: 'memory', path: '$.steps[1].resample.every' },
    });
  });

  it('does not count up to a row without a value that is dropped', async () => {
    const far = { name: 'a', times: [0, spring, spring + second], values: [null, 1, 2] };
    const { rows } = await runOn([far], [drop, grid()]);
    expect((await rows('a')).map(({ t, value }) => [t, value])).toEqual([
      [spring, 1],
      [spring + second, 2],
    ]);
  });

  it('does not count up to an outlier that is removed', async () => {
    const usual = Array.from({ length: 20 }, (_, i) => spring + i * second);
    const far = { name: 'a', times: [0, ...usual], values: [1e6, ...usual.map((_, i) => i % 3)] };
    const remove: Step = { outliers: { rule: 'iqr', threshold: 3, then: 'remove', protect: false } };
    const { rows } = await runOn([far], [remove, grid()]);
    expect(await rows('a')).toHaveLength(20);
  });

  it('refuses a row that stays, where another was dropped', async () => {
    const far = { name: 'a', times: [0, second, spring], values: [null, 1, 2] };
    await expect(runOn([far], [drop, grid()])).rejects.toMatchObject({ error: { code: 'memory' } });
  });

  it('after the run is that of the buckets of all series', () => {
    const made = (series: string, rowsOut: number, empty: 'null' | 'omit' = 'null') => ({
      work: { plan: seriesPlan({ ...emptyRecipe(), steps: [drop, grid(empty)] }, series) },
      steps: [{ rowsOut: 7 }, { rowsOut }],
    });
    checkBucketsAfter([made('a', 30_000_000), made('b', 20_000_000), made('c', 9, 'omit')]);
    expect(() => checkBucketsAfter([made('a', 20_000_000), made('b', 30_000_001)])).toThrow(
      'got 50,000,001, of them 30,000,001 in b',
    );
  });
});
