/** Further looks at distances whose kinds are too many to count all: for the one that occurs most, the median, and gaps. */
import { at, lowerBound } from '../list';
import { leastOf } from './bins';
import { distancesAbove, eachDistance, longestStep, type Distances, type Looked } from './distances';
import type { Rows } from './types';
import { USUAL_SHARE } from './usual';

/** Stretches of equal length that one look divides an interval into, at most. */
const PARTS = 2 ** 16;

/** What one more pass over the rows is to find out. Plain data. */
export interface DistancesLook {
  /** What is known up to now. */
  known: Distances;
  /** Kinds to count, ascending; none where they are counted. */
  candidates: Float64Array<ArrayBuffer>;
  /** Where the median is, and the width of a part in which distances are counted. */
  median: { low: number; high: number; below: number; width: number };
  /** Distances above this are counted; null before the median is known. */
  over: number | null;
}

/** What a pass found in one part of the rows. */
export interface DistancesFound {
  times: Float64Array<ArrayBuffer>;
  origins: Float64Array<ArrayBuffer>;
  parts: Float64Array<ArrayBuffer>;
  over: number;
}

/** The next look at all rows; null where everything is known, as it is where kinds are few. */
export function nextLook(known: Distances): DistancesLook | null {
  const { thinned } = known.above;
  if (!thinned || (known.looked && known.looked.gaps !== null)) return null;
  const { low, high, below } = known.looked ?? binOfMedian(known, thinned.bins);
  return {
    known,
    candidates: known.looked ? new Float64Array(0) : candidatesOf(known, thinned.lost),
    median: { low, high, below, width: Math.ceil((high - low) / PARTS) },
    over: high - low === 1 ? longestStep(low) : null,
  };
}

function binOfMedian(known: Distances, bins: Float64Array): Omit<Looked, 'gaps'> {
  const half = distancesAbove(known) / 2;
  let bin = 0;
  let below = 0;
  while (below + at(bins, bin) < half) below += at(bins, bin++);
  return { low: leastOf(bin), high: leastOf(bin + 1), below };
}

function candidatesOf(known: Distances, lost: number): Float64Array<ArrayBuffer> {
  const { kinds, times } = known.above;
  const least = USUAL_SHARE * distancesAbove(known);
  return kinds.filter((_, i) => (times[i] as number) + lost >= least);
}

const partCount = ({ low, high, width }: DistancesLook['median']): number => Math.ceil((high - low) / width);

/** Takes a look at rows `[start, end)`; `before`: the time of the row before `start`, null for the first of the series. */
export function lookAtDistances(
  { candidates, median, over }: DistancesLook,
  rows: Rows,
  start: number,
  end: number,
  before: number | null,
): DistancesFound {
  const times = new Float64Array(candidates.length);
  const origins = new Float64Array(candidates.length).fill(Infinity);
  const parts = new Float64Array(partCount(median));
  const { low, high, width } = median;
  let longer = 0;
  const take = (distance: number, count: number, from: number): void => {
    if (distance <= 0) return;
    const index = lowerBound(candidates, distance);
    if (index < candidates.length && candidates[index] === distance) {
      times[index] = (times[index] as number) + count;
      origins[index] = Math.min(origins[index] as number, from);
    }
    if (distance >= low && distance < high) {
      const part = Math.floor((distance - low) / width);
      parts[part] = (parts[part] as number) + count;
    }
    if (over !== null && distance > over) longer += count;
  };
  if (end > start) eachDistance(rows, start, end, before, take);
  return { times, origins, parts, over: longer };
}

/** What is known after a look, of what it found in all parts of the rows. */
export function concludeLook(
  { known, candidates, median, over }: DistancesLook,
  found: readonly DistancesFound[],
): Distances {
  const { above } = known;
  const counted = known.looked !== null || above.thinned === null;
  return {
    ...known,
    above: counted
      ? above
      : {
          kinds: candidates,
          times: totals(found.map(({ times }) => times)),
          origins: totals(
            found.map(({ origins }) => origins),
            Math.min,
          ),
          thinned: above.thinned && { ...above.thinned, lost: 0 },
        },
    looked: {
      ...narrowed(median, totals(found.map(({ parts }) => parts)), distancesAbove(known) / 2),
      gaps: over === null ? null : found.reduce((all, part) => all + part.over, 0),
    },
  };
}

/** The part of an interval that holds the median. */
function narrowed(
  { low, high, below, width }: DistancesLook['median'],
  parts: Float64Array,
  half: number,
): Omit<Looked, 'gaps'> {
  let part = 0;
  let upto = below;
  while (upto + at(parts, part) < half) upto += at(parts, part++);
  const from = low + part * width;
  return { low: from, high: Math.min(from + width, high), below: upto };
}

/** Lists of one length as one, element by element. */
function totals(
  lists: readonly Float64Array<ArrayBuffer>[],
  join = (a: number, b: number): number => a + b,
): Float64Array<ArrayBuffer> {
  return lists
    .slice(1)
    .reduce((all, list) => all.map((value, i) => join(value, list[i] as number)), at(lists, 0));
}
