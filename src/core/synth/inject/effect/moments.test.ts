import { describe, expect, it } from 'vitest';
import { momentsOf, sampleRuns } from './moments';

describe('mean and deviation', () => {
  it('are those of the textbook, over parts as over the whole, without the values that are missing', () => {
    const values = [2, 4, NaN, 4, 4, 5, 5, 7, 9];
    const whole = momentsOf([Float64Array.from(values)]);
    expect(whole.count).toBe(8);
    expect(whole.mean).toBeCloseTo(5, 12);
    expect(whole.deviation).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(momentsOf([Float64Array.from(values.slice(0, 3)), Float64Array.from(values.slice(3))])).toEqual(
      whole,
    );
  });

  it('lose nothing where values are large', () => {
    const { deviation } = momentsOf([Float64Array.of(1e15 + 1, 1e15 + 2, 1e15 + 3)]);
    expect(deviation).toBe(1);
  });

  it('of equal values are exact', () => {
    const { deviation } = momentsOf([new Float64Array(1000).fill(0.1)]);
    expect(deviation).toBe(0);
  });
});

describe('the sample', () => {
  it('is the whole of a short series', () => {
    expect(sampleRuns(60_000)).toEqual([[0, 60_000]]);
  });

  it('of a long one is 65,536 rows from the first to the last', () => {
    const runs = sampleRuns(10_000_000);
    expect(runs.reduce((sum, [from, to]) => sum + to - from, 0)).toBe(65_536);
    expect(runs[0]).toEqual([0, 64]);
    expect(runs[runs.length - 1]).toEqual([9_999_936, 10_000_000]);
  });
});
