/** On which grid each series is put, and how: decided from what was measured of its rows. */
import { maxOf } from '../../list';
import { microseconds } from '../../recipe/duration';
import { isFor, optionsOf } from '../../recipe/steps';
import type { Aggregate, ResampleOptions, Step } from '../../recipe/types';
import { identifier, integer, list } from '../../sql';
import { isEven, usualGrid, type Buckets, type CommonStep, type SeriesRows } from './usual';

const week = microseconds('1w');
/** Monday 1970-01-05. */
const monday = microseconds('4d');
/** A gap that is filled, in buckets, where neither the step nor the one for missing values says how long. */
export const USUAL_LONGEST = 3;

/** A series that a `resample` step is for. */
export interface SeriesGrid {
  rows: SeriesRows;
  /** The usual step of its rows, microseconds; null where it has none. */
  usual: number | null;
  /** Null: it has no grid, its rows stay as they are. */
  buckets: Buckets | null;
  /** Buckets from the first row to the last; of a series without a grid, its rows. */
  span: number;
  /** A stretch without a value is filled up to this distance of the values on both sides, microseconds. */
  longest: number;
  /** What is left to do: nothing, to put in the buckets between rows that are buckets already, or to make buckets of rows. */
  work: 'none' | 'between' | 'all';
}

/** Buckets of a length that the recipe states. */
export const fixedBuckets = (every: number): Buckets => ({ every, origin: every === week ? monday : 0 });

/** Start of the bucket that holds a time. */
export function bucketOf(time: number, { every, origin }: Buckets): number {
  return Math.floor((time - origin) / every) * every + origin;
}

/** Rows beside the grid by series: `sid, off`. */
export function offSql(table: string, grids: readonly { sid: number; buckets: Buckets }[]): string {
  const values = grids.map(
    ({ sid, buckets: { every, origin } }) =>
      `(${integer(sid)}, ${integer(every)}::BIGINT, ${integer(origin)}::BIGINT)`,
  );
  return `SELECT sid, count(*) FILTER ((epoch_us(ts) - origin) % every <> 0) AS off FROM ${identifier(table)} JOIN (VALUES ${list(values)}) AS g(sid, every, origin) USING (sid) GROUP BY sid`;
}

/** Of one row, its own value; `count` and `std` are not. */
export const keepsValue = (aggregate: Aggregate): boolean => aggregate !== 'count' && aggregate !== 'std';

/** The buckets of a series: those that the step states, or of the series' own usual step; null where it has none. */
export const bucketsOf = (
  { every }: Pick<ResampleOptions, 'every'>,
  rows: SeriesRows,
  common: CommonStep | undefined,
): Buckets | null => (every === 'source' ? usualGrid(rows, common) : fixedBuckets(microseconds(every)));

/** What is to be done with a series. `off`: its rows that are not at the start of a bucket; undefined where they are not known to be few. */
export function seriesGrid(
  options: ResampleOptions,
  rows: SeriesRows,
  common: CommonStep | undefined,
  off: number | undefined,
  fill: number | undefined,
): SeriesGrid {
  const usual = usualGrid(rows, common)?.every ?? null;
  const buckets = bucketsOf(options, rows, common);
  if (!buckets) return { rows, usual, buckets, span: rows.rows, longest: 0, work: 'none' };
  const { every } = buckets;
  const span = (bucketOf(rows.last, buckets) - bucketOf(rows.first, buckets)) / every + 1;
  const longest =
    options.longest === undefined ? (fill ?? USUAL_LONGEST * every) : microseconds(options.longest);
  const onGrid = off === 0 && rows.least !== 0 && keepsValue(options.with);
  const whole = span === rows.rows && (rows.values === rows.rows || options.empty === 'null');
  return { rows, usual, buckets, span, longest, work: !onGrid ? 'all' : whole ? 'none' : 'between' };
}

/** Whether the rows of an evenly spaced series are the starts of buckets. */
export const isAligned = (rows: SeriesRows, { every, origin }: Buckets): boolean =>
  (isEven(rows) ? (rows.most as number) % every === 0 : rows.rows === 1) &&
  bucketOf(rows.first, { every, origin }) === rows.first;

/** How long a gap the steps for missing values before step `index` fill in a series, microseconds; undefined where they do not say. */
export function filledBefore(steps: readonly Step[], index: number, name: string): number | undefined {
  const filling = steps.slice(0, index).flatMap((step) => {
    const missing = step.off || !isFor(step)(name) ? undefined : optionsOf(step, 'missing');
    const fills = missing?.fill === 'linear' || missing?.fill === 'forward';
    return fills && missing.longest !== undefined ? [microseconds(missing.longest)] : [];
  });
  return filling.at(-1);
}

/** The longest filled stretch that is what the recipe asks for: the longest gap that one of its steps says it fills in a series, else three of its steps. */
export function filledLimit(steps: readonly Step[], name: string, step: number | null): number | null {
  const stated = steps.flatMap((one) => {
    if (one.off || !isFor(one)(name)) return [];
    const missing = optionsOf(one, 'missing');
    const resample = optionsOf(one, 'resample');
    const fills = [missing?.fill, resample?.empty].some((how) => how === 'linear' || how === 'forward');
    const longest = missing?.longest ?? resample?.longest;
    return fills && longest !== undefined ? [microseconds(longest)] : [];
  });
  if (stated.length > 0) return maxOf(stated);
  return step === null ? null : USUAL_LONGEST * step;
}
