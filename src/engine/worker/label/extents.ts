/** Which rows of a table labels cover. */
import { extentsSql, type Extent } from '../../../core/label/follow';
import { at, last, lowerBound, maxOf, minOf } from '../../../core/list';
import { identifier, integer, timestamp } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { rawBatches } from '../duckdb/arrow';
import { doubles } from '../series/values';

/** Up to so many intervals a query for each is quicker than reading the rows. */
const MAX_QUERIES = 200;

export interface Interval {
  sid: number;
  start: number;
  end: number;
}

interface Access {
  database: Database;
  signal: AbortSignal;
}

/** For each interval the rows inside: how many, the first time and the last; one entry an interval, in their order. */
export async function extentsOf(
  table: string,
  intervals: readonly Interval[],
  access: Access,
): Promise<Extent[]> {
  const extents: Extent[] = intervals.map((_, label) => ({ label, rows: 0, first: null, last: null }));
  if (intervals.length <= MAX_QUERIES) {
    const { database, signal } = access;
    for (const sql of extentsSql(table, intervals, (label) => at(intervals, label).sid)) {
      for (const found of await database.rows<Extent>(sql, signal)) extents[found.label] = found;
    }
    return extents;
  }
  const bySeries = new Map<number, (Interval & { label: number })[]>();
  for (const [label, interval] of intervals.entries()) {
    const group = bySeries.get(interval.sid);
    if (group) group.push({ ...interval, label });
    else bySeries.set(interval.sid, [{ ...interval, label }]);
  }
  for (const [sid, group] of bySeries) {
    const from = minOf(group.map(({ start }) => start));
    const to = maxOf(group.map(({ end }) => end));
    const times = await sortedTimes(table, sid, from, to, access);
    for (const { label, start, end } of group) {
      const inside = times.subarray(lowerBound(times, start), lowerBound(times, end));
      if (inside.length === 0) continue;
      extents[label] = { label, rows: inside.length, first: at(inside, 0), last: last(inside) };
    }
  }
  return extents;
}

async function sortedTimes(
  table: string,
  sid: number,
  from: number,
  to: number,
  { database, signal }: Access,
): Promise<Float64Array> {
  if (!(from < to)) return new Float64Array(0);
  const where = `FROM ${identifier(table)} WHERE sid = ${integer(sid)} AND ts >= ${timestamp(from)} AND ts < ${timestamp(to)}`;
  const counted = await database.rows<{ n: number }>(`SELECT count(*) AS n ${where}`, signal);
  const times = new Float64Array(at(counted, 0).n);
  let filled = 0;
  let sorted = true;
  for await (const slice of rawBatches(
    database.slices(`SELECT epoch_us(ts)::DOUBLE AS t ${where}`, signal),
  )) {
    for (const batch of slice) {
      const part = doubles(batch, 't');
      times.set(part, filled);
      filled += part.length;
    }
  }
  for (let i = 1; i < times.length; i++) if ((times[i] as number) < (times[i - 1] as number)) sorted = false;
  return sorted ? times : times.sort();
}
