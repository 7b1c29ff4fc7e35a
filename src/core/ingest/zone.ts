import { DAY_US, daysFromCivil } from '../civil';
import { LabFailure } from '../errors';
import { firstWhere, lookup } from '../list';
import type { LocalRule } from './types';

/** A change of a zone's offset from UTC. All in microseconds; offsets are east of UTC. */
interface Transition {
  atUtc: number;
  offsetBefore: number;
  offsetAfter: number;
}

const SECOND = 1_000_000;
/** Shorter than the shortest time between two changes of any zone's clock in practice. */
const STRIDE = 7 * DAY_US;

type OffsetAt = (utc: number) => number;

function offsets(zone: string): OffsetAt {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone: zone,
      hourCycle: 'h23',
      era: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    });
  } catch {
    throw new LabFailure({
      code: 'zone-unknown',
      message: `"${zone}" is not a time zone that this browser knows. Expected an IANA name such as Europe/Berlin, or UTC; choose one from the list.`,
    });
  }
  const known = new Map<number, number>();
  return (utc) => {
    const second = Math.floor(utc / SECOND);
    const cached = known.get(second);
    if (cached !== undefined) return cached;
    const parts = new Map(
      format.formatToParts(second * 1000).map(({ type, value }) => [type, Number(value)] as const),
    );
    const part = (type: Intl.DateTimeFormatPartTypes): number => lookup(parts, type);
    const days = daysFromCivil(part('year'), part('month'), part('day'));
    const local = days * 86400 + part('hour') * 3600 + part('minute') * 60 + part('second');
    const offset = (local - second) * SECOND;
    known.set(second, offset);
    return offset;
  };
}

/** Throws LabFailure `zone-unknown` for a name that is no zone. */
export function checkZone(zone: string): void {
  if (zone !== 'UTC') offsets(zone);
}

/**
 * The changes of a zone's offset in `[fromUs, toUs]`, sorted, to the second: sampled weekly and found by bisection, since `Intl` offers no table.
 * Throws LabFailure `zone-unknown`.
 */
export function transitions(zone: string, fromUs: number, toUs: number): Transition[] {
  if (zone === 'UTC') return [];
  const offsetAt = offsets(zone);
  const found: Transition[] = [];
  let at = Math.floor(fromUs / SECOND) * SECOND;
  const end = Math.ceil(toUs / SECOND) * SECOND;
  while (at < end) {
    const next = Math.min(at + STRIDE, end);
    const before = offsetAt(at);
    const after = offsetAt(next);
    if (before !== after) {
      const change = firstWhere(
        at / SECOND + 1,
        next / SECOND,
        (second) => offsetAt(second * SECOND) !== before,
      );
      at = change * SECOND;
      found.push({ atUtc: at, offsetBefore: before, offsetAfter: offsetAt(at) });
    } else at = next;
  }
  return found;
}

/**
 * The local times `[from, to)` of a zone as consecutive intervals without a gap, each with its rule. Bounds are local microseconds.
 * Throws LabFailure `zone-unknown`.
 */
export function localRules(zone: string, from: number, to: number): LocalRule[] {
  if (zone === 'UTC') return [{ from, to, kind: 'normal', offset: 0 }];
  // No zone is more than a day from UTC: two days around hold all that matters.
  const changes = transitions(zone, from - 2 * DAY_US, to + 2 * DAY_US);
  const rules: LocalRule[] = [];
  let start = -Infinity;
  let offset = changes[0]?.offsetBefore ?? offsets(zone)(from);
  for (const change of changes) {
    const before = change.atUtc + change.offsetBefore;
    const after = change.atUtc + change.offsetAfter;
    rules.push({ from: start, to: Math.min(before, after), kind: 'normal', offset });
    if (after > before)
      rules.push({ from: before, to: after, kind: 'nonexistent', offset: change.offsetBefore });
    else
      rules.push({
        from: after,
        to: before,
        kind: 'ambiguous',
        offset: change.offsetBefore,
        offsetLater: change.offsetAfter,
      });
    start = Math.max(before, after);
    offset = change.offsetAfter;
  }
  rules.push({ from: start, to: Infinity, kind: 'normal', offset });
  return rules
    .map((rule) => ({ ...rule, from: Math.max(rule.from, from), to: Math.min(rule.to, to) }))
    .filter((rule) => rule.from < rule.to);
}

/**
 * Local times of a zone to UTC, in microseconds: the earlier moment of a time that comes twice, shifted forward where a time was skipped. Rules are
 * found once for each year. Throws LabFailure `zone-unknown`.
 */
export function localToUtc(zone: string): (local: number) => number {
  checkZone(zone);
  if (zone === 'UTC') return (local) => local;
  const years = new Map<number, LocalRule[]>();
  const length = 366 * DAY_US;
  return (local) => {
    const year = Math.floor(local / length);
    let rules = years.get(year);
    if (!rules) {
      rules = localRules(zone, year * length, (year + 1) * length);
      years.set(year, rules);
    }
    const rule = rules.find(({ from, to }) => local >= from && local < to);
    return rule ? local - rule.offset : NaN;
  };
}
