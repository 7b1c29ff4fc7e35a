import { expect, it } from 'vitest';
import { Gaps } from './gaps';

it('finds gaps across parts, and gives the longest that reach into a range first', () => {
  const gaps = new Gaps(1500);
  expect(gaps.upTo).toBeUndefined();
  for (const part of [[0, 1000], [3000, 4000], [], [9000], [9000, 10_500]]) {
    gaps.take(Float64Array.from([...part, 77]), part.length);
  }
  expect(gaps.upTo).toBe(10_500);
  expect(gaps.within(-5000, 20_000)).toEqual([
    { fromMs: 4, toMs: 9 },
    { fromMs: 1, toMs: 3 },
  ]);
  expect(gaps.within(3000, 4001)).toEqual([{ fromMs: 4, toMs: 9 }]);
  expect(gaps.within(3000, 4000)).toEqual([]);
  expect(gaps.within(2999, 4000)).toEqual([{ fromMs: 1, toMs: 3 }]);
});

it('draws the 500 longest', () => {
  const gaps = new Gaps(10);
  let time = 0;
  const times = Float64Array.from({ length: 3001 }, (_, i) => (time += 100 + ((i * 7919) % 3000)));
  gaps.take(times, times.length);
  const found = gaps.within(0, time).map(({ fromMs, toMs }) => toMs - fromMs);
  expect(found).toHaveLength(500);
  expect(Math.min(...found)).toBeCloseTo(2.6);
});
