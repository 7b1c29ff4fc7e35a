import type { StepContext, StepSql } from '../types';
import type { UtcOptions } from '../../recipe/types';
import { identifier, integer, text, timestamp } from '../../sql';
import type { LocalRule } from '../../ingest/types';

/** The rules of one series: sorted, without gaps, over all of its local times. */
export interface ZoneRules {
  sid: number;
  rules: LocalRule[];
}

interface UtcContext extends StepContext {
  /** The series that are not in UTC already. */
  zones: readonly ZoneRules[];
}

/** Binary search as SQL, so that a row costs the logarithm of the number of leaves and the nesting stays shallow. */
function search<T>(sorted: readonly T[], below: (item: T) => string, leaf: (item: T) => string): string {
  const middle = sorted.length >> 1;
  const item = sorted[middle];
  if (item === undefined) return `error(${text('no rule of the time zone covers this time')})`;
  if (sorted.length === 1) return leaf(item);
  const [left, right] = [sorted.slice(0, middle), sorted.slice(middle)];
  return `CASE WHEN ${below(item)} THEN ${search(left, below, leaf)} ELSE ${search(right, below, leaf)} END`;
}

/** An expression over sid and ts; the first rule of a series also holds before it, the last one after it. */
function byRule(zones: readonly ZoneRules[], otherwise: string, leaf: (rule: LocalRule) => string): string {
  return search(
    [...zones].sort((a, b) => a.sid - b.sid),
    ({ sid }) => `sid < ${integer(sid)}`,
    ({ sid, rules }) =>
      `CASE WHEN sid = ${integer(sid)} THEN ${search(rules, ({ from }) => `ts < ${timestamp(from)}`, leaf)} ELSE ${otherwise} END`,
  );
}

/** Microseconds to take from the local time; NULL drops the row. */
function shift(options: UtcOptions, { kind, offset, offsetLater }: LocalRule): string {
  if (kind === 'nonexistent' && options.nonexistent === 'drop') return 'NULL';
  if (kind === 'ambiguous' && options.ambiguous === 'drop') return 'NULL';
  return integer(kind === 'ambiguous' && options.ambiguous === 'later' ? (offsetLater ?? offset) : offset);
}

/** Local times to UTC; rows keep their order. Counts: converted, nonexistent, ambiguous, dropped. */
export function toSql(options: UtcOptions, { zones, ...context }: UtcContext): StepSql {
  const input = identifier(context.input);
  const probe = `SELECT ${integer(zones.length)} AS zones`;
  if (zones.length === 0) {
    const report = `SELECT sid, count(*) AS "rowsIn", count(*) AS "rowsOut", 0 AS converted, 0 AS nonexistent, 0 AS ambiguous, 0 AS dropped FROM ${input} GROUP BY sid ORDER BY sid`;
    return { probe, act: () => ({ statements: [], output: context.input, report, cleanup: [] }) };
  }
  const offsets = byRule(zones, '0', (rule) => shift(options, rule));
  const kinds = byRule(zones, 'NULL', ({ kind }) => text(kind));
  const dropped = zones
    .flatMap(({ rules }) => rules)
    .filter((rule) => shift(options, rule) === 'NULL')
    .map(({ kind }) => text(kind));
  const isDropped = dropped.length > 0 ? `kind IN (${[...new Set(dropped)].join(', ')})` : 'false';
  const create = `CREATE TABLE ${identifier(context.output)} AS
SELECT sid, "row", make_timestamp(epoch_us(ts) - local) AS ts, value, outlier, filled
FROM (SELECT *, (${offsets})::BIGINT AS local FROM ${input}) WHERE local IS NOT NULL`;
  const report = `SELECT sid, "rowsIn", "rowsIn" - dropped AS "rowsOut", local - dropped AS converted, nonexistent, ambiguous, dropped
FROM (SELECT sid, count(*) AS "rowsIn", count(kind) AS local,
count(*) FILTER (kind = 'nonexistent') AS nonexistent, count(*) FILTER (kind = 'ambiguous') AS ambiguous, count(*) FILTER (${isDropped}) AS dropped
FROM (SELECT sid, (${kinds})::VARCHAR AS kind FROM ${input}) GROUP BY sid) ORDER BY sid`;
  return { probe, act: () => ({ statements: [create], output: context.output, report, cleanup: [] }) };
}
