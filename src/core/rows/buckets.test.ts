import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bucketFields, Buckets } from './buckets';

interface Row {
  t: number;
  v: number;
}

/** Bucket by bucket as the definition says it, row by row. */
function defined(rows: readonly Row[], width: number): number[] {
  const starts = [...new Set(rows.map(({ t }) => Math.floor(t / width) * width))];
  return starts.flatMap((start) => {
    const all = rows.filter(({ t }) => t >= start && t < start + width);
    const known = all.filter(({ v }) => !Number.isNaN(v));
    const values = known.map(({ v }) => v);
    const pair = (row: Row | undefined): number[] => [row?.t ?? NaN, row?.v ?? NaN];
    return [
      start,
      all.length,
      ...pair(known[0]),
      ...pair(known.at(-1)),
      ...pair(known.find(({ v }) => v === Math.min(...values))),
      ...pair(known.find(({ v }) => v === Math.max(...values))),
    ];
  });
}

const rowsArbitrary = fc
  .array(
    fc.record({
      distance: fc.oneof(fc.constant(3), fc.nat(40)),
      v: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(NaN, Infinity, -Infinity)),
    }),
    { maxLength: 120 },
  )
  .map((steps) => {
    let t = -300;
    return steps.map(({ distance, v }): Row => ({ t: (t += distance), v }));
  });

function append(level: Buckets, rows: readonly Row[]): void {
  level.append(
    Float64Array.from(rows, ({ v }) => v),
    rows.length,
    (row) => rows[row]?.t ?? NaN,
  );
}

describe('buckets', () => {
  it('hold first, last, first lowest and first highest of rows however these come: at once, in pieces, or joined', () => {
    fc.assert(
      fc.property(rowsArbitrary, fc.array(fc.nat(120)), fc.constantFrom(1, 16, 64), (rows, cuts, width) => {
        const ends = [...cuts.filter((cut) => cut < rows.length), rows.length].sort((a, b) => a - b);
        const [whole, pieces, joined] = [new Buckets(width), new Buckets(width), new Buckets(width)];
        append(whole, rows);
        let from = 0;
        for (const to of ends) {
          const piece = rows.slice(from, to);
          const part = new Buckets(width);
          append(pieces, piece);
          append(part, piece);
          joined.join(part.records());
          from = to;
        }
        const expected = defined(rows, width);
        for (const level of [whole, pieces, joined]) expect([...level.records()]).toEqual(expected);
        expect(expected.length % bucketFields.length).toBe(0);
      }),
    );
  });
});
