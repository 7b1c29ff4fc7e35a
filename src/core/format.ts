/** Numbers as a person reads them, in English: the only code that turns a number into text for messages and the page. */

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const formats = new Map<string, Intl.NumberFormat>();

function formatOf(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const format = new Intl.NumberFormat('en-GB', options);
  formats.set(key, format);
  return format;
}

/** A number of things: `10,000,000`. */
export const count = (value: number): string => whole.format(value);

/** `5 rows`, `1 row`; `more` where the plural is not made by an s. */
export const plural = (value: number, one: string, more = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : more}`;

/** A measured number, with so many significant digits at most: `1,209.5`. */
export const significant = (value: number, digits = 6): string =>
  formatOf({ maximumSignificantDigits: digits }).format(value);

/** A number with so many decimals at most: `0.000001`. */
export const decimal = (value: number, decimals = 6): string =>
  formatOf({ maximumFractionDigits: decimals }).format(value);

/** A measured number with six significant digits at most; a dash where there is none. */
export const measure = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : significant(value);

/** What something adds or takes away: `+0.987`, `−0.11`. */
export const signed = (value: number, decimals = 3): string =>
  formatOf({ maximumFractionDigits: decimals, signDisplay: 'exceptZero' }).format(value).replace('-', '−');

/** A score with two to four decimals: `42.17`, `−3.2051`. */
export const score = (value: number): string =>
  formatOf({ minimumFractionDigits: 2, maximumFractionDigits: 4, signDisplay: 'negative' })
    .format(value)
    .replace('-', '−');

/** A share of 1 in whole percent, rounded down: 100 % is all of it. */
export const percent = (share: number): string => `${Math.floor(share * 100)} %`;

/** A size: `812 B`, `167 kB`, `1.2 GB`, `15.0 TB`. */
export function bytes(value: number): string {
  if (value < 1000) return `${value} B`;
  const [unit, size] =
    value < 1e6
      ? (['kB', 1e3] as const)
      : value < 1e9
        ? (['MB', 1e6] as const)
        : value < 1e12
          ? (['GB', 1e9] as const)
          : (['TB', 1e12] as const);
  return `${(value / size).toFixed(value < 1e6 ? 0 : 1)} ${unit}`;
}

/** A measured number in short: four significant digits, but every one before the point; with an exponent where it is very large or small. */
export function measured(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(2).replace('e+', 'e');
  return size >= 1000 ? count(Math.round(value)) : significant(value, 4);
}

/** A share of 1 in percent with a decimal: `3.2 %`; below a tenth of a percent `under 0.1 %`. */
export const finePercent = (share: number): string =>
  share > 0 && share < 0.001 ? 'under 0.1 %' : `${decimal(100 * share, 1)} %`;

/** Microseconds since the epoch as ISO 8601 text in UTC, with as much of the fraction as there is: `2014-07-01T00:00:00Z`. */
export function isoTime(us: number): string {
  const seconds = Math.floor(us / 1e6);
  const fraction = String(us - seconds * 1e6)
    .padStart(6, '0')
    .replace(/0+$/, '');
  const time = new Date(seconds * 1000).toISOString().slice(0, -5);
  return `${time}${fraction ? `.${fraction}` : ''}Z`;
}
