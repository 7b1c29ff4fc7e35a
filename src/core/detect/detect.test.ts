import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectors, hampel, seasonalResidual, suggest, zscore } from '.';
import type { Detector, Series } from './types';
import { slidingMoments } from './slidingMoments';

const series = (values: readonly number[], step = 1): Series => ({
  times: Float64Array.from(values, (_value, i) => i * step),
  values: Float64Array.from(values),
});
const middle = (list: readonly number[]): number => {
  const sorted = [...list].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
};
const mad = (list: readonly number[]): number => middle(list.map((value) => Math.abs(value - middle(list))));
/** Values that are there within `half` rows of a row. */
const around = (values: readonly number[], row: number, half: number): number[] =>
  values.slice(Math.max(0, row - half), row + half + 1).filter(Number.isFinite);
const sampleDeviation = (list: readonly number[]): number => {
  const mean = list.reduce((a, b) => a + b, 0) / list.length;
  return Math.sqrt(list.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (list.length - 1));
};

const value = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -50, max: 50 }) },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity) },
);
const values = fc.array(value, { maxLength: 60 });
const half = fc.oneof(fc.integer({ min: 1, max: 8 }), fc.constant(undefined));

describe('scores are what the definition says', () => {
  it('of the Z-score', () => {
    fc.assert(
      fc.property(values, half, (list, h) => {
        const scores = zscore.scores(series(list), h === undefined ? {} : { window: 2 * h + 1 });
        list.forEach((x, row) => {
          const near = around(list, row, h ?? list.length);
          const deviation = sampleDeviation(near);
          const mean = near.reduce((a, b) => a + b, 0) / near.length;
          const flat = near.every((other) => other === near[0]);
          const expected =
            !Number.isFinite(x) || near.length < 2 || flat ? 0 : Math.abs(x - mean) / deviation;
          expect(scores[row]).toBeCloseTo(expected, 9);
        });
      }),
    );
  });

  it('of Hampel', () => {
    fc.assert(
      fc.property(values, half, (list, h) => {
        const scores = hampel.scores(series(list), h === undefined ? {} : { window: 2 * h + 1 });
        list.forEach((x, row) => {
          const near = around(list, row, h ?? list.length);
          const deviation = 1.4826 * mad(near);
          const expected = Number.isFinite(x) && deviation > 0 ? Math.abs(x - middle(near)) / deviation : 0;
          expect(scores[row]).toBeCloseTo(expected, 9);
        });
      }),
    );
  });

  it('of the seasonal residual, by rows and by time', () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 12 }), (list, period) => {
        const there = list.flatMap((x, row) => (Number.isFinite(x) ? [row] : []));
        const residual = new Map(
          there.map((row) => {
            const phase = there.filter((other) => other % period === row % period);
            return [row, list[row]! - middle(phase.map((other) => list[other]!))];
          }),
        );
        const all = [...residual.values()];
        const distances = all.map((r) => Math.abs(r - middle(all)));
        const mean = distances.reduce((a, b) => a + b, 0) / distances.length;
        const deviation = 1.4826 * middle(distances) || Math.sqrt(Math.PI / 2) * mean;
        const byRows = seasonalResidual.scores(series(list), { period, in: 'rows' });
        const byTime = seasonalResidual.scores(series(list, 300e6), { period: period * 300e6, in: 'us' });
        list.forEach((_x, row) => {
          const distance = Math.abs((residual.get(row) ?? NaN) - middle(all));
          const expected = residual.has(row) && deviation > 0 ? distance / deviation : 0;
          expect(byRows[row]).toBeCloseTo(expected, 9);
          if (list.length > 1) expect(byTime[row]).toBe(byRows[row]);
        });
      }),
    );
  });
});

it('the season in time stands jitter and gaps', () => {
  const rows = Array.from({ length: 24 * 14 }, (_, i) => i).filter((i) => i % 31 !== 7);
  const times = Float64Array.from(rows, (i) => i * 3600e6 + 1800e6 + ((i * 7919) % 600) * 1e6);
  const given = Float64Array.from(rows, (i) => (i % 24) ** 2 + (i === 200 ? 90 : 0) + ((i * 31) % 7) / 10);
  const scores = seasonalResidual.scores({ times, values: given }, seasonalResidual.defaults);
  expect(suggest(scores, 20, 0).map(({ peakRow }) => rows[peakRow])).toEqual([200]);
});

it('a long gap, and a season longer than the series, leave phases of one value, whose residual is 0', () => {
  const given = Float64Array.from({ length: 60 }, (_, i) => (i * i) % 37);
  const apart = Float64Array.from(given, (_value, i) => (i < 30 ? i : i + 1e9) * 60e6);
  const options = { period: 1e15, in: 'us' } as const;
  expect(new Set(seasonalResidual.scores({ times: apart, values: given }, options))).toEqual(new Set([0]));
  const uneven = { times: Float64Array.of(0, 1, 1e9), values: Float64Array.of(4, 5, 9) };
  expect([...seasonalResidual.scores(uneven, { period: 1e9, in: 'us' })]).toEqual([
    expect.closeTo(0.674, 3),
    0,
    expect.closeTo(2.698, 3),
  ]);
});

it('a season without noise still shows what breaks it', () => {
  const list = Array.from({ length: 100 }, (_, i) => (i === 50 ? 99 : i % 10));
  const scores = seasonalResidual.scores(series(list), { period: 10, in: 'rows' });
  expect(suggest(scores, 4, 0)).toMatchObject([{ startRow: 50, endRow: 51 }]);
});

describe('every detector', () => {
  const all = Object.entries(detectors).map(([kind, detector]): [string, Detector<object>] => [
    kind,
    detector as unknown as Detector<object>,
  ]);

  it.each(all)(
    '%s scores 0 or more, never NaN, for any doubles, and leaves its input alone',
    (kind, detector) => {
      expect(detector.kind).toBe(kind);
      expect(detector.check(detector.defaults)).toBeUndefined();
      fc.assert(
        fc.property(fc.array(fc.double(), { maxLength: 40 }), (list) => {
          const input = series(list, 3600e6);
          const scores = detector.scores(input, detector.defaults);
          expect(scores).toHaveLength(list.length);
          expect([...scores].filter((score) => !(score >= 0 && score < Infinity))).toEqual([]);
          if (detector.unit === 'probability') expect(Math.max(0, ...scores)).toBeLessThanOrEqual(1);
          list.forEach((x, row) => expect(Number.isFinite(x) || scores[row] === 0).toBe(true));
          expect([...input.values]).toEqual(list);
        }),
      );
    },
  );

  it.each(all)(
    '%s suggests nothing in a constant series, in one row, or where all is missing',
    (_kind, detector) => {
      for (const list of [
        [5],
        [NaN, NaN, NaN],
        [],
        ...[0.1, 7, 1e300].map((x) => Array.from({ length: 200 }, () => x)),
      ]) {
        const scores = detector.scores(series(list, 3600e6), detector.defaults);
        expect(detector.suggest(scores, detector.threshold, 0)).toEqual([]);
        if (detector.unit === 'deviations') expect([...scores].filter((score) => score !== 0)).toEqual([]);
      }
    },
  );

  it.each(all)('%s finds a spike of many deviations at its usual threshold', (_kind, detector) => {
    const list = Array.from({ length: 24 * 30 }, (_, i) => ((i * 7919) % 101) / 101 + (i === 500 ? 40 : 0));
    const scores = detector.scores(series(list, 3600e6), detector.defaults);
    // windowedGaussian has a single value to go by at row 1, and is sure of itself.
    const found = detector.suggest(scores, detector.threshold, 0).filter(({ startRow }) => startRow > 5);
    expect(found).toMatchObject([{ startRow: 500, endRow: 501, peakRow: 500 }]);
  });
});

it.each([
  [zscore.check({ window: 4 }), '$.window', 'an odd number from 3'],
  [zscore.check({ window: 3.5 }), '$.window', '; got 3.5'],
  [hampel.check({ window: 1003 }), '$.window', 'expected an odd number from 3 to 1,001 rows; got 1,003'],
  [hampel.check({ window: NaN }), '$.window', '; got NaN'],
  [seasonalResidual.check({ period: 0, in: 'rows' }), '$.period', 'a whole number from 1'],
  [seasonalResidual.check({ period: 5, in: 'days' as 'us' }), '$.in', 'expected one of rows, us; got "days"'],
])('options outside their limits are refused at their path: %o', (error, path, message) => {
  expect(error).toMatchObject({
    code: 'recipe-value',
    path,
    message: expect.stringContaining(message) as string,
  });
});

describe('suggestions', () => {
  const scores = Float64Array.of(0, 3, 4, 0, 5, 0, 0, 3, NaN, 9);

  it('are runs at or above the threshold, with their peak', () => {
    expect(suggest(scores, 3, 0)).toEqual([
      { startRow: 1, endRow: 3, peak: 4, peakRow: 2 },
      { startRow: 4, endRow: 5, peak: 5, peakRow: 4 },
      { startRow: 7, endRow: 8, peak: 3, peakRow: 7 },
      { startRow: 9, endRow: 10, peak: 9, peakRow: 9 },
    ]);
  });

  it('join runs with at most so many rows between', () => {
    expect(suggest(scores, 3, 1).map(({ startRow, endRow }) => [startRow, endRow])).toEqual([
      [1, 5],
      [7, 10],
    ]);
    expect(suggest(scores, 3, 2)).toEqual([{ startRow: 1, endRow: 10, peak: 9, peakRow: 9 }]);
    expect(suggest(scores, 10, 2)).toEqual([]);
  });
});

it('moments of a sliding window are those of its values, and exactly 0 once they are equal', () => {
  const steps = fc.array(fc.tuple(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.nat(3)), {
    maxLength: 80,
  });
  fc.assert(
    fc.property(steps, (list) => {
      const moments = slidingMoments(8);
      const window: number[] = [];
      for (const [x, out] of list) {
        for (let i = 0; i < out && window.length > 0; i++) {
          moments.shift();
          window.shift();
        }
        if (window.length === 8) continue;
        moments.push(x);
        window.push(x);
        const mean = window.reduce((a, b) => a + b, 0) / window.length;
        const squares = window.reduce((sum, y) => sum + (y - mean) ** 2, 0);
        expect(moments.count).toBe(window.length);
        expect(Math.abs(moments.mean() - mean)).toBeLessThan(1e-9);
        expect(Math.abs(moments.squares() - squares)).toBeLessThanOrEqual(1e-11 * squares + 1e-9);
      }
      for (let i = 0; i < 8; i++) {
        if (moments.count === 8) moments.shift();
        moments.push(0.1);
      }
      while (moments.count > 3) moments.shift();
      expect([moments.mean(), moments.squares()]).toEqual([0.1, 0]);
    }),
  );
});

it('the z-score of values that are great and close together is that of their distances', () => {
  const units = [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 30];
  const near = zscore.scores(series(units), {});
  const far = zscore.scores(series(units.map((unit) => 1e15 + unit)), {});
  for (const [i, score] of near.entries()) expect(far[i]).toBeCloseTo(score, 9);
  expect(far[11]).toBeCloseTo(3.1409, 4);
});
