/** Which rows of a table labels cover. */
import { extentsSql, type Extent } from '../../../core/label/follow';
import { identifier, integer, timestamp } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { rawBatches } from '../duckdb/batches';
import { doubles } from '../series/values';

/** Up to so many labels a query for each is quicker than going through the rows. */
const FEW = 200;

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
  if (intervals.length <= FEW) {
    const { database, signal } = access;
    for (const sql of extentsSql(table, intervals, (label) => intervals[label]?.sid ?? -1)) {
      for (const found of await database.rows<Extent>(sql, signal)) extents[found.label] = found;
    }
    return extents;
  }
  const bySeries = new Map<number, (Interval & { label: number })[]>();
  for (const [label, interval] of intervals.entries()) {
    const mine = bySeries.get(interval.sid) ?? [];
    mine.push({ ...interval, label });
    bySeries.set(interval.sid, mine);
  }
  for (const [sid, mine] of bySeries) {
    const from = mine.reduce((least, { start }) => Math.min(least, start), Infinity);
    const to = mine.reduce((most, { end }) => Math.max(most, end), -Infinity);
    const times = await sortedTimes(table, sid, from, to, access);
    for (const { label, start, end } of mine) {
      const low = lowerBound(times, start);
      const high = Math.max(low, lowerBound(times, end));
      const none = high === low;
      extents[label] = {
        label,
        rows: high - low,
        first: none ? null : (times[low] ?? null),
        last: none ? null : (times[high - 1] ?? null),
      };
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
  const [found] = await database.rows<{ n: number }>(`SELECT count(*) AS n ${where}`, signal);
  const times = new Float64Array(found?.n ?? 0);
  let at = 0;
  let sorted = true;
  for await (const slice of rawBatches(
    database.slices(`SELECT epoch_us(ts)::DOUBLE AS t ${where}`, signal),
  )) {
    for (const batch of slice) {
      const part = doubles(batch, 't');
      times.set(part, at);
      at += part.length;
    }
  }
  for (let i = 1; i < times.length; i++) if ((times[i] ?? 0) < (times[i - 1] ?? 0)) sorted = false;
  return sorted ? times : times.sort();
}

function lowerBound(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((times[middle] ?? Infinity) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
