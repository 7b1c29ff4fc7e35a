import { expect, it } from 'vitest';
import { fewestValues } from './reach';
import { emptyRecipe, parseRecipe } from '.';

it('a threshold of three deviations is beyond any of ten values, and within eleven', () => {
  expect(fewestValues('zscore', 3)).toBe(11);
  for (const threshold of [0.5, 1, 2, 2.5, 3, 4, 7.9]) {
    const n = fewestValues('zscore', threshold);
    expect((n - 1) / Math.sqrt(n)).toBeGreaterThan(threshold);
    expect((n - 2) / Math.sqrt(n - 1)).toBeLessThanOrEqual(threshold);
  }
});

it('quartiles of three values have no outlier at 1.5, the median has from three on', () => {
  expect([0.3, 0.49, 0.5, 0.9, 1.5, 3].map((threshold) => fewestValues('iqr', threshold))).toEqual([
    2, 2, 3, 3, 4, 5,
  ]);
  expect([0.5, 3].map((threshold) => fewestValues('hampel', threshold))).toEqual([2, 3]);
});

it('a window in which no value can exceed the threshold is refused at its field', () => {
  const steps = (options: object) => parseRecipe({ ...emptyRecipe(), steps: [{ outliers: options }] });
  expect(steps({ window: 9 })).toMatchObject({
    ok: false,
    error: {
      code: 'recipe-value',
      path: '$.steps[0].outliers.window',
      message: expect.stringContaining('Take at least 11 rows'),
    },
  });
  expect(steps({ window: 11 }).ok).toBe(true);
  expect(steps({ window: 9, threshold: 2.5 }).ok).toBe(true);
  expect(steps({ window: 3, rule: 'iqr', threshold: 1.5 })).toMatchObject({ ok: false });
  expect(steps({ window: 3, rule: 'hampel' }).ok).toBe(true);
});
