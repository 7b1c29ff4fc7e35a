/** Columns of time, `[start + i * width, start + (i + 1) * width)`, and the level of detail to fill them from. */
export interface Grid<L extends { width: number }> {
  start: number;
  end: number;
  width: number;
  /** null: the rows themselves. */
  level: L | null;
}

/** A level serves where a column holds at least so many of its buckets: rounding then costs a quarter of the columns at most. */
const BUCKETS_PER_COLUMN = 2.5;

/**
 * Divides `[from, to)` (microseconds) into at most `columns` whole columns, plus one that the range cuts at each end.
 * Columns are counted from the epoch, so that panning moves them without changing them, and are a multiple of the
 * level's buckets, so that their extremes are the true ones.
 */
export function gridFor<L extends { width: number }>(
  from: number,
  to: number,
  columns: number,
  levels: readonly L[],
): Grid<L> {
  const ideal = Math.max(1, Math.ceil((to - from) / Math.max(1, columns)));
  const fitting = levels.filter((level) => level.width * BUCKETS_PER_COLUMN <= ideal);
  const level = fitting.reduce<L | null>(
    (best, next) => (best && best.width > next.width ? best : next),
    null,
  );
  const unit = level?.width ?? 1;
  const width = Math.ceil(ideal / unit) * unit;
  const start = Math.floor(from / width) * width;
  return { start, end: Math.ceil(to / width) * width, width, level };
}
