import fc from 'fast-check';
import { expect, it } from 'vitest';
import { spans } from './spans';

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
