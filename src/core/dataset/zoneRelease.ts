/** Whether the offsets that local times were read with are those of a known release of the IANA time zone database. */
import { at } from '../list';
import { formatInstant, parseInstant } from '../recipe/instant';

/**
 * A release as moment-timezone packs it (momentjs.com/timezone/docs, "Data formats"): each zone as `name|abbreviations|offsets|indices|differences|…`. Numbers have the base 60
 * and are minutes, offsets west of UTC; the differences add up to the ends of the stretches of time, the last of which has none.
 */
export interface PackedZones {
  version: string;
  zones: readonly string[];
  /** `name|other name of the same zone`. */
  links: readonly string[];
}

/** Offsets in seconds ahead of UTC, from a time on (ISO 8601 UTC). */
export interface ZoneOffsets {
  zone: string;
  from: string;
  to: string;
  offset: number;
  changes: readonly { at: string; offset: number }[];
}

const digits = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWX';

/** Sixtieths of a number in base 60, such as `-2ldXH.Q`: seconds, where the number is minutes. */
function sixtieths(text: string): number {
  const negative = text.startsWith('-');
  const [whole = '', fraction = ''] = text.slice(negative ? 1 : 0).split('.');
  let value = 0;
  for (const digit of whole + fraction.padEnd(1, '0').charAt(0)) value = 60 * value + digits.indexOf(digit);
  return negative ? -value : value;
}

interface Stretch {
  /** Seconds since 1970. */
  until: number;
  offset: number;
}

function stretchesOf(packed: string): Stretch[] {
  const [, , offsets = '', indices = '', differences = ''] = packed.split('|');
  // West of UTC; never -0.
  const ahead = offsets.split(' ').map((text) => 0 - sixtieths(text));
  const ends = differences === '' ? [] : differences.split(' ').map(sixtieths);
  let until = 0;
  return Array.from(indices, (digit, index): Stretch => {
    until = index < ends.length ? until + at(ends, index) : Infinity;
    return { until, offset: at(ahead, digits.indexOf(digit)) };
  });
}

function zoneNamed(name: string, { zones, links }: PackedZones): Stretch[] | undefined {
  const wanted = name.toLowerCase();
  const named = (entry: string): boolean => entry.slice(0, entry.indexOf('|')).toLowerCase() === wanted;
  const packed = zones.find(named);
  if (packed !== undefined) return stretchesOf(packed);
  const link = links.find((entry) => entry.slice(entry.indexOf('|') + 1).toLowerCase() === wanted);
  return link === undefined
    ? undefined
    : zoneNamed(link.slice(0, link.indexOf('|')), { version: '', zones, links: [] });
}

const secondsOf = (time: string): number => (parseInstant(time) ?? NaN) / 1e6;

/** The first moment from which on the offsets differ; undefined where they are the same until the end. */
function differsFrom(used: ZoneOffsets, stretches: readonly Stretch[]): string | undefined {
  const changes = [{ at: used.from, offset: used.offset }, ...used.changes];
  const offsetAt = (time: number): number => stretches.find(({ until }) => time < until)?.offset ?? NaN;
  for (const [index, change] of changes.entries()) {
    const begin = secondsOf(change.at);
    const next = changes[index + 1];
    const end = secondsOf(next ? next.at : used.to);
    if (offsetAt(begin) !== change.offset) return change.at;
    // A change of the release that was not used.
    const missed = stretches.find(
      ({ until }) => until > begin && until < end && offsetAt(until) !== change.offset,
    );
    if (missed) return formatInstant(missed.until * 1e6);
  }
  return undefined;
}

/** End of what a release says of zones that change their clocks, seconds since 1970. */
const horizon = ({ zones }: PackedZones): number =>
  zones.reduce((latest, zone) => {
    const before = stretchesOf(zone).at(-2)?.until ?? 0;
    return Math.max(latest, before);
  }, 0);

/**
 * The release, where all offsets are as it has them over the years in question; null where they are not, or are of years or zones that it does not have. `note` says which, for a
 * person. `source`: who packed the release.
 */
export function releaseOf(
  used: readonly ZoneOffsets[],
  packed: PackedZones,
  source: string,
): { version: string | null; note: string } {
  const release = `release ${packed.version} of the IANA time zone database, as ${source} has it`;
  const end = horizon(packed);
  for (const zone of used) {
    const stretches = zoneNamed(zone.zone, packed);
    if (!stretches) return { version: null, note: `${zone.zone} is not in ${release}.` };
    if (secondsOf(zone.to) > end)
      return { version: null, note: `The years of ${zone.zone} go beyond those in ${release}.` };
    const from = differsFrom(zone, stretches);
    if (from !== undefined)
      return {
        version: null,
        note: `The offsets of ${zone.zone} differ from those of ${release}, from ${from} on: the time zones of the browser or of Node are of another release.`,
      };
  }
  return {
    version: packed.version,
    note: `All offsets were compared with ${release}, and are the same. Other releases may have the same ones.`,
  };
}
