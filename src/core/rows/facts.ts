/** What is known of all rows of a series in one stage. */
import { Buckets } from './buckets';
import {
  gapsOver,
  gatherDistances,
  isRegular,
  medianDistance,
  mergeDistances,
  type Distances,
} from './distances';
import { levelsOf, type Level } from './levels';
import { filledStretches, joinStretches, type Stretches } from './stretches';
import type { Rows } from './types';
import { usualOf } from './usual';

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
  /** The usual step of `spec/steps.md`: the distance that occurs most; null where there is none. */
  usual: number | null;
  /** Distances longer than 1.5 times the step. */
  gaps: number;
  /** Whether all distances are equal. */
  regular: boolean;
  /** M4 in buckets of powers of two, finest first; none of a short series. `records` as `Buckets` makes them. */
  levels: readonly Level[];
  /** Stretches of filled rows in order of time, four numbers each: time of the row before (of the first row itself at the start), of the first filled row, of the row after, how many rows. */
  filled: Float64Array<ArrayBuffer>;
}

/** Facts of a part of the rows. Plain data. */
export interface FactsPart {
  distances: Distances;
  /** The finest level, as `Buckets` records it; null where none was asked for. */
  finest: Level | null;
  filled: Stretches;
}

/**
 * Facts of rows `[start, end)`, which are in order of time. Parts need not know of each other: what lies between two is found where they are merged. `width`: of the
 * buckets of the finest level, the first of `levelWidths`; null for none.
 */
export function gatherFacts(rows: Rows, start: number, end: number, width: number | null): FactsPart {
  let finest: Level | null = null;
  if (width !== null) {
    const buckets = new Buckets(width);
    const { times } = rows;
    const values = start === 0 ? rows.values : rows.values.subarray(start, end);
    buckets.append(values, end - start, (row) => times[start + row] as number);
    finest = { width, records: buckets.records() };
  }
  return {
    distances: gatherDistances(rows, start, end, null),
    finest,
    filled: filledStretches(rows, start, end),
  };
}

/**
 * Facts of all rows of a stage, its parts in order. Beside them, where these are not as a single pass finds them: `backward`, of rows that were put in order for the
 * parts, how many were not; `distances`, after further looks (`nextLook`), without which too many kinds of distance throw RangeError.
 */
export function mergeFacts(
  parts: readonly FactsPart[],
  { backward = 0, distances }: { backward?: number; distances?: Distances } = {},
): StageFacts {
  const known = distances ?? mergeDistances(parts.map((part) => part.distances));
  const finest = parts.flatMap((part) => part.finest ?? []);
  const [{ width } = { width: null }] = finest;
  const step = medianDistance(known);
  return {
    rows: known.rows,
    count: known.values,
    first: known.first,
    last: known.last,
    backward,
    duplicates: known.duplicates,
    step,
    usual: usualOf(known)?.every ?? null,
    gaps: gapsOver(known),
    regular: backward === 0 && isRegular(known),
    levels:
      width === null || step === null
        ? []
        : levelsOf(
            finest.map(({ records }) => records),
            width,
            known.rows,
          ),
    filled: joinStretches(parts.map(({ filled }) => filled)),
  };
}
