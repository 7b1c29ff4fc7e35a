/** The usual step of a series: SQL that measures rows, and what follows from the numbers. */
import { microseconds } from '../../recipe/duration';
import { identifier, integer, list } from '../../sql';

/** What is measured of the rows of one series in the table that a step is given; times in microseconds. */
export interface SeriesRows {
  sid: number;
  rows: number;
  /** Rows with a value. */
  values: number;
  first: number;
  last: number;
  /** Least and greatest distance of neighbouring rows; null for a single row. */
  least: number | null;
  most: number | null;
}

/** The distance that occurs most (of several, the smallest). */
export interface CommonStep {
  sid: number;
  step: number;
  /** How often it occurs, and how many distances above zero there are. */
  times: number;
  distances: number;
  /** Time of the first row that is followed by one a step later. */
  origin: number;
}

/** Length and origin of buckets, microseconds. */
export interface Buckets {
  every: number;
  origin: number;
}

/** Rows as they stand, in order of series and time, with the distance `d` from the row before. */
function distances(table: string, sids?: readonly number[]): string {
  const where = sids ? ` WHERE sid IN (${list(sids.map(integer))})` : '';
  return `(SELECT sid, t, value, CASE WHEN lag(sid) OVER () = sid THEN t - lag(t) OVER () END AS d FROM (SELECT sid, epoch_us(ts) AS t, value FROM ${identifier(table)}${where}))`;
}

/** One row a series: the fields of `SeriesRows`. */
export const rowsSql = (table: string): string =>
  `SELECT sid, count(*) AS "rows", count(*) FILTER (isfinite(value)) AS "values", min(t) AS "first", max(t) AS "last", min(d) AS least, max(d) AS most FROM ${distances(table)} GROUP BY sid ORDER BY sid`;

/** `kinds`: roughly how many different distances there are, of all series together. */
export const kindsSql = (table: string, sids: readonly number[]): string =>
  `SELECT approx_count_distinct(d) AS kinds FROM ${distances(table, sids)}`;

/** More different distances than this are not counted one by one. */
export const FEW_KINDS = 100_000;

/** A distance is the usual step where it is at least this share of all. */
const SHARE = 0.1;
/** And where its grid has at most so many buckets for each row. */
const BUCKETS_PER_ROW = 10;
const LONGEST_STEP = microseconds('1w');

/**
 * One row a series: the fields of `CommonStep`; a series without a distance above zero has none. With many kinds of distance, only those are
 * counted that one of nineteen quantiles names: a distance that is a tenth of all holds the place of at least one of them.
 */
export function commonStepSql(table: string, sids: readonly number[], few: boolean): string {
  const source = distances(table, sids);
  const counted = `SELECT sid, d, count(*) AS times, min(t - d) AS origin FROM ${source}`;
  const pick = `SELECT DISTINCT ON (sid) sid, d AS step, times, distances, origin FROM`;
  const order = 'ORDER BY sid, times DESC, d';
  if (few) {
    return `${pick} (SELECT *, sum(times) OVER (PARTITION BY sid)::BIGINT AS distances FROM (${counted} WHERE d > 0 GROUP BY sid, d)) ${order}`;
  }
  const places = Array.from({ length: 19 }, (_, index) => `${(index + 1) * 5}e-2`);
  return `WITH candidates AS (SELECT sid, unnest(list_distinct(quantile_disc(d, [${list(places)}]))) AS d, count(*) AS distances FROM ${source} WHERE d > 0 GROUP BY sid)
${pick} (${counted} SEMI JOIN candidates USING (sid, d) GROUP BY sid, d) JOIN (SELECT DISTINCT sid, distances FROM candidates) USING (sid) ${order}`;
}

/** Whether all rows are at one distance from each other. */
export const isEven = ({ least, most }: SeriesRows): boolean => least !== null && least > 0 && least === most;

/**
 * The grid of a series' usual step: the distance of neighbouring rows that occurs most (of several, the smallest), from a row that has it. Null where
 * there is none: fewer than two times; the distance is less than a tenth of all, or longer than a week; or its grid would have more
 * than ten buckets for each row.
 */
export function usualGrid(rows: SeriesRows, common: CommonStep | undefined): Buckets | null {
  const found = isEven(rows)
    ? { step: rows.most as number, origin: rows.first, times: 1, distances: 1 }
    : common;
  if (!found || found.times < SHARE * found.distances || found.step > LONGEST_STEP) return null;
  if ((rows.last - rows.first) / found.step + 1 > BUCKETS_PER_ROW * rows.rows) return null;
  return { every: found.step, origin: found.origin };
}
