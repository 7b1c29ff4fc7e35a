import type { LocalRule } from '../../ingest/types';
import { integer, text, timestamp } from '../../sql';

/** The rules of one series: sorted, without gaps, over all of its local times. */
export interface ZoneRules {
  sid: number;
  rules: LocalRule[];
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
export function byRule(
  zones: readonly ZoneRules[],
  otherwise: string,
  leaf: (rule: LocalRule) => string,
): string {
  return search(
    [...zones].sort((a, b) => a.sid - b.sid),
    ({ sid }) => `sid < ${integer(sid)}`,
    ({ sid, rules }) =>
      `CASE WHEN sid = ${integer(sid)} THEN ${search(rules, ({ from }) => `ts < ${timestamp(from)}`, leaf)} ELSE ${otherwise} END`,
  );
}
