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
