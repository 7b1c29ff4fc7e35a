/**
 * Relations that the charts look at. `raw` has `sid, "row", ts, value` in the order of the file; `processed` has at least
 * `sid, ts, value`, sorted by series and time, and `filled` where it is `resampled`; `changes` has `sid, ts, action,
 * before, after`. Names are unquoted. Before the first run `processed` and `changes` are null.
 */
export interface StageTables {
  raw: string;
  processed: string | null;
  processedKind: 'clean' | 'resampled';
  /** The relation of which `processed` is a view with the same times and values, where it is one: what is known of one holds for both. */
  same?: string;
  changes: string | null;
}

/** What is known of one series in one relation. Times and lengths in microseconds. */
export interface Profile {
  sid: number;
  rows: number;
  /** Rows with a value. */
  count: number;
  first: number;
  last: number;
  /** Rows earlier than the row before them, in the order of the table. */
  backward: number;
  /** Rows at the time of another row of the series, the first of each time not counted. */
  duplicates: number;
  /** Median of the distances between successive distinct times (the lower one of two); null with fewer than two times. */
  step: number | null;
  /** Distances longer than 1.5 times the step. */
  gaps: number;
  /** Whether all distances are equal. */
  regular: boolean;
}

export { GAP_FACTOR } from '../rows/distances';

/** A level of detail: M4 of each series in time buckets `width` long, a power of two, counted from the epoch. */
export interface Level {
  /** Name of the table. */
  table: string;
  /** Microseconds. */
  width: number;
}
