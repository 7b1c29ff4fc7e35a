/** Which rows of a table labels cover. */
import { extentsSql, type Extent } from '../../../core/label/follow';
import { at, lowerBound, maxOf, minOf } from '../../../core/list';
import { identifier, integer, timestamp } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { number, orNull } from '../duckdb/shape';
import { doubles, eachBatch } from '../series/values';

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

const extentShape = { label: number, rows: number, first: orNull(number), last: orNull(number) };

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
      for (const found of await database.read(sql, extentShape, signal)) extents[found.label] = found;
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
    const first = minOf(group.map(({ start }) => start));
    const last = maxOf(group.map(({ end }) => end));
    const times = await sortedTimes(table, sid, first, last, access);
    for (const { label, start, end } of group) {
      const from = lowerBound(times, start);
      const to = lowerBound(times, end, from);
      if (to > from)
        extents[label] = { label, rows: to - from, first: at(times, from), last: at(times, to - 1) };
    }
  }
  return extents;
}

async function sortedTimes(
  table: string,
  sid: number,
  from: number,
  to: number,
  access: Access,
): Promise<Float64Array> {
  if (!(from < to)) return new Float64Array(0);
  const where = `FROM ${identifier(table)} WHERE sid = ${integer(sid)} AND ts >= ${timestamp(from)} AND ts < ${timestamp(to)}`;
  const { n } = await access.database.readOne(`SELECT count(*) AS n ${where}`, { n: number }, access.signal);
  const times = new Float64Array(n);
  let filled = 0;
  let sorted = true;
  await eachBatch(`SELECT epoch_us(ts)::DOUBLE AS t ${where}`, access, (batch) => {
    times.set(doubles(batch, 't'), filled);
    filled += batch.rows;
  });
  for (let i = 1; i < times.length; i++) if ((times[i] as number) < (times[i - 1] as number)) sorted = false;
  return sorted ? times : times.sort();
}
