import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flagRows, inOrder, spans } from './flags';

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

describe('flags', () => {
  it('of overlapping labelled come from the one that starts first', () => {
    const labelled = inOrder([
      { start: 2, end: 9, id: 'late', type: 'b' },
      { start: 1, end: 4, id: 'early', type: 'a' },
    ]);
    const into = new Int32Array(10).fill(-1);
    flagRows(BigInt64Array.from(Array.from({ length: 10 }, (_, i) => BigInt(i))), 0, 10, labelled, into);
    expect([...into]).toEqual([-1, 0, 0, 0, 1, 1, 1, 1, 1, -1]);
  });
});
