import { at } from '../list';
import { safePaths } from './path';

/**
 * Where NAB's layout keeps each series: `<category>/<file>.csv` below its folder `data`, and the name that its label files have for it. A
 * series without a folder goes to the category `other`; no two paths are alike.
 * @param names NAB's names of the series, as `realTraffic/speed_6005.csv`
 */
export function nabPaths(names: readonly string[]): string[] {
  return safePaths(
    names.map((name) => {
      const path = name.includes('/') ? name : `other/${name}`;
      return path.endsWith('.csv') ? path : `${path.replace(/\.csv(?=[^/]*$)/i, '')}.csv`;
    }),
  );
}

/** Rows of a window, both ends inclusive. */
interface Rows {
  startRow: number;
  endRow: number;
}

/** Which rows have a time that no other row has; 1 for those. */
function onlyTimes(times: Float64Array): Uint8Array {
  const order = Uint32Array.from(times, (_time, row) => row);
  const sorted = times.every((time, row) => row === 0 || time >= (times[row - 1] as number));
  if (!sorted) order.sort((a, b) => (times[a] as number) - (times[b] as number));
  const only = new Uint8Array(times.length).fill(1);
  for (let i = 1; i < order.length; i++) {
    const before = order[i - 1] as number;
    const here = order[i] as number;
    if (times[before] === times[here]) only[before] = only[here] = 0;
  }
  return only;
}

/**
 * Windows with ends that NAB's `CorpusLabel` accepts: the time of exactly one row each. An end whose time comes twice moves inwards to the next
 * row that is alone with its time, or else outwards; windows that then meet become one. One without such a row anywhere is lost.
 * @param times of the rows, in order of time
 */
export function acceptedWindows(
  times: Float64Array,
  windows: readonly Rows[],
): { windows: { start: number; end: number }[]; lost: number } {
  const only = onlyTimes(times);
  const seek = (from: number, step: 1 | -1, last: number): number => {
    for (let row = from; step > 0 ? row <= last : row >= last; row += step) if (only[row] === 1) return row;
    return -1;
  };
  const found: Rows[] = [];
  let lost = 0;
  for (const { startRow, endRow } of windows) {
    const inside = seek(startRow, 1, endRow);
    const rows =
      inside >= 0
        ? { startRow: inside, endRow: seek(endRow, -1, inside) }
        : { startRow: seek(startRow, -1, 0), endRow: seek(endRow, 1, times.length - 1) };
    if (rows.startRow < 0 || rows.endRow < 0) {
      lost++;
      continue;
    }
    const before = found.at(-1);
    if (before && rows.startRow <= before.endRow) before.endRow = Math.max(before.endRow, rows.endRow);
    else found.push(rows);
  }
  return {
    windows: found.map(({ startRow, endRow }) => ({ start: at(times, startRow), end: at(times, endRow) })),
    lost,
  };
}
