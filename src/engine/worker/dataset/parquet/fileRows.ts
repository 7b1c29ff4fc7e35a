/** The rows of one Parquet file on their way to the writer. */
import { labelledRuns, type IntervalColumns } from '../../../../core/label/flags';
import { append } from '../../../../core/list';
import { packTimes, type PackedTimes } from '../../../../core/rows/times';
import type { Runs } from './encodings';

/** The rows of one series in a file. */
export interface SeriesRun {
  series: string;
  rows: number;
  intervals: IntervalColumns;
  /** Whether their times are wanted back. */
  times?: boolean;
}

/** Rows sorted by series and time; what crosses into a worker. */
export interface FileRows {
  path: string;
  rows: number;
  /** Series in the order of the file, and the intervals that may touch their rows. */
  runs: SeriesRun[];
  /** Microseconds UTC, whole numbers. */
  times: Float64Array<ArrayBuffer>;
  /** NaN where there is none. */
  values: Float64Array<ArrayBuffer>;
  /** `OUTLIER` and `FILLED` of `core/rows`; null where the file has no columns for them. */
  flags: Uint8Array<ArrayBuffer> | null;
  /** Of resampled rows: these have a column for it in the place of that for outliers. */
  observations: Int32Array<ArrayBuffer> | null;
}

/** The times of those series of a file for which they are wanted. */
export function timesBack({ times, runs }: FileRows): PackedTimes[] {
  const packed: PackedTimes[] = [];
  let from = 0;
  for (const { rows, times: wanted } of runs) {
    if (wanted) packed.push(packTimes(times, from, from + rows));
    from += rows;
  }
  return packed;
}

/** The intervals of all series of a file, and to which of them its rows belong (see `labelledRuns`). */
export interface FileLabels {
  ids: readonly string[];
  types: readonly string[];
  runs: Runs;
}

/** The labels of a file's rows. */
export function labelsOf({ times, runs: series }: FileRows): FileLabels {
  const ids: string[] = [];
  const types: string[] = [];
  const parts: Runs[] = [];
  let from = 0;
  for (const { rows, intervals } of series) {
    parts.push(labelledRuns(times, from, from + rows, intervals, ids.length));
    append(ids, intervals.ids);
    append(types, intervals.types);
    from += rows;
  }
  const runs = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    runs.set(part, filled);
    filled += part.length;
  }
  return { ids, types, runs };
}

/** Runs of the rows `[from, to)`. */
export function cutRuns(runs: Runs, from: number, to: number): Runs {
  const cut = new Int32Array(runs.length);
  let filled = 0;
  let row = 0;
  for (let at = 0; at < runs.length && row < to; at += 2) {
    const first = Math.max(from, row);
    row += runs[at + 1] as number;
    const last = Math.min(to, row);
    if (last <= first) continue;
    cut[filled++] = runs[at] as number;
    cut[filled++] = last - first;
  }
  return cut.subarray(0, filled);
}
