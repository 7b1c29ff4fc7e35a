import type { SeriesAccess } from '../types';

/** Clean values of another series: of the same rows where both stand on one grid, else of the same times. NaN where it has none. */
export function otherValues(
  access: SeriesAccess,
  other: SeriesAccess | undefined,
  from: number,
  to: number,
): Float64Array {
  if (!other) return new Float64Array(to - from).fill(NaN);
  const aligned =
    access.step !== undefined &&
    access.step === other.step &&
    access.rows === other.rows &&
    Math.abs(access.timeOf(0) - other.timeOf(0)) < access.step;
  if (aligned) return other.values(from, to);
  const first = other.rowAt(access.timeOf(from));
  const last = Math.min(other.rows, other.rowAt(access.timeOf(to - 1)) + 1);
  const values = first < last ? other.values(first, last) : new Float64Array(0);
  return Float64Array.from({ length: to - from }, (_, k) => {
    const time = access.timeOf(from + k);
    const row = other.rowAt(time);
    return row < other.rows && other.timeOf(row) === time ? (values[row - first] ?? NaN) : NaN;
  });
}
