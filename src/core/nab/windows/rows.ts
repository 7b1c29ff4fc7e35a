import { at, isSorted } from '../../list';
import { listedTimes, type OrderedTimes } from '../../rows/times';

/** A stretch of rows, both ends inclusive, and the times of these rows in microseconds UTC. */
export interface RowWindow {
  startRow: number;
  endRow: number;
  start: number;
  end: number;
}

/** Rows that NAB leaves unscored at the start of a file: 15 %, at most 15 % of 5,000 rows (`getProbationPeriod` in nab/util.py). */
export function probationRows(rows: number, share = 0.15): number {
  return Math.floor(Math.min(share * rows, share * 5000));
}

export interface SnapProblem {
  /** Index of the window in the given list. */
  window: number;
  /** No row inside; an end was no row's time and moved to the nearest row inside; it touched or overlapped the window before and was joined to it. */
  kind: 'empty' | 'snapped' | 'joined';
}

/**
 * Rows of windows that are given by inclusive times, such as those of `combined_windows.json`. NAB finds an end only where a row has exactly
 * its time, and takes the first such row; other ends move inwards to the nearest row, and the problem is named. Windows come out in
 * order and apart.
 * @param times of the rows in the file's order, or what finds them where they are in order of time
 */
export function windowsToRows(
  times: Float64Array | OrderedTimes,
  windows: readonly { start: number; end: number }[],
): { windows: RowWindow[]; problems: SnapProblem[] } {
  const timeOf = (row: number): number => (times instanceof Float64Array ? at(times, row) : times.at(row));
  const rowsInside = insideOf(times);
  const problems: SnapProblem[] = [];
  const found: (RowWindow & { window: number })[] = [];
  windows.forEach(({ start, end }, window) => {
    const rows = rowsInside(start, end);
    if (!rows) {
      problems.push({ window, kind: 'empty' });
      return;
    }
    const [startRow, endRow] = rows;
    const snapped = { startRow, endRow, start: timeOf(startRow), end: timeOf(endRow) };
    if (snapped.start !== start || snapped.end !== end) problems.push({ window, kind: 'snapped' });
    found.push({ ...snapped, window });
  });
  found.sort((a, b) => a.startRow - b.startRow);
  const apart: RowWindow[] = [];
  for (const { window, ...rows } of found) {
    const last = apart[apart.length - 1];
    if (last && rows.startRow <= last.endRow) {
      problems.push({ window, kind: 'joined' });
      if (rows.endRow > last.endRow) Object.assign(last, { endRow: rows.endRow, end: rows.end });
    } else apart.push(rows);
  }
  return { windows: apart, problems };
}

type RowsInside = (start: number, end: number) => [number, number] | undefined;

function insideOf(times: Float64Array | OrderedTimes): RowsInside {
  if (times instanceof Float64Array && !isSorted(times)) return insideUnsorted(times);
  return insideSorted(times instanceof Float64Array ? listedTimes(times) : times);
}

const insideSorted =
  (times: OrderedTimes): RowsInside =>
  (start, end) => {
    const first = times.from(start);
    const exact = times.from(end);
    const last = exact < times.length && times.at(exact) === end ? exact : exact - 1;
    return first <= last ? [first, last] : undefined;
  };

const insideUnsorted =
  (times: Float64Array): RowsInside =>
  (start, end) => {
    const inside = (time: number): boolean => time >= start && time <= end;
    const firstExact = times.indexOf(start);
    const lastExact = times.indexOf(end);
    const first = firstExact >= 0 ? firstExact : times.findIndex(inside);
    const last = lastExact >= 0 ? lastExact : times.findLastIndex(inside);
    return first >= 0 && first <= last ? [first, last] : undefined;
  };
