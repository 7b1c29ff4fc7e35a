import type { OrderedTimes } from '../rows/times';
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

/** Finds rows with a time that no other row has. Those asked for one after the other lie in order: no row is looked at twice. */
class OnlyTimes {
  /** No row of `[from, found)` has such a time. */
  private ahead = { from: 0, found: -1 };
  /** No row of `(found, from]` has one. */
  private behind = { from: Infinity, found: -1 };

  constructor(private readonly times: OrderedTimes) {}

  /** The first one at or after a row; as many as there are rows where there is none. */
  after(row: number): number {
    const { ahead, times } = this;
    if (row >= ahead.from && row <= ahead.found) return ahead.found;
    let found = row;
    while (found < times.length && !this.holds(found)) found++;
    this.ahead = { from: row, found };
    return found;
  }

  /** The last one at or before a row; -1 where there is none. */
  before(row: number): number {
    const { behind } = this;
    let found = row;
    while (found >= 0 && !this.holds(found)) {
      if (found === behind.from) {
        found = behind.found;
        break;
      }
      found--;
    }
    this.behind = { from: row, found };
    return found;
  }

  private holds(row: number): boolean {
    const { times } = this;
    const own = times.at(row);
    if (row > 0 && times.at(row - 1) === own) return false;
    return row + 1 === times.length || times.at(row + 1) !== own;
  }
}

/**
 * Windows with ends that NAB's `CorpusLabel` accepts: the time of exactly one row each. An end whose time comes twice moves inwards to the next
 * row that is alone with its time, or else outwards; windows that then meet become one. One without such a row anywhere is lost.
 * @param windows in order, none sharing rows with another
 */
export function acceptedWindows(
  times: OrderedTimes,
  windows: readonly Rows[],
): { windows: { start: number; end: number }[]; lost: number } {
  const only = new OnlyTimes(times);
  const found: Rows[] = [];
  let lost = 0;
  for (const { startRow, endRow } of windows) {
    const next = only.after(startRow);
    const rows =
      next <= endRow
        ? { startRow: next, endRow: only.before(endRow) }
        : { startRow: only.before(startRow), endRow: next };
    if (rows.startRow < 0 || rows.endRow >= times.length) {
      lost++;
      continue;
    }
    const before = found.at(-1);
    if (before && rows.startRow <= before.endRow) before.endRow = Math.max(before.endRow, rows.endRow);
    else found.push(rows);
  }
  return {
    windows: found.map(({ startRow, endRow }) => ({ start: times.at(startRow), end: times.at(endRow) })),
    lost,
  };
}
