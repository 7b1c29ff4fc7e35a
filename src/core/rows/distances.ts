/** Extent of a series and the distances of its neighbouring rows, which merge from piece to piece. */
import type { Rows } from './types';

/** Plain data; times and distances in microseconds. */
export interface Distances {
  rows: number;
  /** Rows with a finite value. */
  values: number;
  first: number;
  last: number;
  // … kinds of distance with how often each occurs and the first row that is followed at it
}

export declare function gatherDistances(
  rows: Rows,
  start: number,
  end: number,
  before: number | null,
): Distances;
export declare function mergeDistances(parts: readonly Distances[]): Distances;
