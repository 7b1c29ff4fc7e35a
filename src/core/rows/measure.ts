/** Questions about all rows of a series, answered in passes over its pieces. All of it is plain data, so that pieces may be looked at anywhere. */
import type { Distances } from './distances';
import type { Rows } from './types';

/** Of finite values. `quantiles`: by linear interpolation (type 7); `around`: of the distances from this number, without sign. */
export type Question =
  | { kind: 'moments' }
  | { kind: 'quantiles'; at: readonly number[]; around?: number }
  /** Mean of the distances from a number, without sign. */
  | { kind: 'meanDistance'; around: number }
  /** Extent and distances of neighbouring rows. */
  | { kind: 'distances' };

export interface Moments {
  kind: 'moments';
  count: number;
  /** Infinity and -Infinity of no values. */
  low: number;
  high: number;
  /** Compensated; never outside [low, high]. NaN of no values. */
  mean: number;
  /** Of the sample (n − 1); NaN below two values, 0 where all are equal. */
  sd: number;
}

export type Answer =
  | Moments
  | { kind: 'quantiles'; count: number; low: number; high: number; values: number[] }
  | { kind: 'meanDistance'; count: number; mean: number }
  | { kind: 'distances'; distances: Distances };

/** What one pass gathers of each piece. */
export type Look = { kind: 'todo' };
/** What it found in one of them. */
export type Gathered = { kind: 'todo' };

/** The first pass for a question. */
export declare function firstLook(question: Question): Look;
/** Looks at rows `[start, end)`. `before`: the time of the row before `start`, null for the first of the series. */
export declare function gather(
  look: Look,
  rows: Rows,
  start: number,
  end: number,
  before: number | null,
): Gathered;
/** What follows of a pass, its pieces in order: the answer, or the next pass. The same however many pieces there were, but for the last digits of sums. */
export declare function conclude(
  question: Question,
  look: Look,
  gathered: readonly Gathered[],
): { answer: Answer } | { look: Look };
