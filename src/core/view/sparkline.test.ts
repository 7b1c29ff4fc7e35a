import { describe, expect, it } from 'vitest';
import { sparklineOf, sparklineOfRows } from './sparkline';

const part = (times: readonly number[], values: readonly number[]) => ({
  length: times.length,
  times: Float64Array.from(times),
  values: Float64Array.from(values),
});

describe('a sparkline', () => {
  it('has the extremes in it, in the order of their times, and null where there is nothing', () => {
    const times = Array.from({ length: 500 }, (_, t) => t);
    const values = times.map((t) => (t === 250 ? 99 : t % 3));
    const line = sparklineOfRows(
      [part(times.slice(0, 77), values), part(times.slice(77), values.slice(77))],
      {
        rows: 500,
        first: 0,
        last: 499,
      },
    );
    expect(line).toHaveLength(60);
    expect(line).toContain(99);
    expect(line.slice(0, 2)).toEqual([0, 2]);
    const sparse = sparklineOfRows([part([0, 3, 59], [5, 1, NaN])], { rows: 3, first: 0, last: 59 });
    expect(sparse.slice(0, 4)).toEqual([5, 5, 1, 1]);
    expect(sparse.slice(4)).toEqual(Array.from({ length: 56 }, () => null));
  });

  it('is nothing of rows without a value', () => {
    expect(sparklineOfRows([part([0, 1], [NaN, Infinity])], { rows: 2, first: 0, last: 1 })).toEqual([]);
  });

  it('takes every k-th of many rows, wherever they are cut', () => {
    const times = Array.from({ length: 50_000 }, (_, t) => t);
    const values = times.map((t) => (t % 2 === 0 ? t : -1e9));
    const extent = { rows: 50_000, first: 0, last: 49_999 };
    const whole = sparklineOfRows([part(times, values)], extent);
    expect(whole).not.toContain(-1e9);
    const cut = [part(times.slice(0, 333), values), part(times.slice(333), values.slice(333))];
    expect(sparklineOfRows(cut, extent)).toEqual(whole);
  });

  it('is the same from its extremes alone', () => {
    const points = [
      [0, 1],
      [29, 7],
      [40, 3],
      [31, 9],
    ] as const;
    const rows = part(
      points.map(([t]) => t),
      points.map(([, v]) => v),
    );
    expect(sparklineOf(points, 0, 59)).toEqual(sparklineOfRows([rows], { rows: 4, first: 0, last: 59 }));
  });
});
