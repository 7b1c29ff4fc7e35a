/** Which zone data the local times of a data set were read with. */
import type { Dataset } from '../../../core/dataset/documents';
import { daysFromCivil, DAY_US } from '../../../core/civil';
import { isoTime } from '../../../core/format';
import { offsetAt, transitions } from '../../../core/ingest/zone';
import { releaseOf, type PackedZones } from '../../../core/dataset/zoneRelease';
import { maxOf, minOf } from '../../../core/list';
import { utf8 } from './csv';
import { packageVersions } from './packageVersions';
import { sha256 } from './sink';

type TimeZones = Dataset['timeZones'];

interface Timed {
  zone: string;
  /** Microseconds. */
  first: number;
  last: number;
}

const yearOf = (us: number): number => new Date(us / 1000).getUTCFullYear();
const startOf = (year: number): number => daysFromCivil(year, 1, 1) * DAY_US;

/** The release of the IANA database that the offsets are compared with; loaded when there are any. */
const knownRelease = async (): Promise<PackedZones> =>
  (await import('moment-timezone/data/packed/latest.json')).default;

/** The offsets of the zones other than UTC, for the calendar years that their series lie in. */
export async function timeZonesOf(series: readonly Timed[]): Promise<TimeZones> {
  const names = [...new Set(series.map(({ zone }) => zone))].filter((zone) => zone !== 'UTC').toSorted();
  const zones = names.map((zone): TimeZones['zones'][number] => {
    const mine = series.filter((one) => one.zone === zone);
    const from = startOf(yearOf(minOf(mine.map(({ first }) => first))));
    const to = startOf(yearOf(maxOf(mine.map(({ last }) => last))) + 1);
    const seconds = (offset: number): number => offset / 1e6;
    return {
      zone,
      from: isoTime(from),
      to: isoTime(to),
      offset: seconds(offsetAt(zone, from)),
      changes: transitions(zone, from, to).map(({ atUtc, offsetAfter }) => ({
        at: isoTime(atUtc),
        offset: seconds(offsetAfter),
      })),
    };
  });
  const lines = zones.flatMap(({ zone, from, offset, changes }) => [
    `${zone} ${from} ${offset}\n`,
    ...changes.map((change) => `${zone} ${change.at} ${change.offset}\n`),
  ]);
  const provider = 'ECMAScript Intl';
  if (zones.length === 0) return { provider, version: null, note: null, fingerprint: null, zones };
  const release = await knownRelease();
  return {
    provider,
    ...releaseOf(zones, release, `moment-timezone ${packageVersions['moment-timezone'] ?? ''}`),
    fingerprint: await sha256(utf8(lines.join(''))),
    zones,
  };
}
