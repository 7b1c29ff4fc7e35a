import { describe, expect, it } from 'vitest';
import { sparklineOf } from './sparkline';

describe('a sparkline', () => {
  it('has the extremes in it', () => {
    const points = Array.from({ length: 500 }, (_, t): [number, number] => [t, t === 250 ? 99 : t % 3]);
    const line = sparklineOf(points, 0, 499);
    expect(line).toHaveLength(60);
    expect(line).toContain(99);
    expect(line.slice(0, 2)).toEqual([0, 2]);
  });

  it('has each pair in the order of its times, and null where there is nothing', () => {
    const line = sparklineOf(
      [
        [3, 1],
        [0, 5],
        [30, -1],
        [31, -2],
      ],
      0,
      59,
    );
    expect(line.slice(0, 4)).toEqual([5, 5, 1, 1]);
    expect(line.slice(30, 32)).toEqual([-1, -2]);
    expect(line.filter((value) => value === null)).toHaveLength(54);
  });

  it('is nothing without a value', () => {
    expect(sparklineOf([], 0, 1)).toEqual([]);
  });
});
