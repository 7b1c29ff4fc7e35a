/** The columns of rows between two steps: extent, mean and deviation of numbers, and how many rows are marked. Gathered piece by piece. */
import { concludeMoments, gatherMoments, mergeMoments, type Moments, type MomentsPart } from './moments';
import { FILLED, OUTLIER, type Applied, type Changes, type Rows } from './types';

/** Of the rows of one piece, which are in order of time. Plain data. */
export interface StatisticsPart {
  rows: number;
  /** Least and greatest time, microseconds; NaN without rows. */
  first: number;
  last: number;
  values: MomentsPart;
  /** Null where nothing was resampled. */
  observations: MomentsPart | null;
  /** Rows with the flag. */
  outliers: number;
  filled: number;
}

/** Of all rows of a series. */
export interface Statistics extends Omit<StatisticsPart, 'values' | 'observations'> {
  values: Moments;
  observations: Moments | null;
}

function marked(flags: Uint8Array, start: number, end: number): { outliers: number; filled: number } {
  let outliers = 0;
  let filled = 0;
  for (let row = start; row < end; row++) {
    const bits = flags[row] as number;
    outliers += bits & OUTLIER;
    filled += bits & FILLED;
  }
  return { outliers, filled: filled / FILLED };
}

/** Looks at rows `[start, end)`. */
export function gatherStatistics(
  { times, values, flags, observations }: Rows,
  start: number,
  end: number,
): StatisticsPart {
  const rows = end - start;
  return {
    rows,
    first: rows > 0 ? (times[start] as number) : NaN,
    last: rows > 0 ? (times[end - 1] as number) : NaN,
    values: gatherMoments(values, start, end),
    observations: observations
      ? gatherMoments(Float64Array.from(observations.subarray(start, end)), 0, rows)
      : null,
    ...marked(flags, start, end),
  };
}

/** The values of changes that had none before; null where another value was changed, so that those before are not among those after. */
function addedBy({ length, before, after }: Changes): Float64Array | null {
  const added = new Float64Array(length);
  let count = 0;
  for (let i = 0; i < length; i++) {
    const was = before[i] as number;
    const is = after[i] as number;
    if (was === is) continue;
    if (was - was === 0) return null;
    if (is - is === 0) added[count++] = is;
  }
  return added.subarray(0, count);
}

/** Whether a step took values for none that were some: these are no changes. */
const takesAway = ({ sentinel = 0, outOfRange = 0 }: Applied['counts']): boolean => sentinel + outOfRange > 0;

/**
 * What is known of rows `[start, end)` behind a step, from what was before it where that suffices: a step that changed nothing, or put in values where there were none, needs no
 * look at the others. Not for steps that make buckets.
 */
export function statisticsAfter(
  before: StatisticsPart,
  { rowsIn, rowsOut, counts, changes }: Applied,
  rows: Rows,
  start: number,
  end: number,
): StatisticsPart {
  if (rowsIn !== rowsOut || takesAway(counts)) return gatherStatistics(rows, start, end);
  if (!changes) return before;
  const added = addedBy(changes);
  if (!added) return gatherStatistics(rows, start, end);
  const values =
    added.length > 0 ? mergeMoments(before.values, gatherMoments(added, 0, added.length)) : before.values;
  return { ...before, values, ...marked(rows.flags, start, end) };
}

/** Of all rows of a series, from its pieces in order of time. */
export function concludeStatistics(parts: readonly StatisticsPart[]): Statistics {
  const sum = (of: (part: StatisticsPart) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  const there = parts.filter(({ rows }) => rows > 0);
  const observations = parts.flatMap((part) => part.observations ?? []);
  return {
    rows: sum(({ rows }) => rows),
    first: there[0]?.first ?? NaN,
    last: there.at(-1)?.last ?? NaN,
    values: concludeMoments(parts.map(({ values }) => values)),
    observations: observations.length > 0 ? concludeMoments(observations) : null,
    outliers: sum(({ outliers }) => outliers),
    filled: sum(({ filled }) => filled),
  };
}
