/** What is known of all rows of a series in one stage. */
import type { Rows } from './types';

/** Times and lengths in microseconds. */
export interface StageFacts {
  rows: number;
  /** Rows with a finite value. */
  count: number;
  /** Least and greatest time; NaN without rows. */
  first: number;
  last: number;
  /** Rows earlier than the row before them, in the order of the stage (raw: of the file). */
  backward: number;
  /** Rows at the time of another row of the series, the first of each time not counted. */
  duplicates: number;
  /** Median of the distances between successive distinct times (the lower one of two); null with fewer than two times. */
  step: number | null;
  /** Distances longer than 1.5 times the step. */
  gaps: number;
  /** Whether all distances are equal. */
  regular: boolean;
  /** M4 in buckets of powers of two, finest first; none of a short series. `records` as `Buckets` of `core/view` makes them. */
  levels: readonly { width: number; records: Float64Array }[];
  /** Stretches of filled rows in order of time, four numbers each: time of the row before (of the first row itself at the start), of the first filled row, of the row after, how many rows. */
  filled: Float64Array;
}

/** What pieces tell of a stage, to be merged; plain data. */
export interface FactsPart {
  rows: number;
}

/** What rows `[start, end)` in order of time tell. `width`: of the buckets of the finest level, microseconds; null for none. */
export declare function gatherFacts(rows: Rows, start: number, end: number, width: number | null): FactsPart;
/** The facts of a stage from its pieces in order. */
export declare function mergeFacts(parts: readonly FactsPart[]): StageFacts;
