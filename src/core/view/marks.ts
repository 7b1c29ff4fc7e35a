import { identifier, integer } from '../sql';
import type { Marks } from './types';

export type MarkKind = 'outlier' | 'outlier-protected' | 'filled';

/** More marks than this, for each kind, are thinned to the lowest and highest of each column. */
const MARK_LIMIT = 2000;

/**
 * Every mark of every series as a table of its own: `sid, t` (microseconds)`, kind, v`. An outlier stands where it was found, a
 * filled value where it is now, once. `resampled` is null where the processed rows come straight from cleaning.
 */
export function markTableSql(table: string, changes: string, resampled: string | null): string {
  const buckets =
    resampled === null
      ? ''
      : `UNION ALL SELECT sid, epoch_us(ts), 'filled', value FROM (SELECT sid, ts, value FROM ${identifier(resampled)} WHERE filled AND value IS NOT NULL) AS r ANTI JOIN (SELECT sid, ts FROM ${identifier(changes)} WHERE action = 'filled') AS c USING (sid, ts)`;
  return `CREATE OR REPLACE TABLE ${identifier(table)} AS SELECT * FROM (
    SELECT sid, epoch_us(ts) AS t, action AS kind, CASE WHEN action = 'filled' THEN after ELSE "before" END AS v
    FROM ${identifier(changes)} WHERE action IN ('outlier', 'outlier-protected', 'filled') ${buckets}
  ) WHERE v IS NOT NULL ORDER BY sid, t`;
}

export interface MarkColumn {
  kind: MarkKind;
  n: number;
  /** Milliseconds. */
  tMin: number;
  vMin: number;
  tMax: number;
  vMax: number;
}

/** Marks of `[from, to)` by column: how many, the lowest and the highest. */
export function marksSql(table: string, sid: number, from: number, to: number): string {
  const width = Math.max(1, Math.ceil((to - from) / (MARK_LIMIT / 2)));
  return `SELECT kind, count(*) AS n, arg_min(t, v) / 1000.0 AS "tMin", min(v) AS "vMin", arg_max(t, v) / 1000.0 AS "tMax", max(v) AS "vMax"
  FROM ${identifier(table)} WHERE sid = ${integer(sid)} AND t >= ${integer(from)} AND t < ${integer(to)}
  GROUP BY kind, (t - ${integer(from)}) // ${integer(width)} ORDER BY kind, "tMin"`;
}

/** The marks of one kind, in order of time: at most `MARK_LIMIT`, with their true number. */
export function marksOf(kind: MarkKind, columns: readonly MarkColumn[]): Marks {
  const points: [number, number][] = [];
  let total = 0;
  for (const column of columns) {
    if (column.kind !== kind) continue;
    total += column.n;
    if (!Number.isFinite(column.vMin) || !Number.isFinite(column.vMax)) continue;
    points.push([column.tMin, column.vMin]);
    if (column.tMax !== column.tMin) points.push([column.tMax, column.vMax]);
  }
  points.sort((a, b) => a[0] - b[0]);
  return { timesMs: points.map((point) => point[0]), values: points.map((point) => point[1]), total };
}
