import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntervalIndex, inOrder, labelledRuns, spans } from './flags';

const time = fc.integer({ min: -20, max: 20 });
const intervals = fc.array(fc.record({ start: time, end: time }), { maxLength: 8 });
const covers = (list: readonly { start: number; end: number }[], t: number): boolean =>
  list.some(({ start, end }) => start <= t && t < end);

it('covers exactly the moments that some label covers', () => {
  fc.assert(
    fc.property(intervals, time, (labels, t) => {
      expect(covers(spans(labels), t)).toBe(covers(labels, t));
    }),
  );
});

it('is sorted, and no span touches the next', () => {
  fc.assert(
    fc.property(intervals, (labels) => {
      const union = spans(labels);
      union
        .slice(1)
        .forEach((span, index) => expect(span.start).toBeGreaterThan(union[index]?.end ?? Infinity));
    }),
  );
});

const times = fc.array(time, { maxLength: 30 }).map((some) => Float64Array.from(some).sort());
const labelled = fc
  .array(fc.record({ start: time, end: time, id: fc.string({ maxLength: 2 }), type: fc.constant('x') }), {
    maxLength: 8,
  })
  .map(inOrder);

describe('labelled rows', () => {
  it('of overlapping intervals belong to the one that starts first', () => {
    const two = inOrder([
      { start: 2, end: 9, id: 'late', type: 'b' },
      { start: 1, end: 4, id: 'early', type: 'a' },
    ]);
    expect(
      labelledRuns(
        Float64Array.from({ length: 10 }, (_, i) => i),
        0,
        10,
        two,
        7,
      ),
    ).toEqual([
      { value: -1, count: 1 },
      { value: 7, count: 3 },
      { value: 8, count: 5 },
      { value: -1, count: 1 },
    ]);
  });

  it('belong to the first interval in order that holds their time', () => {
    fc.assert(
      fc.property(times, labelled, (rows, found) => {
        const runs = labelledRuns(rows, 0, rows.length, found);
        const each = runs.flatMap(({ value, count }) => Array.from({ length: count }, () => value));
        expect(each).toEqual(
          Array.from(rows, (t) => found.findIndex(({ start, end }) => start <= t && t < end)),
        );
        expect(runs.every(({ count }) => count > 0)).toBe(true);
      }),
    );
  });

  it('belong to the same intervals where only those are looked at that touch them', () => {
    fc.assert(
      fc.property(times, labelled, (rows, found) => {
        fc.pre(rows.length > 0);
        const touching = new IntervalIndex(found).touching(rows[0] ?? 0, rows.at(-1) ?? 0);
        const of = (some: typeof found): (string | undefined)[] =>
          labelledRuns(rows, 0, rows.length, some).flatMap(({ value, count }) =>
            Array.from({ length: count }, () => some[value]?.id),
          );
        expect(of(touching)).toEqual(of(found));
      }),
    );
  });
});
