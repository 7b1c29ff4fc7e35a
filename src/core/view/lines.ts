import { identifier, integer, timestamp } from '../sql';
import type { Grid } from './grid';
import type { Level } from './tables';
import type { LinePoints } from './types';

/**
 * One column of M4 (Jugel et al., "M4: a visualization-oriented time series data aggregation", VLDB 2014): first, last,
 * lowest and highest value with their times in milliseconds; all null where no row of the column has a value.
 */
export interface M4Column {
  /** Start of the column, milliseconds. */
  at: number;
  tFirst: number | null;
  vFirst: number | null;
  tLast: number | null;
  vLast: number | null;
  tMin: number | null;
  vMin: number | null;
  tMax: number | null;
  vMax: number | null;
}

const inRange = (sid: number, from: number, to: number): string =>
  `sid = ${integer(sid)} AND ts >= ${timestamp(from)} AND ts < ${timestamp(to)}`;

/** How many rows of a series lie in `[from, to)`: one column, `n`. */
export function countSql(relation: string, sid: number, from: number, to: number): string {
  return `SELECT count(*) AS n FROM ${identifier(relation)} WHERE ${inRange(sid, from, to)}`;
}

/** The same count from a level, its buckets inside the range, and from the rows at the two ends: few blocks are read. */
export function countByLevelSql(
  relation: string,
  { table, width }: Level,
  sid: number,
  from: number,
  to: number,
): string {
  const low = Math.ceil(from / width) * width;
  const high = Math.floor(to / width) * width;
  if (high <= low) return countSql(relation, sid, from, to);
  const rows = (start: number, end: number): string =>
    `(SELECT count(*) FROM ${identifier(relation)} WHERE ${inRange(sid, start, end)})`;
  return `SELECT ${rows(from, low)} + ${rows(high, to)} + (SELECT coalesce(sum(n), 0)::BIGINT FROM ${identifier(table)}
    WHERE sid = ${integer(sid)} AND bucket >= ${integer(low)} AND bucket < ${integer(high)}) AS n`;
}

/**
 * Every row in `[from, to)` and its neighbour on either side, so that the line reaches the edges: `t` (milliseconds),
 * `v`, in order of time. Neighbours are looked for as far as `reach` microseconds away.
 */
export function exactSql(relation: string, sid: number, from: number, to: number, reach: number): string {
  const row = 'SELECT epoch_us(ts) / 1000.0 AS t, value AS v, ts';
  const source = identifier(relation);
  return `SELECT t, v FROM (
    (${row} FROM ${source} WHERE ${inRange(sid, from - reach, from)} ORDER BY ts DESC LIMIT 1)
    UNION ALL (${row} FROM ${source} WHERE ${inRange(sid, from, to)})
    UNION ALL (${row} FROM ${source} WHERE ${inRange(sid, to, to + reach)} ORDER BY ts LIMIT 1)
  ) ORDER BY ts`;
}

/** M4 from the rows: one row for each column of the grid that has any. Right for rows in any order. */
export function m4Sql(relation: string, sid: number, grid: Grid): string {
  return `SELECT (${integer(grid.start)} + c * ${integer(grid.width)}) / 1000.0 AS "at",
    epoch_us(min(ts) FILTER (value IS NOT NULL)) / 1000.0 AS "tFirst", arg_min(value, ts) AS "vFirst",
    epoch_us(max(ts) FILTER (value IS NOT NULL)) / 1000.0 AS "tLast", arg_max(value, ts) AS "vLast",
    epoch_us(arg_min(ts, value)) / 1000.0 AS "tMin", min(value) AS "vMin",
    epoch_us(arg_max(ts, value)) / 1000.0 AS "tMax", max(value) AS "vMax"
  FROM (SELECT ts, value, (epoch_us(ts) - ${integer(grid.start)}) // ${integer(grid.width)} AS c
    FROM ${identifier(relation)} WHERE ${inRange(sid, grid.start, grid.end)})
  GROUP BY c ORDER BY c`;
}

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

/** M4 from a level: the same columns, values and times as from the rows. */
export function m4LevelSql(level: string, sid: number, grid: Grid): string {
  return `SELECT (${integer(grid.start)} + c * ${integer(grid.width)}) / 1000.0 AS "at",
    min(tf) / 1000.0 AS "tFirst", arg_min(vf, tf) AS "vFirst", max(tl) / 1000.0 AS "tLast", arg_max(vl, tl) AS "vLast",
    arg_min(tmin, vmin) / 1000.0 AS "tMin", min(vmin) AS "vMin", arg_max(tmax, vmax) / 1000.0 AS "tMax", max(vmax) AS "vMax"
  FROM (SELECT *, (bucket - ${integer(grid.start)}) // ${integer(grid.width)} AS c FROM ${identifier(level)}
    WHERE sid = ${integer(sid)} AND bucket >= ${integer(grid.start)} AND bucket < ${integer(grid.end)})
  GROUP BY c ORDER BY c`;
}

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

/**
 * The line through M4's columns: up to four points each, in order of time. A column without a value breaks it, and so do more
 * than `longest` milliseconds without a row.
 */
export function m4Points(columns: readonly M4Column[], rows: number, longest = Infinity): LinePoints {
  const timesMs: number[] = [];
  const values: (number | null)[] = [];
  for (const column of columns) {
    const before = timesMs.at(-1);
    if (before !== undefined && (column.tFirst ?? column.at) - before > longest) {
      timesMs.push(before);
      values.push(null);
    }
    if (column.tFirst === null || column.tLast === null || column.tMin === null || column.tMax === null) {
      timesMs.push(column.at);
      values.push(null);
      continue;
    }
    const lowFirst = column.tMin <= column.tMax;
    const four: [number, number | null][] = [
      [column.tFirst, column.vFirst],
      lowFirst ? [column.tMin, column.vMin] : [column.tMax, column.vMax],
      lowFirst ? [column.tMax, column.vMax] : [column.tMin, column.vMin],
      [column.tLast, column.vLast],
    ];
    let previous: [number, number | null] | undefined;
    for (const point of four) {
      if (previous && previous[0] === point[0] && previous[1] === point[1]) continue;
      timesMs.push(point[0]);
      values.push(finite(point[1]));
      previous = point;
    }
  }
  return { timesMs, values, rows, exact: false };
}

/** Rows as they are; more than `longest` milliseconds without one break the line. */
export function exactPoints(
  points: readonly { t: number; v: number | null }[],
  rows: number,
  longest = Infinity,
): LinePoints {
  const timesMs: number[] = [];
  const values: (number | null)[] = [];
  for (const { t, v } of points) {
    const before = timesMs.at(-1);
    if (before !== undefined && t - before > longest) {
      timesMs.push(before);
      values.push(null);
    }
    timesMs.push(t);
    values.push(finite(v));
  }
  return { timesMs, values, rows, exact: true };
}
