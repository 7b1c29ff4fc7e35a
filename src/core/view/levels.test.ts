import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { minOf } from '../list';
import type { StageFacts } from '../rows/facts';
import { Buckets } from '../rows/buckets';
import { besideRange, countRows, m4OfLevel, placeOf } from './levels';

interface Row {
  t: number;
  v: number;
}

const bucketsOf = (rows: readonly Row[], width: number): Float64Array<ArrayBuffer> => {
  const level = new Buckets(width);
  const values = Float64Array.from(rows, ({ v }) => v);
  level.append(values, rows.length, (row) => rows[row]?.t ?? NaN);
  return level.records();
};

/** Of rows in order of time. */
function factsOf(rows: readonly Row[], widths: readonly number[]): StageFacts {
  const distances = rows.slice(1).map(({ t }, index) => t - (rows[index]?.t ?? NaN));
  return {
    rows: rows.length,
    count: rows.filter(({ v }) => !Number.isNaN(v)).length,
    first: rows[0]?.t ?? NaN,
    last: rows.at(-1)?.t ?? NaN,
    backward: 0,
    duplicates: 0,
    step: distances.length > 0 ? minOf(distances) : null,
    usual: null,
    gaps: 0,
    regular: new Set(distances).size <= 1 && !distances.includes(0),
    levels: widths.map((width) => ({ width, records: bucketsOf(rows, width) })),
    filled: new Float64Array(0),
  };
}

const rowsArbitrary = fc
  .tuple(
    fc.array(
      fc.record({
        distance: fc.oneof(fc.constant(3), fc.constant(3), fc.nat(2), fc.nat(400)),
        v: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
      }),
      { minLength: 1, maxLength: 200, size: 'max' },
    ),
    fc.boolean(),
  )
  .map(([steps, even]) => {
    let t = -300;
    return steps.map(({ distance, v }): Row => ({ t: (t += even ? 3 : distance), v }));
  });
const range = fc.tuple(fc.integer({ min: -700, max: 3000 }), fc.integer({ min: 1, max: 3000 }));

describe('a level', () => {
  it('counts the rows of any range but for a few at its ends', () => {
    fc.assert(
      fc.property(
        rowsArbitrary,
        range,
        fc.constantFrom([], [16], [8, 64], [8, 64, 512]),
        (rows, [from, length], widths) => {
          const to = from + length;
          const { rows: known, rest } = countRows(factsOf(rows, widths), from, to);
          const inside = (start: number, end: number): number =>
            rows.filter(({ t }) => t >= start && t < end).length;
          expect(known + rest.reduce((sum, part) => sum + inside(part.from, part.to), 0)).toBe(
            inside(from, to),
          );
          expect(rest.length).toBeLessThanOrEqual(2);
          const finest = widths[0] ?? Infinity;
          for (const part of rest) expect(part.to - part.from).toBeLessThan(2 * finest);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('tells where the row of a number is', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.nat(), fc.constantFrom([], [16], [8, 64, 512]), (rows, some, widths) => {
        const row = some % rows.length;
        const { from, skip } = placeOf(factsOf(rows, widths), row);
        expect(rows.findIndex(({ t }) => t >= from) + skip).toBe(row);
      }),
      { numRuns: 500 },
    );
  });

  it('needs no row of a series whose rows are all at one distance', () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ t: 7 * i, v: 1 }));
    expect(countRows(factsOf(rows, []), 8, 22)).toEqual({ rows: 2, rest: [] });
  });

  it('tells where the neighbours of a range are', () => {
    fc.assert(
      fc.property(rowsArbitrary, range, fc.nat(2000), (rows, [from, length], reach) => {
        const to = from + length;
        const { levels } = factsOf(rows, [16, 128]);
        for (const some of [levels, []]) {
          const { low, high } = besideRange(some, from, to, reach);
          const inside = rows.filter(({ t }) => t >= low && t < high);
          const before = ({ t }: Row): boolean => t < from && t >= from - reach;
          const after = ({ t }: Row): boolean => t >= to && t < to + reach;
          expect(inside.findLast(before)).toEqual(rows.findLast(before));
          expect(inside.find(after)?.t).toBe(rows.find(after)?.t);
          if (reach > 0 && some.length > 0) expect(inside.filter(before).length).toBeLessThanOrEqual(32);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('gives columns that the rows would give', () => {
    fc.assert(
      fc.property(rowsArbitrary, range, fc.constantFrom(16, 48, 160), (rows, [from, length], width) => {
        const start = Math.floor(from / width) * width;
        const end = Math.ceil((from + length) / width) * width;
        const inside = rows.filter(({ t }) => t >= start && t < end);
        expect(m4OfLevel(bucketsOf(rows, 16), { start, end, width })).toEqual(bucketsOf(inside, width));
      }),
      { numRuns: 500 },
    );
  });
});
