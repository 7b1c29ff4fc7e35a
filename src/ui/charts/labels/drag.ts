/** What dragging does to labels: pure arithmetic on intervals `[start, end)` in microseconds whose ends are rows. */
import { at, last, maxOf, minOf } from '../../../core/list';
import type { ChartLabel } from '../seriesView';
import { nearestRow, rowsAway, rowsIn, type RowAxis } from './rowAxis';

export type LabelPart = 'start' | 'end' | 'body';

/** Moves labels together by the time that brings the start of the one that is held to the row nearest to where it was dragged. None leaves the series. */
export function movedBy<T extends ChartLabel>(
  labels: readonly T[],
  held: ChartLabel,
  by: number,
  axis: RowAxis,
): T[] {
  const firstRow = minOf(labels.map((label) => label.start));
  const lastRow = maxOf(labels.map((label) => label.end - 1));
  const wanted = nearestRow(axis, held.start + by) - held.start;
  // Labels that reach beyond the series may come in, not go further out.
  const earliest = Math.min(0, axis.first - firstRow);
  const latest = Math.max(0, axis.last - lastRow);
  const shift = Math.min(latest, Math.max(earliest, wanted));
  return labels.map((label) => ({ ...label, start: label.start + shift, end: label.end + shift }));
}

/** Moves one end of a label to the row nearest to a time. At least one row is left of it. */
export function resized<T extends ChartLabel>(
  label: T,
  part: 'start' | 'end',
  time: number,
  axis: RowAxis,
): T {
  const row = nearestRow(axis, time);
  if (part === 'start') return { ...label, start: Math.min(row, label.end - 1) };
  return { ...label, end: Math.max(row, label.start) + 1 };
}

/** The interval from the row nearest to one time to that nearest to another, both covered, whichever is the earlier. */
export function between(a: number, b: number, axis: RowAxis): { start: number; end: number } {
  const one = nearestRow(axis, a);
  const other = nearestRow(axis, b);
  return { start: Math.min(one, other), end: Math.max(one, other) + 1 };
}

/** By how many rows a key moves a label of a length: arrows by one or ten, the page keys by its own length; undefined for other keys. */
export function nudgeOf(key: string, shift: boolean, rows: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
      return shift ? -10 : -1;
    case 'ArrowRight':
      return shift ? 10 : 1;
    case 'PageDown':
      return -rows;
    case 'PageUp':
      return rows;
    default:
      return undefined;
  }
}

/** Labels after a key, moved together: the first one's rows count. Undefined where the key moves nothing. */
export function nudged<T extends ChartLabel>(
  labels: readonly T[],
  key: string,
  shift: boolean,
  axis: RowAxis,
): T[] | undefined {
  const [held] = labels;
  if (!held) return undefined;
  const by = nudgeOf(key, shift, rowsIn(axis, held.start, held.end));
  return by === undefined
    ? undefined
    : movedBy(labels, held, rowsAway(axis, held.start, by) - held.start, axis);
}

/** The label that begins after (or before) those that are chosen, in order of time; the first or the last where none is. Undefined where there are none. */
export function neighbour<T extends ChartLabel>(
  labels: readonly T[],
  selected: readonly string[],
  by: 1 | -1,
): T | undefined {
  if (labels.length === 0) return undefined;
  const sorted = labels.toSorted((a, b) => a.start - b.start || a.end - b.end || (a.id < b.id ? -1 : 1));
  const chosen = new Set(selected);
  const index =
    by > 0 ? sorted.findLastIndex(({ id }) => chosen.has(id)) : sorted.findIndex(({ id }) => chosen.has(id));
  if (index < 0) return by > 0 ? at(sorted, 0) : last(sorted);
  return at(sorted, Math.min(sorted.length - 1, Math.max(0, index + by)));
}
