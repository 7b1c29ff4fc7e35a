/** SQL that facts and levels of rows are tested against. */
import { identifier, integer, list } from '../sql';
import { GAP_FACTOR } from './distances';

/** The columns of a level table: times in microseconds, null where the bucket has no value. */
export const levelColumns =
  'sid INTEGER, bucket BIGINT, n BIGINT, tf BIGINT, vf DOUBLE, tl BIGINT, vl DOUBLE, tmin BIGINT, vmin DOUBLE, tmax BIGINT, vmax DOUBLE';

/** Fills a level from the rows of one series. */
export function levelSql(table: string, relation: string, sid: number, width: number): string {
  return `INSERT INTO ${identifier(table)} SELECT ${integer(sid)}, epoch_us(ts) & ~${integer(width - 1)}::BIGINT AS b, count(*),
    epoch_us(min(ts) FILTER (value IS NOT NULL)), arg_min(value, ts), epoch_us(max(ts) FILTER (value IS NOT NULL)), arg_max(value, ts),
    epoch_us(arg_min(ts, value)), min(value), epoch_us(arg_max(ts, value)), max(value)
  FROM ${identifier(relation)} WHERE sid = ${integer(sid)} GROUP BY b ORDER BY b`;
}

/** Fills a coarser level from a finer one. */
export function coarserLevelSql(table: string, finer: string, sid: number, width: number): string {
  return `INSERT INTO ${identifier(table)} SELECT ${integer(sid)}, bucket & ~${integer(width - 1)}::BIGINT AS b, sum(n)::BIGINT,
    min(tf), arg_min(vf, tf), max(tl), arg_max(vl, tl), arg_min(tmin, vmin), min(vmin), arg_max(tmax, vmax), max(vmax)
  FROM ${identifier(finer)} WHERE sid = ${integer(sid)} GROUP BY b ORDER BY b`;
}

/** The series of a relation to profile: all but those that are known already. */
export interface ProfileScope {
  relation: string;
  known: readonly number[];
}

/**
 * Rows `sid, t, v, d`: time in microseconds and distance from the row before. Series named in `unordered` are put in order of
 * time first, the others are taken as they stand, which is far quicker.
 */
function distances({ relation, known }: ProfileScope, unordered: readonly number[]): string {
  const source = identifier(relation);
  const apart = [...known, ...unordered];
  const where = apart.length > 0 ? `WHERE sid NOT IN (${list(apart.map(integer))})` : '';
  const standing = `SELECT sid, t, v, CASE WHEN lag(sid) OVER () = sid THEN t - lag(t) OVER () END AS d
    FROM (SELECT sid, epoch_us(ts) AS t, value AS v FROM ${source} ${where})`;
  if (unordered.length === 0) return standing;
  return `${standing} UNION ALL
    SELECT sid, t, v, t - lag(t) OVER (PARTITION BY sid ORDER BY t) AS d
    FROM (SELECT sid, epoch_us(ts) AS t, value AS v FROM ${source} WHERE sid IN (${list(unordered.map(integer))}))`;
}

/** First pass over every series: `sid, rows, count, first, last, backward, duplicates` (of neighbours) `kinds`, roughly how many distances there are, and whether they are all `regular`. */
export function extentSql(scope: ProfileScope): string {
  return `SELECT sid, count(*) AS "rows", count(v) AS "count", min(t) AS "first", max(t) AS "last",
    count(*) FILTER (d < 0) AS "backward", count(*) FILTER (d = 0) AS duplicates, approx_count_distinct(d) AS kinds, coalesce(min(d) = max(d) AND min(d) > 0, true) AS regular
  FROM (${distances(scope, [])}) GROUP BY sid ORDER BY sid`;
}

/**
 * `sid, duplicates, step`: the median distance between successive distinct times (the lower of two in the middle). With few
 * kinds of distance their counts give it, which is some six times quicker over ten million rows than sorting.
 */
export function stepSql(scope: ProfileScope, unordered: readonly number[], few: boolean): string {
  const source = distances(scope, unordered);
  if (!few) {
    return `SELECT sid, count(*) FILTER (d = 0) AS duplicates, quantile_disc(d, 0.5) FILTER (d > 0) AS step
    FROM (${source}) GROUP BY sid`;
  }
  return `WITH kinds AS (SELECT sid, d, count(*) AS n FROM (${source}) WHERE d >= 0 GROUP BY sid, d),
    running AS (SELECT sid, d, sum(n) OVER (PARTITION BY sid ORDER BY d) AS upto, sum(n) OVER (PARTITION BY sid) AS total FROM kinds WHERE d > 0)
  SELECT sid, coalesce(any_value(zero.n), 0) AS duplicates, min(running.d) FILTER (upto * 2 >= total) AS step
  FROM (SELECT DISTINCT sid FROM kinds) LEFT JOIN running USING (sid)
  LEFT JOIN (SELECT sid, n FROM kinds WHERE d = 0) zero USING (sid) GROUP BY sid`;
}

/** A table `sid, f, t` (microseconds) of the stretches longer than the step, from the row before to the row after. */
export function gapTableSql(
  table: string,
  scope: ProfileScope,
  unordered: readonly number[],
  steps: readonly { sid: number; step: number | null }[],
): string {
  const known = steps.flatMap(({ sid, step }) =>
    step === null ? [] : [`(${integer(sid)}, ${integer(Math.floor(step * GAP_FACTOR))})`],
  );
  const rows = known.length > 0 ? `VALUES ${list(known)}` : 'SELECT 0, 0 WHERE false';
  return `CREATE OR REPLACE TABLE ${identifier(table)} AS SELECT sid, t - d AS f, t
  FROM (${distances(scope, unordered)}) JOIN (${rows}) longest(sid, most) USING (sid) WHERE d > most ORDER BY sid, t`;
}

/** `sid, n`: how many gaps each series has. */
export function gapCountSql(table: string): string {
  return `SELECT sid, count(*) AS n FROM ${identifier(table)} GROUP BY sid`;
}

/**
 * A table `sid, f, first, t, n` of the stretches of filled rows, microseconds: from the row before (`f`; `first` is the first filled one) to the
 * row after, of `n` rows. Expects rows in order of series and time: windows sort nothing but filled rows.
 */
export function filledTableSql(table: string, relation: string): string {
  const beside = `(SELECT sid, epoch_us(ts) AS t, filled, lag(sid) OVER () AS sid_, lag(epoch_us(ts)) OVER () AS t_, lag(filled) OVER () AS filled_, lead(sid) OVER () AS _sid, lead(epoch_us(ts)) OVER () AS _t FROM ${identifier(relation)})`;
  const rows = `(SELECT sid, t, CASE WHEN sid_ = sid THEN t_ ELSE t END AS f, CASE WHEN _sid = sid THEN _t ELSE t END AS e, (sid_ = sid AND filled_) IS NOT TRUE AS opens FROM ${beside} WHERE filled)`;
  return `CREATE OR REPLACE TABLE ${identifier(table)} AS SELECT sid, min(f) AS f, min(t) AS first, max(e) AS t, count(*) AS n
FROM (SELECT *, count(*) FILTER (opens) OVER (PARTITION BY sid ORDER BY t ROWS UNBOUNDED PRECEDING) AS stretch FROM ${rows}) GROUP BY sid, stretch ORDER BY sid, f`;
}
