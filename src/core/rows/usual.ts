/** The usual step of a series: the distance of neighbouring rows that occurs most. */
import { distancesAbove, NOT_KNOWN, type Distances } from './distances';

/** Length and origin of buckets, microseconds. */
export interface BucketGrid {
  every: number;
  origin: number;
}

/** A distance is the usual step where it is at least this share of all. */
export const USUAL_SHARE = 0.1;
/** And where its grid has at most so many buckets for each row. */
const BUCKETS_PER_ROW = 10;
const WEEK = 6.048e11;

/**
 * The grid of the distance that occurs most in a series, `times` of so many `distances` above zero, from a row that has it. Null where it is less than a
 * tenth of all or longer than a week, or where its grid would have more than ten buckets for each row.
 */
export function commonGrid(
  extent: { rows: number; first: number; last: number },
  { step, times, distances, origin }: { step: number; times: number; distances: number; origin: number },
): BucketGrid | null {
  if (times < USUAL_SHARE * distances || step > WEEK) return null;
  if ((extent.last - extent.first) / step + 1 > BUCKETS_PER_ROW * extent.rows) return null;
  return { every: step, origin };
}

/**
 * The grid of a series' usual step: of the distances above zero the one that occurs most (of several, the smallest), from the first row that another follows at
 * it. Null where there is none; see `commonGrid`. Throws RangeError where it is not known before a further look.
 */
export function usualOf(known: Distances): BucketGrid | null {
  if (known.above.thinned && !known.looked) throw new RangeError(NOT_KNOWN);
  const { kinds, times, origins } = known.above;
  let most = -1;
  for (let i = 0; i < kinds.length; i++) {
    if (most < 0 || (times[i] as number) > (times[most] as number)) most = i;
  }
  if (most < 0) return null;
  return commonGrid(known, {
    step: kinds[most] as number,
    times: times[most] as number,
    distances: distancesAbove(known),
    origin: origins[most] as number,
  });
}
