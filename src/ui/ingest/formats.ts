/** How times may be written, zones, and times as a zone's clock shows them. */
import { formatProblem, isMoment } from '../../core/recipe/timeFormat';
import type { TimeSpec } from '../../core/recipe/types';
import type { Choice } from '../kit/form/fields';
import { utc } from '../kit/format';

/** Formats that have a name, each with an example. */
export const namedFormats: readonly Choice<string>[] = [
  { value: 'iso', label: 'ISO: 2024-01-31 18:00:00' },
  { value: 'iso-offset', label: 'ISO with offset: 2024-01-31T18:00:00+01:00' },
  { value: 'day-first', label: 'Day first: 31/01/2024 18:00' },
  { value: 'month-first', label: 'Month first: 01/31/2024 6:00 PM' },
  { value: 'epoch-s', label: 'Seconds since 1970: 1706724000' },
  { value: 'epoch-ms', label: 'Milliseconds since 1970: 1706724000000' },
  { value: 'epoch-us', label: 'Microseconds since 1970' },
  { value: 'epoch-ns', label: 'Nanoseconds since 1970' },
  { value: 'excel', label: 'Days as Excel counts: 45322.75' },
  { value: 'index', label: 'Row numbers: 0, 1, 2, …' },
  { value: 'timestamp', label: 'Parquet timestamp' },
];

export const isPattern = (format: string): boolean => !namedFormats.some(({ value }) => value === format);

/** A format's name or its pattern. */
export const formatName = (format: string): string =>
  namedFormats.find(({ value }) => value === format)?.label ?? format;

/** Patterns to begin with, for times that have no name here. */
export const patternExamples: readonly string[] = [
  'yyyy-MM-dd HH:mm:ss',
  'dd.MM.yyyy HH:mm',
  'dd-MMM-yyyy HH:mm:ss',
  'MMM d, yyyy h:mm a',
  'yyyyMMddHHmm',
  'yyyyMMdd HH',
  'yy-MM-dd HH:mm',
  "YYYY-'W'ww-e",
];

/** Whether the zone of a source makes a difference to its times: it is that of times without an offset. */
export function zoneMatters({ format }: Pick<TimeSpec, 'format'>): boolean {
  if (format === 'iso-offset') return true;
  return formatProblem(format) !== undefined || !isMoment(format);
}

export const zones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];
const zoneByKey = new Map(zones.map((zone) => [zone.toLowerCase(), zone]));

/** The zone that a person means by `europe/berlin` or ` New York`; undefined where none or several fit. */
export function zoneOf(text: string): string | undefined {
  const key = text.trim().toLowerCase().replaceAll(' ', '_');
  const city = zones.filter((zone) => zone.toLowerCase().endsWith(`/${key}`));
  return zoneByKey.get(key) ?? (city.length === 1 ? city[0] : undefined);
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** A moment as a clock in the zone shows it: `2015-09-08 13:39:00` from microseconds UTC. */
export function local(us: number, zone: string): string {
  if (zone === 'UTC') return utc(us);
  let clock = clocks.get(zone);
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' });
    clocks.set(zone, clock);
  }
  return clock.format(us / 1000);
}
