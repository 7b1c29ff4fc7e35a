/** The usual step of a series: SQL that measures rows, and what follows from the numbers. */
import { commonGrid, type BucketGrid } from '../../rows/usual';
import { identifier, integer, list } from '../../sql';

export type Buckets = BucketGrid;

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

/** The grid of a series' usual step, from a row that has it; null where there is none: see `commonGrid`. */
export function usualGrid(rows: SeriesRows, common: CommonStep | undefined): Buckets | null {
  const found = isEven(rows)
    ? { step: rows.most as number, origin: rows.first, times: 1, distances: 1 }
    : common;
  return found ? commonGrid(rows, found) : null;
}
