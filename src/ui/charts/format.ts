const plain = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 6 });
const compact = new Intl.NumberFormat('en-US', { notation: 'compact', maximumSignificantDigits: 4 });
const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });

/** A value for reading: six significant digits, thousands separated, powers of ten for the very large and small. */
export function formatValue(value: number): string {
  const size = Math.abs(value);
  return size !== 0 && (size < 1e-4 || size >= 1e12) ? value.toExponential(4) : plain.format(value);
}

/** A value for an axis. */
export function formatTick(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e15)) return value.toExponential(1);
  return size >= 1e5 ? compact.format(value) : plain.format(value);
}

export const formatCount = (count: number): string => whole.format(count);

/** `2014-07-01 00:00:00 UTC`, with a fraction where there is one. Milliseconds since the epoch. */
export function formatUtc(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString().replace('T', ' ').replace('Z', '');
  return `${text.endsWith('.000') ? text.slice(0, -4) : text} UTC`;
}

/** The same moment on the clock of the person, with the zone's name. */
export function formatLocal(ms: number, zone?: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'long',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(ms);
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/**
 * A moment on a time axis, in UTC, as short as the visible length (milliseconds) allows; with `context`, what the others leave
 * out stands on a second line.
 */
export function formatTimeTick(ms: number, visible: number, context: boolean): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) return '';
  const iso = date.toISOString();
  const month = months[date.getUTCMonth()] ?? '';
  const day = `${date.getUTCDate()} ${month}`;
  const year = `${date.getUTCFullYear()}`;
  const second = (line: string): string => (context ? `\n${line}` : '');
  if (ms % 86_400_000 === 0) {
    if (date.getUTCDate() > 1 || visible < 60 * 86_400_000) return day + second(year);
    return date.getUTCMonth() > 0 ? month + second(year) : year;
  }
  const clock =
    ms % 60_000 === 0 ? iso.slice(11, 16) : ms % 1000 === 0 ? iso.slice(11, 19) : iso.slice(17, 23);
  return clock + second(`${day} ${year}`);
}
