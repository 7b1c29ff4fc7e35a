import { LabFailure } from '../../errors';
import { isoTime } from '../../format';
import type { DuplicatesOptions } from '../../recipe/types';
import { ownRows } from '../../rows/piece';
import type { Applied, Piece, Rows } from '../../rows/types';
import { meanOf } from '../../statistics';
import type { StepKernel } from '../kernel';

/** The first row from `row` on that is at the time of the one before it; `end` where none is. */
function firstRepeated(times: Float64Array, row: number, end: number): number {
  let at = Math.max(row, 1);
  while (at < end && times[at] !== times[at - 1]) at++;
  return Math.min(at, end);
}

/** The row to keep of `[from, to)`, which are of one time: the first or the last with a value, else the first or the last. */
function rowToKeep(values: Float64Array, from: number, to: number, keep: DuplicatesOptions['keep']): number {
  if (keep === 'last') {
    for (let row = to - 1; row >= from; row--) if (Number.isFinite(values[row])) return row;
    return to - 1;
  }
  if (keep === 'first') for (let row = from; row < to; row++) if (Number.isFinite(values[row])) return row;
  return from;
}

/** Mean of the values of rows `[from, to)`; NaN of none. */
const meanOfRows = (values: Float64Array, from: number, to: number): number =>
  meanOf(values.subarray(from, to).filter(Number.isFinite));

function copyRow({ times, values, flags, observations }: Rows, from: number, to: number): void {
  times[to] = times[from] as number;
  values[to] = values[from] as number;
  flags[to] = flags[from] as number;
  if (observations) observations[to] = observations[from] as number;
}

/** Keeps one row of each time. Of the times of rows `[start, end)`: how many kept another row than the first or the last, since that had no value. */
function keepOne(
  piece: Piece,
  keep: DuplicatesOptions['keep'],
  repeated: number,
  start: number,
  end: number,
) {
  const { rows, sureFrom, sureTo } = piece;
  const { length, times, values } = rows;
  let to = repeated - 1;
  let sureBegin = sureFrom;
  let sureEnd = sureTo;
  let preferred = 0;
  let removed = 0;
  for (let row = repeated - 1; row < length;) {
    const time = times[row] as number;
    let next = row + 1;
    while (next < length && times[next] === time) next++;
    // Whole times are sure, or not.
    if (sureFrom >= row && sureFrom < next) sureBegin = to;
    if (sureTo >= row && sureTo < next) sureEnd = to;
    if (next - row === 1) copyRow(rows, row, to);
    else {
      const kept = rowToKeep(values, row, next, keep);
      const own = row >= start && row < end;
      if (own) removed += next - row - 1;
      const usual = keep === 'last' ? next - 1 : row;
      if (own && kept !== usual) preferred++;
      const mean = keep === 'mean' ? meanOfRows(values, row, next) : NaN;
      copyRow(rows, kept, to);
      if (keep === 'mean') values[to] = mean;
    }
    to++;
    row = next;
  }
  piece.sureFrom = sureFrom === length ? to : sureBegin;
  piece.sureTo = sureTo === length ? to : sureEnd;
  rows.length = to;
  return { removed, preferred };
}

/** As `strftime('%Y-%m-%d %H:%M:%S')`. */
const timeText = (us: number): string => isoTime(us).slice(0, 19).replace('T', ' ');

/**
 * One row for each time. The rows are in order of time, those of one time in order of the file. Counts: backward (told by the piece), duplicates, removed, preferred (times at
 * which the row to keep had no value and another that has one was kept). Throws LabFailure `duplicates-refused` with `keep: "refuse"`.
 */
export function duplicatesKernel({ keep }: DuplicatesOptions, index: number): StepKernel {
  const apply = (piece: Piece): Applied => {
    const { rows, backward } = piece;
    const { start, end } = ownRows(piece);
    if (keep === 'refuse') {
      const refused = firstRepeated(rows.times, start, end);
      if (refused < end)
        throw new LabFailure({
          code: 'duplicates-refused',
          path: `$.steps[${index}].duplicates.keep`,
          message: `Expected one row for each time; ${piece.series} has several at ${timeText(rows.times[refused] as number)} UTC. Fix the file, or keep the first, the last or the mean.`,
        });
    }
    const repeated = firstRepeated(rows.times, 0, rows.length);
    const { removed, preferred } =
      repeated < rows.length ? keepOne(piece, keep, repeated, start, end) : { removed: 0, preferred: 0 };
    return {
      rowsIn: end - start,
      rowsOut: end - start - removed,
      counts: { backward, duplicates: removed, removed, preferred },
      changes: null,
    };
  };
  return () => ({ ready: { facts: {}, around: { rows: 0, us: 0 }, apply } });
}
