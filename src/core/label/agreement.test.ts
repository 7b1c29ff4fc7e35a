import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareLabels } from './agreement';

const labels = fc.array(
  fc.tuple(fc.nat(40), fc.nat(8)).map(([start, length]) => ({ start, end: start + length })),
  { maxLength: 12 },
);
const covers = (list: readonly { start: number; end: number }[], t: number): boolean =>
  list.some(({ start, end }) => start <= t && t < end);

it('finds the same pairs, loners and share of time as trying everything', () => {
  fc.assert(
    fc.property(labels, labels, (a, b) => {
      const { matched, onlyA, onlyB, iou, ...time } = compareLabels(a, b);
      const pairs = a.flatMap((x, i) =>
        b.flatMap((y, j) => (Math.max(x.start, y.start) < Math.min(x.end, y.end) ? [`${i} ${j}`] : [])),
      );
      expect(matched.map((pair) => `${pair.a} ${pair.b}`).sort()).toEqual(pairs.sort());
      expect(onlyA).toEqual(a.flatMap((_, i) => (matched.some((pair) => pair.a === i) ? [] : [i])));
      expect(onlyB).toEqual(b.flatMap((_, j) => (matched.some((pair) => pair.b === j) ? [] : [j])));
      const moments = Array.from({ length: 60 }, (_, t) => t);
      const both = moments.filter((t) => covers(a, t) && covers(b, t)).length;
      const either = moments.filter((t) => covers(a, t) || covers(b, t)).length;
      expect(time).toEqual({ both, either });
      expect(iou).toBeCloseTo(either === 0 ? 1 : both / either, 12);
    }),
  );
});

it('labels that touch do not overlap, and a set agrees with itself', () => {
  const a = [{ start: 0, end: 5 }];
  expect(compareLabels(a, [{ start: 5, end: 9 }])).toMatchObject({
    matched: [],
    onlyA: [0],
    onlyB: [0],
    iou: 0,
  });
  expect(compareLabels(a, a)).toMatchObject({ matched: [{ a: 0, b: 0 }], onlyA: [], onlyB: [], iou: 1 });
  expect(compareLabels([], [])).toMatchObject({ matched: [], onlyA: [], onlyB: [], iou: 1 });
});
