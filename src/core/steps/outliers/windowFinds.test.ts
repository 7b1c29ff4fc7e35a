import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fillNormals, keyOf } from '../../random';
import type { OutliersOptions } from '../../recipe/types';
import { median, meanOf, quantileOf, sumOf } from '../../statistics';
import { SortedWindow } from './sortedWindow';
import { noFinds } from './windowFinds';
import { findByMoments } from './windowMoments';
import { findByRanks } from './windowRanks';

type Rule = OutliersOptions['rule'];
const rules = ['zscore', 'iqr', 'hampel'] as const;

function normals(seed: number, count: number): Float64Array {
  const values = new Float64Array(count);
  fillNormals(keyOf(seed, 'test'), 0, count, values);
  return values;
}

/** Limits of a list of values, each rule by its formula. */
function limitsOf(values: Float64Array, rule: Rule, threshold: number): [number, number] {
  const none: [number, number] = [-Infinity, Infinity];
  if (values.every((value) => value === values[0])) return none;
  const sorted = values.slice().sort();
  let [low, high, spread] = [0, 0, 0];
  if (rule === 'iqr') {
    low = quantileOf(sorted, 0.25);
    high = quantileOf(sorted, 0.75);
    spread = high - low;
  } else if (rule === 'hampel') {
    low = high = median(values);
    const far = values.map((value) => Math.abs(value - low));
    spread = 1.4826 * median(far) || 1.253314 * meanOf(far);
  } else {
    low = high = meanOf(values);
    const far = values.map((value) => Math.abs(value / 8 - low / 8));
    const unit = Math.max(...far);
    // What the mean was rounded by is a rest of the deviations.
    const rest = sumOf(values, (value) => (value / 8 - low / 8) / unit);
    const squares = sumOf(far, (value) => (value / unit) ** 2);
    spread = 8 * unit * Math.sqrt((squares - (rest * rest) / values.length) / (values.length - 1));
  }
  return spread > 0 ? [low - threshold * spread, high + threshold * spread] : none;
}

function findAll(
  values: Float64Array,
  rule: Rule,
  threshold: number,
  half: number,
  from = 0,
  to = values.length,
) {
  const finds = noFinds(values.length, { start: 0, end: values.length }, true);
  if (rule === 'zscore') findByMoments(threshold, values, values.length, half, from, to, finds);
  else findByRanks({ rule, threshold }, values, values.length, half, from, to, finds);
  return finds;
}

/** Equal but for rounding, of a limit and of the width between two. */
const isNear = (limit = NaN, expected: number, width: number): boolean =>
  limit === expected || Math.abs(limit - expected) <= 1e-12 * width + 4e-16 * Math.abs(expected);

/** Rows at which every window taken by itself finds something else, and how many outliers there are. */
function compareEach(values: Float64Array, rule: Rule, threshold: number, half: number) {
  const { found, low, high } = findAll(values, rule, threshold, half);
  const different: number[] = [];
  let outliers = 0;
  values.forEach((value, row) => {
    if (found[row] === 1) outliers++;
    const around = values.slice(Math.max(0, row - half), row + half + 1).filter((v) => Number.isFinite(v));
    const [lo, hi] = limitsOf(around, rule, threshold);
    const outside = Number.isFinite(value) && (value < lo || value > hi);
    const limited = isNear(low?.[row], lo, hi - lo) && isNear(high?.[row], hi, hi - lo);
    if (outside !== (found[row] === 1) || (outside && !limited)) different.push(row);
  });
  return { outliers, different };
}

/** Series that sums get wrong which are not careful; each of 2,000 rows. */
const hard: Record<string, (noise: number, row: number) => number> = {
  'a walk of great steps': (noise, row) => noise + 1e3 * row - (row % 97 === 5 ? 3e5 : 0),
  'a level that jumps': (noise, row) => noise + (row % 700 < 350 ? 0 : 1e9),
  'spikes a billion times the noise': (noise, row) => (row % 401 === 7 ? 1e9 : noise),
  'spikes whose squares hide those of the noise': (noise, row) =>
    row % 401 === 207 ? 1e15 : row % 401 > 208 && row % 401 < 219 ? 1e7 * noise : noise,
  'values about 1e15': (noise, row) => 1e15 + Math.round(1e4 * noise) / 4 + (row % 97 === 5 ? 1e4 : 0),
  'tiny values beside great ones': (noise, row) => (row < 1000 ? 1e-170 : 1e140) * noise,
  'values whose squares no double holds': (noise) => 1e200 * noise,
  'values whose sums no double holds': (noise) => 1.5e307 * noise,
  'a sensor that is stuck': (noise, row) => (row % 500 < 300 ? 0.1 + (noise > 2 ? 0.1 : 0) : noise),
  'few values of many rows': (noise, row) => (row % 3 === 0 ? noise : row % 2 === 0 ? NaN : Infinity),
  'whole numbers': (noise) => Math.round(noise),
};

describe('outliers of windows', () => {
  describe.each(rules)('by %s', (rule) => {
    it.each(Object.keys(hard))('are those of each window by itself: %s', (name) => {
      const make = hard[name] ?? ((noise: number) => noise);
      const values = normals(7, 2000).map((noise, row) => make(noise, row));
      const compared = [2, 50, 200].map((half) => compareEach(values, rule, 1.37, half));
      expect(compared.flatMap(({ different }) => different)).toEqual([]);
      expect(compared.some(({ outliers }) => outliers > 0)).toBe(true);
    });

    it('are the same to the last digit whichever rows are looked at', () => {
      const values = normals(3, 3000).map((noise, row) => noise + Math.sin(row / 40));
      const whole = findAll(values, rule, 1.8, 50);
      const part = findAll(values, rule, 1.8, 50, 1717, 2500);
      expect(part.found.subarray(1717, 2500)).toEqual(whole.found.subarray(1717, 2500));
      expect(part.low?.subarray(1717, 2500)).toEqual(whole.low?.subarray(1717, 2500));
      expect(part.high?.subarray(1717, 2500)).toEqual(whole.high?.subarray(1717, 2500));
      expect(part.found.indexOf(1)).toBeGreaterThanOrEqual(1717);
      expect(part.found.lastIndexOf(1)).toBeLessThan(2500);
    });
  });
});

describe('values at their limits', () => {
  it('are outliers or not by their window alone', () => {
    // Of five values the one that differs is 4/√5 deviations from the mean: which side rounding falls to must not depend on the rows before.
    const values = normals(5, 2000).map((noise, row) => (row % 5 === 2 ? noise : 0.1));
    const whole = findAll(values, 'zscore', 4 / Math.sqrt(5), 2);
    const differ = [7, 41, 333, 1001].filter((from) => {
      const part = findAll(values, 'zscore', 4 / Math.sqrt(5), 2, from);
      return part.found.subarray(from).some((is, i) => is !== whole.found[from + i]);
    });
    expect(differ).toEqual([]);
    expect(whole.found).toContain(1);
  });
});

describe('a sorted window', () => {
  it('holds the values of the window in order, whatever enters and leaves', () => {
    const value = fc.oneof(
      fc.integer({ min: 0, max: 5 }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 2, maxLength: 400 }),
        fc.integer({ min: 1, max: 200 }),
        (all, size) => {
          const values = Float64Array.from(all);
          const window = new SortedWindow(size);
          window.fill(values, 0, Math.min(size - 1, values.length));
          for (let row = size - 1; row < values.length; row++) {
            const leaves = values[row - size];
            if (leaves === undefined) window.insert(values[row] ?? NaN);
            else window.replace(leaves, values[row] ?? NaN);
            const expected = values.slice(row - size + 1, row + 1).sort();
            expect(window.count).toBe(size);
            expect(window.sorted.slice(1, size + 1).map((v) => v + 0)).toEqual(expected.map((v) => v + 0));
            expect([window.sorted[0], window.sorted[size + 1]]).toEqual([-Infinity, Infinity]);
          }
          for (let row = Math.max(0, values.length - window.count); window.count > 0; row++)
            window.remove(values[row] ?? NaN);
          expect(window.sorted.subarray(1).every((v) => v === Infinity)).toBe(true);
        },
      ),
    );
  });
});
