import { describe, expect, it } from 'vitest';
import { ChangeList, rowsOf } from '../rows/piece';
import { changeKinds, FILLED, type ChangeKind } from '../rows/types';
import { FilledRows, marksOfChanges } from './marks';

const changesOf = (
  list: readonly (readonly [time: number, kind: ChangeKind, before: number, after: number])[],
) => {
  const changes = new ChangeList(1);
  for (const [time, kind, before, after] of list) changes.add(time, changeKinds.indexOf(kind), before, after);
  return changes.done();
};

describe('marks', () => {
  it('stand where outliers were found and values were filled', () => {
    const marks = marksOfChanges(
      changesOf([
        [1000, 'outlier', 99, 1],
        [2000, 'outlier-protected', 98, 98],
        [3000, 'filled', NaN, 3],
        [4000, 'outlier', NaN, NaN],
        [5000, 'outlier', Infinity, 1],
      ]),
    );
    expect(marks.outlier.within(0, 9000)).toEqual({ timesMs: [1], values: [99], total: 2 });
    expect(marks['outlier-protected'].within(0, 9000)).toEqual({ timesMs: [2], values: [98], total: 1 });
    expect(marks.filled.within(0, 9000)).toEqual({ timesMs: [3], values: [3], total: 1 });
    expect(marks.filled.within(3001, 9000).total).toBe(0);
    expect(marks.outlier.within(1000, 5000).total).toBe(1);
  });

  it('are all counted where they are thinned to the lowest and highest of each column', () => {
    const values = Array.from({ length: 9000 }, (_, i) => (i * 7919) % 9001);
    const { outlier } = marksOfChanges(changesOf(values.map((value, i) => [i, 'outlier', value, 0])));
    const { timesMs, values: drawn, total } = outlier.within(0, 9000);
    expect(total).toBe(9000);
    expect(drawn).toHaveLength(2000);
    expect(timesMs).toEqual(timesMs.toSorted((a, b) => a - b));
    for (let column = 0; column < 1000; column++) {
      const inside = values.slice(column * 9, column * 9 + 9);
      expect(drawn.slice(2 * column, 2 * column + 2).toSorted((a, b) => a - b)).toEqual([
        Math.min(...inside),
        Math.max(...inside),
      ]);
    }
  });

  it('of filled buckets stand beside those of steps, once each', () => {
    const rows = rowsOf(Float64Array.of(1000, 2000, 3000, 4000), Float64Array.of(1, 2, 3, NaN));
    rows.flags.set([FILLED, 0, FILLED, FILLED]);
    const found = new FilledRows(3);
    found.take(rows);
    const changes = changesOf([
      [500, 'filled', NaN, 7],
      [1000, 'filled', NaN, 8],
    ]);
    expect(marksOfChanges(changes, found.points()).filled.within(0, 9000)).toEqual({
      timesMs: [0.5, 1, 3],
      values: [7, 8, 3],
      total: 3,
    });
    expect(marksOfChanges(null, found.points()).filled.within(0, 9000).total).toBe(2);
  });
});
