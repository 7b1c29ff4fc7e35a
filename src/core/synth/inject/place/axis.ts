import { at, lowerBound } from '../../../list';
import type { RowRange, SeriesAccess } from '../types';

/**
 * The line on which places are drawn. On a grid its unit is the row. Elsewhere it is the microsecond of the series' own time, in which
 * every gap longer than four usual distances counts as four, so that no place falls into a hole.
 */
export interface Axis {
  /** Places are whole numbers of [0, size). */
  size: number;
  /** How much later than its place an anomaly may begin, because it begins at a row. */
  margin: number;
  /** Units that one row takes up at most. */
  unit: number;
  /** First row at or after a place. */
  rowAt(place: number): number;
  placeOf(row: number): number;
  /** A length of time in units: what an anomaly of this length takes up. */
  units(us: number): number;
  /** Units that must lie free between two anomalies to be so long apart. */
  apart(us: number): number;
  /** Rows of an anomaly that begins at a row, whether or not the series has them all. */
  rows(from: number, us: number): RowRange;
}

const gridAxis = (rows: number, step: number): Axis => ({
  size: rows,
  margin: 0,
  unit: 1,
  rowAt: (place) => place,
  placeOf: (row) => row,
  units: (us) => Math.max(1, Math.ceil(us / step)),
  apart: (us) => Math.floor(us / step),
  rows: (from, us) => ({ from, to: from + Math.max(1, Math.ceil(us / step)) }),
});

/** Microseconds between a series' rows: the median, of at most 100,000 neighbours evenly spread. */
export function usualStep(access: SeriesAccess): number {
  const { rows, step } = access;
  if (step !== undefined) return step;
  if (rows < 2) return 1e6;
  const count = Math.min(rows - 1, 100_000);
  const steps = Float64Array.from({ length: count }, (_, k) => {
    const row = Math.floor((k * (rows - 1)) / count);
    return access.timeOf(row + 1) - access.timeOf(row);
  }).sort();
  return Math.max(1, at(steps, count >> 1));
}

function irregularAxis(access: SeriesAccess): Axis {
  const { rows } = access;
  const usual = usualStep(access);
  const longest = 4 * usual;
  const places = new Float64Array(rows);
  let margin = usual;
  let regular = true;
  for (let row = 1; row < rows; row++) {
    const distance = access.timeOf(row) - access.timeOf(row - 1);
    const counted = Math.min(distance, longest);
    if (distance !== usual) regular = false;
    if (counted > margin) margin = counted;
    places[row] = (places[row - 1] as number) + counted;
  }
  if (regular) return gridAxis(rows, usual);
  return {
    size: (places[rows - 1] as number) + usual,
    margin,
    unit: margin,
    rowAt: (place) => lowerBound(places, place),
    placeOf: (row) => (row >= rows ? (places[rows - 1] as number) + usual : (places[row] as number)),
    units: (us) => us,
    apart: (us) => us,
    rows: (from, us) => {
      const end = access.timeOf(from) + us;
      const to = end > access.timeOf(rows - 1) + usual ? rows + 1 : access.rowAt(end);
      return { from, to: Math.max(from + 1, to) };
    },
  };
}

const lines = new WeakMap<SeriesAccess, Axis>();

/** The line of a series; constant time where it stands on a grid, otherwise one pass over its times, kept for as long as the series is. */
export function axisOf(access: SeriesAccess): Axis {
  if (access.step !== undefined) return gridAxis(access.rows, access.step);
  const known = lines.get(access);
  if (known) return known;
  const made = irregularAxis(access);
  lines.set(access, made);
  return made;
}
