import { DAY_US, daysFromCivil } from '../civil';
import { LabFailure } from '../errors';
import { at, firstWhere } from '../list';
import type { LocalRule } from './types';

/** A change of a zone's offset from UTC. All in microseconds; offsets are east of UTC. */
interface Transition {
  atUtc: number;
  offsetBefore: number;
  offsetAfter: number;
}

const SECOND = 1_000_000;
/** Changes are searched and kept by blocks; 773 of them are 400 years of the Gregorian calendar, after which weekdays and dates repeat. */
const BLOCK_DAYS = 189;
const BLOCK = BLOCK_DAYS * DAY_US;
const CYCLE = 773;
/** Before 1800 every zone has its local mean time. */
const FIRST_BLOCK = Math.floor((daysFromCivil(1800, 1, 1) * DAY_US) / BLOCK);
/** From 2500 on zones follow rules of the calendar, so that what holds 400 years before holds again. */
const LAST_BLOCK = Math.floor((daysFromCivil(2500, 1, 1) * DAY_US) / BLOCK);

interface Zone {
  /** Offset from UTC at a moment, in microseconds, east positive. */
  offsetAt(utc: number): number;
  /** Changes by block, those after its start up to its end, once they are known. */
  blocks: Map<number, Transition[]>;
}

const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  const known = zones.get(name);
  if (known) return known;
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
      timeZone: name,
      hourCycle: 'h23',
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
      message: `"${name}" is not a time zone that this browser knows. Expected an IANA name such as Europe/Berlin, or UTC; choose one from the list.`,
    });
  }
  // The text is read by the places of its numbers: three times quicker than its parts.
  const order = format.formatToParts(0).filter(({ type }) => type !== 'literal');
  const place = (type: Intl.DateTimeFormatPartTypes): number => order.findIndex((part) => part.type === type);
  const [year, month, day] = [place('year'), place('month'), place('day')];
  const [hour, minute, second] = [place('hour'), place('minute'), place('second')];
  const offsetAt = (utc: number): number => {
    const since = Math.max(Math.floor(utc / SECOND), (FIRST_BLOCK * BLOCK) / SECOND);
    const read = Array.from(format.format(since * 1000).matchAll(/\d+/g), Number);
    const days = daysFromCivil(at(read, year), at(read, month), at(read, day));
    const local = days * 86400 + at(read, hour) * 3600 + at(read, minute) * 60 + at(read, second);
    return (local - since) * SECOND;
  };
  const zone = { offsetAt, blocks: new Map<number, Transition[]>() };
  zones.set(name, zone);
  return zone;
}

/** The changes of a block: day after day, and by bisection within a day, since `Intl` offers no table. No zone changes its clock forth and back within a day. */
function changesIn(zone: Zone, block: number): readonly Transition[] {
  if (block < FIRST_BLOCK) return [];
  const known = zone.blocks.get(block);
  if (known) return known;
  const found: Transition[] = [];
  if (block > LAST_BLOCK) {
    const cycles = Math.ceil((block - LAST_BLOCK) / CYCLE);
    for (const change of changesIn(zone, block - cycles * CYCLE))
      found.push({ ...change, atUtc: change.atUtc + cycles * CYCLE * BLOCK });
  } else {
    const start = block * BLOCK;
    let before = zone.offsetAt(start);
    for (let day = 1; day <= BLOCK_DAYS; day++) {
      const end = start + day * DAY_US;
      const after = zone.offsetAt(end);
      if (after === before) continue;
      const since = before;
      const second = firstWhere(
        (end - DAY_US) / SECOND + 1,
        end / SECOND,
        (moment) => zone.offsetAt(moment * SECOND) !== since,
      );
      const atUtc = second * SECOND;
      found.push({ atUtc, offsetBefore: before, offsetAfter: zone.offsetAt(atUtc) });
      before = after;
    }
  }
  zone.blocks.set(block, found);
  return found;
}

/** Throws LabFailure `zone-unknown` for a name that is no zone. */
export function checkZone(zone: string): void {
  if (zone !== 'UTC') zoneOf(zone);
}

/** The changes of a zone's offset in `(fromUs, toUs]`, sorted, to the second. Throws LabFailure `zone-unknown`. */
export function transitions(zone: string, fromUs: number, toUs: number): Transition[] {
  if (zone === 'UTC') return [];
  const found: Transition[] = [];
  for (let block = Math.floor(fromUs / BLOCK); block * BLOCK < toUs; block++) {
    for (const change of changesIn(zoneOf(zone), block))
      if (change.atUtc > fromUs && change.atUtc <= toUs) found.push(change);
  }
  return found;
}

/** Microseconds that a zone's clock is ahead of UTC at a moment. Throws LabFailure `zone-unknown`. */
export const offsetAt = (zone: string, utc: number): number =>
  zone === 'UTC' ? 0 : zoneOf(zone).offsetAt(utc);

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
  let offset = changes[0]?.offsetBefore ?? offsetAt(zone, from);
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
