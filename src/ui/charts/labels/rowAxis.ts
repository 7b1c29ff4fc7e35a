/** Rows of a series as far as the chart knows them: what labels are moved along. All times are microseconds. */
import { at, last } from '../../../core/list';
import { nearestIndex } from '../seriesView';

export interface RowAxis {
  /** First and last row. */
  first: number;
  last: number;
  /** Usual distance between rows. */
  step: number;
  /** Every row of a stretch, in order; absent where rows are not known one by one. */
  exact?: readonly number[];
}

const within = (axis: RowAxis, time: number): number =>
  Math.min(axis.last, Math.max(axis.first, Math.round(time)));

/** The stretch of known rows, where a time lies in it. */
function known({ exact, step }: RowAxis, time: number): readonly number[] | undefined {
  if (!exact || exact.length === 0) return undefined;
  return time >= at(exact, 0) - step && time <= last(exact) + step ? exact : undefined;
}

/** The row nearest to a time: one that is there where rows are known, else as if they stood evenly from the first on. */
export function nearestRow(axis: RowAxis, time: number): number {
  const rows = known(axis, time);
  const row = rows
    ? at(rows, nearestIndex(rows, time))
    : axis.first + Math.round((time - axis.first) / axis.step) * axis.step;
  return within(axis, row);
}

/** The row so many rows after a time (before it, where `by` is negative), at most the last or the first. */
export function rowsAway(axis: RowAxis, time: number, by: number): number {
  const rows = known(axis, time);
  if (!rows) return within(axis, time + by * axis.step);
  const wanted = nearestIndex(rows, time) + by;
  const inside = Math.min(rows.length - 1, Math.max(0, wanted));
  return within(axis, at(rows, inside) + (wanted - inside) * axis.step);
}

/** How many rows an interval covers, at least one. */
export function rowsIn(axis: RowAxis, start: number, end: number): number {
  const rows = known(axis, start) && known(axis, end);
  if (rows) return Math.max(1, nearestIndex(rows, end - 1) - nearestIndex(rows, start) + 1);
  return Math.max(1, Math.round((end - 1 - start) / axis.step) + 1);
}
