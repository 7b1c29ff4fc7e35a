import { describe, expect, it } from 'vitest';
import { rowsOf } from '../rows/piece';
import { m4Line, RowLine, type Visible } from './m4';

const column = (at: number, points: readonly number[] | null): number[] => [
  at,
  1,
  ...(points ?? Array.from({ length: 8 }, () => NaN)),
];

describe('M4', () => {
  it('gives each point once, in order of time, and null where a column has no value', () => {
    const columns = Float64Array.from([
      ...column(0, [0, 3, 3000, 1, 3000, 1, 1000, 9]),
      ...column(10_000, null),
    ]);
    expect(m4Line(columns, 7)).toEqual({
      timesMs: [0, 1, 3, 10],
      values: [3, 9, 1, null],
      rows: 7,
      exact: false,
    });
  });

  it('breaks the line where there is no row for long, and where a value is beyond doubles', () => {
    const same = (time: number, value: number): number[] => [
      time,
      value,
      time,
      value,
      time,
      value,
      time,
      value,
    ];
    const columns = Float64Array.from([
      ...column(0, same(0, 1)),
      ...column(10_000, same(10_000, 2)),
      ...column(20_000, same(21_000, Infinity)),
    ]);
    expect(m4Line(columns, 3, 10_000)).toMatchObject({
      timesMs: [0, 10, 10, 21],
      values: [1, 2, null, null],
    });
  });
});

describe('the line of rows', () => {
  const visible: Visible = { from: 10, to: 20, reach: 5, limit: 4, grid: { start: 8, end: 24, width: 8 } };
  const given = (times: readonly number[]) =>
    rowsOf(
      Float64Array.from(times),
      Float64Array.from(times, (t) => -t),
    );

  it('has few rows as they are, with the neighbours within reach, in parts or at once', () => {
    const expected = {
      timesMs: [0.007, 0.01, 0.012, 0.019, 0.021],
      values: [-7, -10, -12, -19, -21],
      rows: 3,
      exact: true,
    };
    for (const parts of [[[1, 7, 10, 12, 19, 21, 22, 30]], [[1, 7], [10], [], [12, 19], [21, 22]]]) {
      const line = new RowLine(visible);
      for (const part of parts) line.take(given(part));
      expect(line.points(Infinity)).toEqual(expected);
    }
    const far = new RowLine(visible);
    far.take(given([4, 12, 25]));
    expect(far.points(Infinity).timesMs).toEqual([0.012]);
  });

  it('has columns where there are more rows, and wants no row after them', () => {
    const line = new RowLine(visible);
    line.take(given([7, 8, 10, 12, 13, 14, 15]));
    expect(line.complete).toBe(false);
    line.take(given([19, 23, 24]));
    expect(line.complete).toBe(true);
    expect(line.points(Infinity)).toEqual({
      timesMs: [0.008, 0.015, 0.019, 0.023],
      values: [-8, -15, -19, -23],
      rows: 6,
      exact: false,
    });
  });
});
