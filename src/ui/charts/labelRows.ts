/** Rows of a series as far as the chart knows them: what labels are moved along. All times are microseconds. */
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

/** Index of the row of a sorted list that is nearest to a time; -1 in an empty list. */
function nearestOf(rows: readonly number[], time: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  const before = rows[low - 1] ?? -Infinity;
  const after = rows[low] ?? Infinity;
  return time - before <= after - time ? low - 1 : low;
}

/** The stretch of known rows, where a time lies in it. */
function known({ exact, step }: RowAxis, time: number): readonly number[] | undefined {
  const first = exact?.[0];
  const last = exact?.at(-1);
  return first !== undefined && last !== undefined && time >= first - step && time <= last + step
    ? exact
    : undefined;
}

/** The row nearest to a time: one that is there where rows are known, else as if they stood evenly from the first on. */
export function nearestRow(axis: RowAxis, time: number): number {
  const rows = known(axis, time);
  const row = rows?.[nearestOf(rows, time)];
  return within(axis, row ?? axis.first + Math.round((time - axis.first) / axis.step) * axis.step);
}

/** The row so many rows after a time (before it, where `by` is negative), at most the last or the first. */
export function rowsAway(axis: RowAxis, time: number, by: number): number {
  const rows = known(axis, time);
  if (!rows) return within(axis, time + by * axis.step);
  const at = nearestOf(rows, time) + by;
  const inside = Math.min(rows.length - 1, Math.max(0, at));
  return within(axis, (rows[inside] ?? time) + (at - inside) * axis.step);
}

/** How many rows an interval covers, at least one. */
export function rowsIn(axis: RowAxis, start: number, end: number): number {
  const rows = known(axis, start) && known(axis, end);
  if (rows) return Math.max(1, nearestOf(rows, end - 1) - nearestOf(rows, start) + 1);
  return Math.max(1, Math.round((end - 1 - start) / axis.step) + 1);
}
