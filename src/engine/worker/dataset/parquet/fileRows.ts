/** The rows of one Parquet file on their way to the writer. */
import { labelledRuns, type Interval, type LabelledRun } from '../../../../core/label/flags';
import { append } from '../../../../core/list';

/** Rows sorted by series and time; what crosses into a worker. */
export interface FileRows {
  path: string;
  rows: number;
  /** Series in the order of the file, with their number of rows and the intervals (see `inOrder`) that may touch them. */
  runs: { series: string; rows: number; intervals: Interval[] }[];
  /** Microseconds UTC, whole numbers. */
  times: Float64Array<ArrayBuffer>;
  /** NaN where there is none. */
  values: Float64Array<ArrayBuffer>;
  /** `OUTLIER` and `FILLED` of `core/rows`; null where the file has no columns for them. */
  flags: Uint8Array<ArrayBuffer> | null;
  /** Of resampled rows: these have a column for it in the place of that for outliers. */
  observations: Int32Array<ArrayBuffer> | null;
}

/** The intervals of all series of a file, and to which of them its rows belong. */
export interface FileLabels {
  intervals: readonly Interval[];
  runs: readonly LabelledRun[];
}

/** The labels of a file's rows. */
export function labelsOf({ times, runs: series }: FileRows): FileLabels {
  const intervals: Interval[] = [];
  const runs: LabelledRun[] = [];
  let from = 0;
  for (const run of series) {
    append(runs, labelledRuns(times, from, from + run.rows, run.intervals, intervals.length));
    append(intervals, run.intervals);
    from += run.rows;
  }
  return { intervals, runs };
}

/** Runs of the rows `[from, to)`. */
export function cutRuns<R extends { count: number }>(runs: readonly R[], from: number, to: number): R[] {
  const cut: R[] = [];
  let at = 0;
  for (const run of runs) {
    const first = Math.max(from, at);
    const last = Math.min(to, (at += run.count));
    if (last > first) cut.push({ ...run, count: last - first });
    if (at >= to) break;
  }
  return cut;
}
