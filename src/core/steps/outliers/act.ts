import { lowerBound } from '../../list';
import type { OutliersOptions } from '../../recipe/types';
import { ChangeList, ownRows } from '../../rows/piece';
import { changeKinds, OUTLIER, type Applied, type Piece } from '../../rows/types';

const CHANGED = changeKinds.indexOf('outlier');
const KEPT = changeKinds.indexOf('outlier-protected');

/** The value at `t` on the line from (t0, v0) to (t1, v1); weighted where the difference is too great for a double. */
function onLine(t: number, t0: number, v0: number, t1: number, v1: number): number {
  const distance = v1 - v0;
  const share = (t - t0) / (t1 - t0);
  return Number.isFinite(distance) ? v0 + distance * share : v0 * ((t1 - t) / (t1 - t0)) + v1 * share;
}

const isGood = (values: Float64Array, found: Uint8Array, row: number): boolean =>
  found[row] === 0 && Number.isFinite(values[row]);

/** Nearest rows with a value that is no outlier, for rows that are asked for in ascending order. */
class GoodRows {
  private asked = -1;
  private before = -1;
  private after = -1;

  constructor(
    private readonly values: Float64Array,
    private readonly found: Uint8Array,
    private readonly length: number,
  ) {}

  /** Value at a row, from its good neighbours or unchanged without any. */
  valueAt(row: number, times: Float64Array): number {
    this.seek(row);
    const { before, after, values, length } = this;
    if (before < 0) return values[after < length ? after : row] as number;
    const v0 = values[before] as number;
    if (after >= length) return v0;
    const t0 = times[before] as number;
    const t1 = times[after] as number;
    return t1 > t0 ? onLine(times[row] as number, t0, v0, t1, values[after] as number) : v0;
  }

  private seek(row: number): void {
    const { values, found, length } = this;
    for (let at = row - 1; at > this.asked; at--) {
      if (!isGood(values, found, at)) continue;
      this.before = at;
      break;
    }
    this.asked = row;
    if (this.after > row) return;
    let at = row + 1;
    while (at < length && !isGood(values, found, at)) at++;
    this.after = at;
  }
}

/** Marks found rows that are inside a labelled interval with 2. */
function markProtected({ rows, spans }: Piece, found: Uint8Array): void {
  for (let at = 0; at < spans.length; at += 2) {
    const from = lowerBound(rows.times, spans[at] as number, 0, rows.length);
    const to = lowerBound(rows.times, spans[at + 1] as number, from, rows.length);
    for (let row = from; row < to; row++) if (found[row] === 1) found[row] = 2;
  }
}

/** Takes from the sure rows the outliers whose good neighbours may lie beyond them. */
function narrow(piece: Piece, found: Uint8Array): void {
  const { rows, first, last, sureFrom, sureTo } = piece;
  if (!(first && sureFrom === 0)) {
    for (let row = sureFrom; row < sureTo && !isGood(rows.values, found, row); row++)
      if (found[row] === 1) piece.sureFrom = row + 1;
  }
  if (!(last && sureTo === rows.length)) {
    for (let row = sureTo - 1; row >= piece.sureFrom && !isGood(rows.values, found, row); row--)
      if (found[row] === 1) piece.sureTo = row;
  }
}

/** Takes the rows with a 1 out. */
function remove(piece: Piece, found: Uint8Array): void {
  const { rows, sureFrom, sureTo } = piece;
  const { length, times, values, flags, observations } = rows;
  let to = found.indexOf(1);
  if (to < 0 || to >= length) return;
  let before = Math.min(to, sureFrom);
  let within = Math.min(to, sureTo);
  for (let row = to; row < length; row++) {
    if (found[row] === 1) continue;
    if (row < sureFrom) before++;
    if (row < sureTo) within++;
    times[to] = times[row] as number;
    values[to] = values[row] as number;
    flags[to] = flags[row] as number;
    if (observations) observations[to] = observations[row] as number;
    to++;
  }
  rows.length = to;
  piece.sureFrom = before;
  piece.sureTo = within;
}

/**
 * Does to outliers what `options` say, in place. `found`: 1 for each row of the piece that is an outlier, protected or not; it is used up. `low` and `high`: the
 * limits of each row, or of all; only `clip` reads them, of outliers alone. Counts: found, protected, changed. Rows whose `found` is not sure are
 * outside `sureFrom` and `sureTo` already; this takes from them what interpolation cannot know.
 */
export function actOnOutliers(
  piece: Piece,
  { then, protect }: OutliersOptions,
  found: Uint8Array,
  low: Float64Array | number,
  high: Float64Array | number,
): Applied {
  const { rows } = piece;
  const { length, times, values, flags } = rows;
  const { start, end } = ownRows(piece);
  const counts = { found: 0, protected: 0, changed: 0 };
  let gone = 0;
  const list = new ChangeList();
  if (protect) markProtected(piece, found);
  if (then === 'interpolate') narrow(piece, found);
  const good = then === 'interpolate' ? new GoodRows(values, found, length) : null;
  for (let row = 0; row < length; row++) {
    const is = found[row] as number;
    if (is === 0) continue;
    const own = row >= start && row < end;
    const before = values[row] as number;
    let after = before;
    if (is === 1) {
      if (good) after = good.valueAt(row, times);
      else if (then === 'clip') {
        const lowest = typeof low === 'number' ? low : (low[row] as number);
        const highest = typeof high === 'number' ? high : (high[row] as number);
        after = Math.min(Math.max(before, lowest), highest);
      } else if (then === 'remove') after = NaN;
      values[row] = after;
      flags[row] = (flags[row] as number) | OUTLIER;
    }
    if (!own) continue;
    counts.found++;
    if (is === 2) counts.protected++;
    if (after !== before) counts.changed++;
    if (is === 1 && then === 'remove') gone++;
    list.add(times[row] as number, is === 1 ? CHANGED : KEPT, before, after);
  }
  if (then === 'remove') remove(piece, found);
  return { rowsIn: end - start, rowsOut: end - start - gone, counts, changes: list.done() };
}
