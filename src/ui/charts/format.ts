import { significant } from '../../core/format';

const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });

/** A value for reading: six significant digits, thousands separated, powers of ten for the very large and small. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e12) ? value.toExponential(4) : significant(value);
}

/** A value for an axis. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(1);
  return size >= 1e5 ? compact.format(value) : significant(value);
}

/** `2014-07-01 00:00:00 UTC`, with a fraction where there is one. Milliseconds since the epoch. */
export function formatUtc(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString().replace('T', ' ').replace('Z', '');
  return `${text.endsWith('.000') ? text.slice(0, -4) : text} UTC`;
}

/** A moment told beside another one: its time of day alone where both are of one day in UTC. Milliseconds since the epoch. */
export function formatBeside(ms: number, other: number): string {
  const [text, beside] = [formatUtc(ms), formatUtc(other)];
  return text.slice(0, 10) === beside.slice(0, 10) ? text.slice(11, -4) : text;
}

/** The same moment on the clock of the person, with the zone's name. */
export function formatLocal(ms: number, zone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(ms);
}
