import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sortRows } from './sort';

/** By time, then by row. */
function expected(times: readonly number[]) {
  const order = times.map((_, row) => row).sort((a, b) => (times[a] ?? NaN) - (times[b] ?? NaN) || a - b);
  const backward = times.filter((time, row) => time < (times[row - 1] ?? -Infinity)).length;
  return { order, backward };
}

function sorted(times: readonly number[]) {
  const given = Float64Array.from(times);
  const values = Float64Array.from(times, (_, row) => row);
  const result = sortRows(given, values);
  expect(given).toEqual(Float64Array.from(times));
  const { order, backward } = expected(times);
  expect({ order: Array.from(result.order ?? order), backward: result.backward }).toEqual({
    order,
    backward,
  });
  expect(Array.from(result.values)).toEqual(order);
  expect(Array.from(result.times)).toEqual(order.map((row) => times[row]));
  return result;
}

/** Whole numbers below `count` that look drawn at random. */
const mixed = (row: number, count: number): number => Math.floor(((Math.sin(row) * 1e4) % 1) ** 2 * count);
const rows = (count: number, time: (row: number) => number): number[] =>
  Array.from({ length: count }, (_, row) => time(row));

describe('rows in order of time', () => {
  it('that are so already are not copied', () => {
    for (const times of [[], [5], [1, 1, 2, 2, 9]]) {
      const given = Float64Array.from(times);
      const values = new Float64Array(times.length);
      const result = sortRows(given, values);
      expect(result).toEqual({ times: given, values, order: null, backward: 0 });
      expect(result.times).toBe(given);
      expect(result.values).toBe(values);
    }
  });

  it.each<[string, number[]]>([
    ['the newest first', rows(1000, (row) => -Math.floor(row / 3))],
    ['files in the wrong order', rows(3000, (row) => (row < 1000 ? 5000 + row : row))],
    ['files that overlap', rows(3000, (row) => (row % 1000) * 7 - (row > 1500 ? 3 : 0))],
    ['a hundred files', rows(3000, (row) => (row % 30) * 60_000_000 + Math.floor(row / 60))],
    ['some late rows', rows(3000, (row) => row * 1e6 - (row % 20 === 7 ? mixed(row, 40) * 1e6 : 0))],
    ['a far time at the start', rows(3000, (row) => (row === 3 ? 2 ** 52 : row * 1e6 - mixed(row, 3) * 1e6))],
    ['no order', rows(5000, (row) => mixed(row, 700))],
    ['no order over two centuries to the microsecond', rows(5000, (row) => mixed(row, 6e15) - 3e15)],
    [
      'no order further than distances are exact',
      rows(3000, (row) => (mixed(row, 1024) - 512) * 2 ** 45 + row),
    ],
    ['no order on a grid', rows(5000, (row) => mixed(row, 1e5) * 3.6e9 - 7)],
  ])('come from %s', (_, times) => {
    expect(sorted(times).order).not.toBeNull();
  });

  it('are stable for any times', () => {
    const time = fc.oneof(
      fc.integer({ min: -4, max: 4 }),
      fc.maxSafeInteger().map((t) => Math.trunc(t / 2)),
    );
    const any = fc.oneof(
      fc.array(time, { maxLength: 30 }),
      fc.array(fc.integer({ min: 0, max: 99 }), { minLength: 130, maxLength: 400 }),
      // Nearly in order.
      fc
        .array(fc.integer({ min: -3, max: 9 }), { minLength: 300, maxLength: 900 })
        .map((late) => late.map((by, row) => 2 * row - (by > 8 ? 30 * by : by < 0 ? by : 0))),
    );
    fc.assert(
      fc.property(any, (times) => {
        expect(sorted(times).backward).toBeLessThanOrEqual(times.length);
      }),
      { numRuns: 300 },
    );
  });
});
