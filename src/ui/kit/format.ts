import { parseDuration, durationText } from '../../core/recipe';

const whole = new Intl.NumberFormat('en-GB');
const fine = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 6 });

/** `10,000,000`. */
export const count = (value: number): string => whole.format(value);

/** A measured number, six digits at most; a dash where there is none. */
export const measure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : fine.format(value);

/** `5 rows`, `1 row`. */
export const many = (value: number, one: string, more = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : more}`;

/** `2015-09-08 11:39:00` from microseconds UTC. */
export function utc(us: number | null): string {
  if (us === null) return '–';
  const date = new Date(us / 1000);
  return Number.isNaN(date.getTime())
    ? '–'
    : date
        .toISOString()
        .replace('T', ' ')
        .replace(/\.000Z$|Z$/, '');
}

/** The same moment in the time of this machine, for a tooltip. */
export const localTime = (us: number | null): string =>
  us === null ? '' : `${new Date(us / 1000).toLocaleString('en-GB')} local time`;

/** `5 min`, `3 d 12 h` from microseconds. */
export const span = (us: number | null): string => (us === null ? '–' : durationText(us));

/** `15min` as `15 min`. */
export const spanOf = (duration: string): string => span(parseDuration(duration) ?? null);

export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const [unit, size] =
    value < 1e6 ? (['kB', 1e3] as const) : value < 1e9 ? (['MB', 1e6] as const) : (['GB', 1e9] as const);
  return `${(value / size).toFixed(value < 1e6 ? 0 : 1)} ${unit}`;
}

export const percent = (share: number): string => `${Math.floor(share * 100)} %`;
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
