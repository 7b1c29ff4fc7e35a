import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutliersOptions } from '../../recipe/types';
import { ownRows, rowsOf, wholePiece } from '../../rows/piece';
import { changeKinds, OUTLIER, type Applied, type Piece } from '../../rows/types';
import { actOnOutliers } from './act';

const options = (then: OutliersOptions['then'], protect = true): OutliersOptions => ({
  rule: 'zscore',
  threshold: 3,
  then,
  protect,
});
/** Rows at 0, 10, 20, …; 90 and above are outliers, and the limits 0 and 50. */
function act(values: number[], chosen: OutliersOptions, change: Partial<Piece> = {}, times?: number[]) {
  const rows = rowsOf(
    Float64Array.from(times ?? values.map((_, row) => 10 * row)),
    Float64Array.from(values),
  );
  const piece = { ...wholePiece('a', rows), ...change };
  const found = Uint8Array.from(values, (value) => (Math.abs(value) >= 90 && Number.isFinite(value) ? 1 : 0));
  return { piece, applied: actOnOutliers(piece, chosen, found, 0, 50) };
}
const listed = ({ values, flags, length }: Piece['rows']) =>
  Array.from(values.subarray(0, length), (value, row): [number, boolean] => [value, flags[row] === OUTLIER]);
const changesOf = ({ changes }: Applied) =>
  changes === null
    ? []
    : Array.from({ length: changes.length }, (_, i) => [
        changes.times[i],
        changeKinds[changes.kinds[i] ?? -1],
        changes.before[i],
        changes.after[i],
      ]);

describe('what is done to outliers', () => {
  it('marks them, and gives them another value only where it was asked for', () => {
    const flagged = act([1, 90, 3], options('flag'));
    expect(listed(flagged.piece.rows)).toEqual([
      [1, false],
      [90, true],
      [3, false],
    ]);
    expect(flagged.applied).toMatchObject({ rowsIn: 3, rowsOut: 3, counts: { found: 1, changed: 0 } });
    expect(changesOf(flagged.applied)).toEqual([[10, 'outlier', 90, 90]]);
    const clipped = act([1, 90, -90], options('clip'));
    expect(listed(clipped.piece.rows)).toEqual([
      [1, false],
      [50, true],
      [0, true],
    ]);
    expect(clipped.applied.counts).toEqual({ found: 2, protected: 0, changed: 2 });
    const limits = [Float64Array.of(0, 7, 0), Float64Array.of(0, 8, 0)] as const;
    const own = wholePiece('a', rowsOf(Float64Array.of(0, 1, 2), Float64Array.of(1, 90, 2)));
    actOnOutliers(own, options('clip'), Uint8Array.of(0, 1, 0), ...limits);
    expect(own.rows.values).toEqual(Float64Array.of(1, 8, 2));
  });

  it('removes them, and no row with them', () => {
    const { piece, applied } = act([90, 1, NaN, 91, 2, 92], options('remove'), { sureFrom: 1, sureTo: 5 });
    expect(Array.from(piece.rows.times.subarray(0, piece.rows.length))).toEqual([10, 20, 40]);
    expect(listed(piece.rows)).toEqual([
      [1, false],
      [NaN, false],
      [2, false],
    ]);
    expect(piece).toMatchObject({ sureFrom: 0, sureTo: 3 });
    expect(applied).toMatchObject({ rowsIn: 6, rowsOut: 3, counts: { found: 3, changed: 3 } });
    expect(changesOf(applied)).toEqual([
      [0, 'outlier', 90, NaN],
      [30, 'outlier', 91, NaN],
      [50, 'outlier', 92, NaN],
    ]);
  });

  it('takes the line between the nearest values that are none, the nearest one at an end', () => {
    const { piece } = act([90, 1, 90, NaN, 91, 5, Infinity, 92], options('interpolate'));
    expect(listed(piece.rows).map(([value]) => value)).toEqual([1, 1, 2, NaN, 4, 5, Infinity, 5]);
    expect(listed(act([90, 91], options('interpolate')).piece.rows).map(([value]) => value)).toEqual([
      90, 91,
    ]);
    const wide = wholePiece('a', rowsOf(Float64Array.of(0, 1, 2), Float64Array.of(-1.7e308, 1, 1.7e308)));
    actOnOutliers(wide, options('interpolate'), Uint8Array.of(0, 1, 0), 0, 0);
    expect(wide.rows.values[1]).toBe(0);
    const same = act([1, 90, 3], options('interpolate'), {}, [5, 5, 5]);
    expect(listed(same.piece.rows).map(([value]) => value)).toEqual([1, 1, 3]);
  });

  it('leaves protected ones as they are, and does not interpolate from them', () => {
    const spans = Float64Array.of(-5, 5, 20, 30);
    const { piece, applied } = act([90, 91, 92, 4], options('interpolate'), { spans });
    expect(listed(piece.rows)).toEqual([
      [90, false],
      [4, true],
      [92, false],
      [4, false],
    ]);
    expect(applied.counts).toEqual({ found: 3, protected: 2, changed: 1 });
    expect(changesOf(applied)).toEqual([
      [0, 'outlier-protected', 90, 90],
      [10, 'outlier', 91, 4],
      [20, 'outlier-protected', 92, 92],
    ]);
    expect(act([90, 1], options('remove', false), { spans }).applied.counts['protected']).toBe(0);
  });

  it('counts and tells the rows of its own alone, and treats those around it alike', () => {
    const { piece, applied } = act([90, 1, 91, 2, 92], options('remove'), { from: 10, to: 40 });
    expect(applied).toMatchObject({ rowsIn: 3, rowsOut: 2, counts: { found: 1, changed: 1 } });
    expect(changesOf(applied)).toEqual([[20, 'outlier', 91, NaN]]);
    expect(piece.rows.length).toBe(2);
  });

  it('is sure of no outlier beside rows that are not in the piece', () => {
    const inside = { first: false, last: false };
    const sure = (...values: number[]) => {
      const { piece } = act(values, options('interpolate'), inside);
      return [piece.sureFrom, piece.sureTo];
    };
    expect(sure(1, 90, 2)).toEqual([0, 3]);
    expect(sure(NaN, 90, 91, NaN, 2, 90, 3, NaN)).toEqual([3, 8]);
    expect(sure(1, 90, NaN, 91)).toEqual([0, 1]);
    expect(act([90, 1, 90], options('flag'), inside).piece).toMatchObject({ sureFrom: 0, sureTo: 3 });
    expect(act([90, 1, 90], options('interpolate')).piece).toMatchObject({ sureFrom: 0, sureTo: 3 });
  });

  it('gives a piece what the whole has, wherever it is sure', () => {
    const value = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.constantFrom(90, 91, NaN));
    const chosen = fc.constantFrom(
      ...(['flag', 'remove', 'interpolate', 'clip'] as const).map((t) => options(t)),
    );
    const cut = fc.tuple(fc.nat(30), fc.nat(30), fc.nat(30), fc.nat(30));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), cut, chosen, (values, cuts, choice) => {
        const places = cuts.map((c) => Math.min(c, values.length)).sort((a, b) => a - b);
        const [before = 0, from = 0, to = 0, after = 0] = places;
        const whole = act(values, choice);
        const times = values.map((_, row) => 10 * row).slice(before, after);
        const part = act(
          values.slice(before, after),
          choice,
          {
            first: before === 0,
            last: after === values.length,
            from: from === 0 ? -Infinity : 10 * from,
            to: to === values.length ? Infinity : 10 * to,
            sureTo: after - before,
          },
          times,
        );
        const own = ownRows(part.piece);
        if (own.start < part.piece.sureFrom || own.end > part.piece.sureTo) return;
        const kept = ({ rows }: Piece) =>
          Array.from({ length: rows.length }, (_, row) => [
            rows.times[row],
            rows.values[row],
            rows.flags[row],
          ]).filter(([time = NaN]) => time >= 10 * from && time < 10 * to);
        expect(kept(part.piece)).toEqual(kept(whole.piece));
        expect(changesOf(part.applied)).toEqual(
          changesOf(whole.applied).filter(([time]) => Number(time) >= 10 * from && Number(time) < 10 * to),
        );
      }),
    );
  });
});
