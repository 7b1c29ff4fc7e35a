import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Buckets } from '../../../core/rows/buckets';
import { joinedLevel, levelsFrom, rawFacts, timeFacts } from './rawFacts';
import { Column } from './rowStore';
import { TimesBuilder } from './timesBuilder';

function factsOf(times: readonly number[], values: readonly number[]) {
  const builder = new TimesBuilder();
  builder.append(Float64Array.from(times));
  const own = builder.done();
  const column = new Column();
  column.append(Float64Array.from(values));
  return rawFacts(own, column, timeFacts(own, times.length));
}

/** By sorting, row by row. */
function expected(times: readonly number[], values: readonly number[]) {
  const sorted = times.toSorted((a, b) => a - b);
  const all = times.slice(1).map((time, row) => time - (times[row] as number));
  const distances = sorted.slice(1).map((time, row) => time - (sorted[row] as number));
  const above = distances.filter((distance) => distance > 0).sort((a, b) => a - b);
  const step = above[(above.length - 1) >> 1] ?? null;
  return {
    rows: times.length,
    count: values.filter(Number.isFinite).length,
    first: sorted[0] ?? NaN,
    last: sorted.at(-1) ?? NaN,
    backward: all.filter((distance) => distance < 0).length,
    duplicates: distances.filter((distance) => distance === 0).length,
    step,
    gaps: above.filter((distance) => distance > 1.5 * (step ?? 0)).length,
    regular: new Set(all).size <= 1 && all.every((distance) => distance > 0),
  };
}

describe('facts of raw rows', () => {
  it('are what sorting and counting gives', () => {
    const time = fc.oneof(fc.integer({ min: 0, max: 30 }), fc.integer({ min: -1e15, max: 1e15 }));
    const even = fc
      .integer({ min: 1, max: 9 })
      .chain((step) => fc.nat(40).map((rows) => Array.from({ length: rows }, (_, row) => row * step)));
    fc.assert(
      fc.property(
        fc.oneof(fc.array(time, { maxLength: 40 }), even),
        fc.infiniteStream(fc.double()),
        (times, stream) => {
          const values = times.map(() => stream.next().value);
          expect(factsOf(times, values)).toMatchObject(expected(times, values));
        },
      ),
      { numRuns: 500 },
    );
  });

  it('of more kinds of distance than are counted are the same', () => {
    const times = Array.from({ length: 150_000 }, (_, row) => row * row);
    times[70_000] = times[69_999] as number;
    const values = times.map(() => 1);
    expect(factsOf(times, values)).toMatchObject(expected(times, values));
  });
});

describe('levels', () => {
  const rows = 1_100_000;
  const values = Float64Array.from({ length: rows }, (_, row) =>
    row % 97 === 0 ? NaN : Math.sin(row) * 100,
  );
  const levelOf = (width: number, times: (row: number) => number, from = 0, to = rows): Float64Array => {
    const buckets = new Buckets(width);
    buckets.append(values.subarray(from, to), to - from, (row) => times(from + row));
    return buckets.records();
  };

  it('of rows out of order are those of the rows in order', () => {
    const order = Array.from({ length: rows }, (_, row) => row ^ 1);
    const facts = factsOf(
      order.map((row) => row * 1000),
      order.map((row) => values[row] as number),
    );
    expect(facts.backward).toBe(rows / 2);
    expect(facts.levels.length).toBeGreaterThan(1);
    for (const { width, records } of facts.levels)
      expect(
        Buffer.from(records.buffer).equals(Buffer.from(levelOf(width, (row) => row * 1000).buffer)),
      ).toBe(true);
  });

  it('of pieces are those of the whole, wherever it was cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(rows), { maxLength: 6 }), (cuts) => {
        const ends = [0, ...cuts.sort((a, b) => a - b), rows];
        const time = (row: number): number => row * 1000 - 7;
        const pieces = ends.slice(1).map((end, index) => levelOf(65_536, time, ends[index], end));
        const [finest, next] = levelsFrom(joinedLevel(pieces, 65_536), [65_536, 524_288]);
        expect(finest?.records).toEqual(levelOf(65_536, time));
        expect(next?.records).toEqual(levelOf(524_288, time));
      }),
      { numRuns: 10 },
    );
  });
});
