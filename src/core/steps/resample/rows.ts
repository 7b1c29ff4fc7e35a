/** Rows put in regular buckets, piece by piece. */
import { LabFailure } from '../../errors';
import { at, lowerBound } from '../../list';
import { microseconds } from '../../recipe/duration';
import type { Aggregate, ResampleOptions } from '../../recipe/types';
import type { Answer } from '../../rows/measure';
import { ownRows, rowAt } from '../../rows/piece';
import { FILLED, type Applied, type Changes, type Piece, type Rows } from '../../rows/types';
import { usualOf } from '../../rows/usual';
import type { Distances } from '../../rows/distances';
import type { ReadyStep, StepKernel } from '../kernel';
import type { Counts } from '../types';
import { extentOf, type Extent } from './extent';
import { fillGrid, fills, sureOfFills } from './fill';
import { fixedBuckets, USUAL_LONGEST } from './grid';
import { groupRows, type Groups } from './groups';
import { MAX_BUCKETS, tooManyBuckets } from './limit';
import type { Buckets } from './usual';

/** The buckets of a series; null where it has no usual step to take. `distances`: of all its rows, for a usual step. */
function gridOf({ every }: ResampleOptions, distances: () => Distances): Buckets | null {
  return every === 'source' ? usualOf(distances()) : fixedBuckets(microseconds(every));
}

/**
 * Rows in buckets, with `observations`. Counts of a piece: buckets, empty, filled, missing; of the series everyUs (0 without a grid). usualUs, the usual step of its rows, is
 * among these only where the recipe takes that as the length: for a stated length nothing is asked, and who runs the step takes usualUs from the distances of the rows
 * (`usualOf`; 0 where it is null). Throws LabFailure `memory` where a piece would have more than 50,000,000 buckets.
 *
 * `filledBefore`: how long a gap the steps for missing values before this one fill, microseconds.
 */
export function resampleKernel(options: ResampleOptions, filledBefore: number | undefined): StepKernel {
  const source = options.every === 'source';
  return (answers: readonly Answer[]) => {
    const [answer] = answers;
    if (!source) return { ready: readyStep(options, gridOf(options, unasked), filledBefore) };
    if (answer?.kind !== 'distances') return { ask: { kind: 'distances' } };
    return { ready: readyStep(options, usualOf(answer.distances), filledBefore) };
  };
}

const unasked = (): never => {
  throw new RangeError('expected a length of buckets that is stated');
};

function readyStep(
  options: ResampleOptions,
  buckets: Buckets | null,
  filledBefore: number | undefined,
): ReadyStep {
  const everyUs = buckets?.every ?? 0;
  const facts: Counts = options.every === 'source' ? { usualUs: everyUs, everyUs } : { everyUs };
  if (!buckets) return { facts, around: { rows: 0, us: 0 }, apply: asTheyAre };
  const { every } = buckets;
  const longest =
    options.longest === undefined ? (filledBefore ?? USUAL_LONGEST * every) : microseconds(options.longest);
  return {
    facts,
    around: { rows: 1, us: every },
    apply: (piece) => inBuckets(piece, buckets, options, longest),
  };
}

/** Rows that stay, with the columns of buckets. */
function asTheyAre(piece: Piece): Applied {
  const { rows } = piece;
  const { values, flags, length } = rows;
  const observations = rows.observations ?? new Int32Array(length);
  for (let row = 0; row < length; row++) {
    const value = values[row] as number;
    const finite = value - value === 0;
    if (!finite) values[row] = NaN;
    if (!rows.observations) observations[row] = finite ? 1 : 0;
    flags[row] = (flags[row] as number) & FILLED;
  }
  rows.observations = observations;
  const { start, end } = ownRows(piece);
  let empty = 0;
  for (let row = start; row < end; row++) if (Number.isNaN(values[row])) empty++;
  const count = end - start;
  return {
    rowsIn: count,
    rowsOut: count,
    counts: { buckets: count, empty, filled: 0, missing: empty },
    changes: null,
  };
}

const noGroups: Groups = {
  length: 0,
  starts: new Float64Array(0),
  values: new Float64Array(0),
  observations: new Int32Array(0),
  flags: new Uint8Array(0),
  valued: 0,
};

function inBuckets(piece: Piece, buckets: Buckets, options: ResampleOptions, longest: number): Applied {
  const own = ownRows(piece);
  const extent = extentOf(piece, buckets);
  const { every } = buckets;
  const groups = piece.rows.length > 0 ? groupRows(piece.rows, buckets, options.with) : noGroups;
  const counts = countsOf(groups, extent, every, options.with);
  let sure: { from: number; to: number } = { from: extent.sureFrom, to: extent.sureTo };
  let changes: Changes | null = null;
  if (options.empty === 'omit') piece.rows = withValues(groups, extent, every, options.with);
  else {
    piece.rows = wholeGrid(piece.series, groups, extent, every, options.with);
    if (fills(options)) {
      const filling = { empty: options.empty, longest };
      changes = fillGrid(groups, extent, every, filling, piece.rows);
      sure = sureOfFills(groups, extent, every, filling);
    }
  }
  piece.sureFrom = rowAt(piece.rows, sure.from);
  piece.sureTo = rowAt(piece.rows, sure.to);
  const rowsOut = options.empty === 'omit' ? counts.valued : counts.buckets;
  const filled = changes?.length ?? 0;
  const empty = counts.buckets - counts.valued;
  // The count of nothing is a value, and not one that was put in.
  const missing = options.with === 'count' || options.empty === 'omit' ? 0 : empty - filled;
  return {
    rowsIn: own.end - own.start,
    rowsOut,
    counts: { buckets: rowsOut, empty, filled, missing },
    changes,
  };
}

/** Whether a bucket has what its rows gave it. */
const hasOwn = ({ values, observations }: Groups, group: number, aggregate: Aggregate): boolean =>
  aggregate === 'count' ? (observations[group] as number) > 0 : !Number.isNaN(values[group]);

/** Of the piece's own buckets, how many there are and how many have what rows gave them. */
function countsOf(
  groups: Groups,
  { ownFrom, ownTo }: Extent,
  every: number,
  aggregate: Aggregate,
): { buckets: number; valued: number } {
  let valued = 0;
  const end = lowerBound(groups.starts, ownTo, 0, groups.length);
  for (let group = lowerBound(groups.starts, ownFrom, 0, end); group < end; group++) {
    if (hasOwn(groups, group, aggregate)) valued++;
  }
  return { buckets: Math.max(0, (ownTo - ownFrom) / every), valued };
}

/** Every bucket of a stretch. */
function wholeGrid(
  series: string,
  groups: Groups,
  extent: Extent,
  every: number,
  aggregate: Aggregate,
): Rows {
  const { from, to } = extent;
  const { starts } = groups;
  const length = (to - from) / every;
  if (length > MAX_BUCKETS) throw new LabFailure(tooManyBuckets(length, { name: series, buckets: length }));
  const whole = groups.length === length && groups.valued === length;
  if (whole && length > 0 && starts[0] === from && starts[length - 1] === to - every)
    return rowsOfGroups(groups);
  const times = new Float64Array(length);
  for (let bucket = 0; bucket < length; bucket++) times[bucket] = from + bucket * every;
  const values = new Float64Array(length);
  if (aggregate !== 'count') values.fill(NaN);
  const flags = new Uint8Array(length);
  const observations = new Int32Array(length);
  const end = lowerBound(starts, to, 0, groups.length);
  for (let group = lowerBound(starts, from, 0, end); group < end; group++) {
    const bucket = ((starts[group] as number) - from) / every;
    values[bucket] = groups.values[group] as number;
    flags[bucket] = groups.flags[group] as number;
    observations[bucket] = groups.observations[group] as number;
  }
  return { length, times, values, flags, observations };
}

const rowsOfGroups = ({ length, starts, values, flags, observations }: Groups): Rows => ({
  length,
  times: starts,
  values,
  flags,
  observations,
});

/** The buckets that have a value, and one on each side of those that are sure where the piece's own go on there. */
function withValues(groups: Groups, extent: Extent, every: number, aggregate: Aggregate): Rows {
  const { ownFrom, ownTo, sureFrom, sureTo, openStart, openEnd } = extent;
  const { starts } = groups;
  const unsure = [
    ...(openStart && sureFrom > ownFrom ? [Math.min(sureFrom, ownTo) - every] : []),
    ...(openEnd && sureTo < ownTo ? [Math.max(sureTo, ownFrom)] : []),
  ];
  const most = groups.length + unsure.length;
  const rows = rowsOfGroups({
    ...groups,
    starts: new Float64Array(most),
    values: new Float64Array(most),
    flags: new Uint8Array(most),
    observations: new Int32Array(most),
  });
  let length = 0;
  const put = (time: number, value: number, flag: number, observed: number): void => {
    rows.times[length] = time;
    rows.values[length] = value;
    rows.flags[length] = flag;
    if (rows.observations) rows.observations[length] = observed;
    length++;
  };
  let next = 0;
  const putUnsure = (before: number): void => {
    for (; next < unsure.length && at(unsure, next) < before; next++) put(at(unsure, next), NaN, 0, 0);
  };
  for (let group = 0; group < groups.length; group++) {
    if (!hasOwn(groups, group, aggregate)) continue;
    const start = starts[group] as number;
    putUnsure(start);
    if (unsure[next] === start) next++;
    put(
      start,
      groups.values[group] as number,
      groups.flags[group] as number,
      groups.observations[group] as number,
    );
  }
  putUnsure(Infinity);
  return { ...rows, length };
}
