import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IntervalIndex, inOrder, labelledRuns, spans, type Interval, type IntervalColumns } from './flags';

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
const labelled = fc.array(
  fc.record({ start: time, end: time, id: fc.string({ maxLength: 2 }), type: fc.constant('x') }),
  { maxLength: 8 },
);
const allOf = (some: readonly Interval[]): IntervalColumns =>
  new IntervalIndex(some).touching(-Infinity, Infinity);
/** The number of each row's interval, −1 where none. */
function byRow(runs: Int32Array): number[] {
  const rows: number[] = [];
  for (let at = 0; at < runs.length; at += 2)
    for (let n = 0; n < (runs[at + 1] ?? 0); n++) rows.push(runs[at] ?? Number.NaN);
  return rows;
}

describe('labelled rows', () => {
  it('of overlapping intervals belong to the one that starts first', () => {
    const two = allOf([
      { start: 2, end: 9, id: 'late', type: 'b' },
      { start: 1, end: 4, id: 'early', type: 'a' },
    ]);
    const rows = Float64Array.from({ length: 10 }, (_, i) => i);
    expect([...labelledRuns(rows, 0, 10, two, 7)]).toEqual([-1, 1, 7, 3, 8, 5, -1, 1]);
  });

  it('belong to the first interval in order that holds their time', () => {
    fc.assert(
      fc.property(times, labelled, (rows, found) => {
        const runs = labelledRuns(rows, 0, rows.length, allOf(found));
        const sorted = inOrder(found);
        expect(byRow(runs)).toEqual(
          Array.from(rows, (t) => sorted.findIndex(({ start, end }) => start <= t && t < end)),
        );
        expect(runs.every((number, place) => place % 2 === 0 || number > 0)).toBe(true);
      }),
    );
  });

  it('belong to the same intervals where only those are looked at that touch them', () => {
    fc.assert(
      fc.property(times, labelled, (rows, found) => {
        fc.pre(rows.length > 0);
        const touching = new IntervalIndex(found).touching(rows[0] ?? 0, rows.at(-1) ?? 0);
        const of = (some: IntervalColumns): (string | undefined)[] =>
          byRow(labelledRuns(rows, 0, rows.length, some)).map((value) => some.ids[value]);
        expect(of(touching)).toEqual(of(allOf(found)));
      }),
    );
  });
});
