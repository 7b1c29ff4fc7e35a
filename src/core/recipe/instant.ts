/** Times of a recipe: ISO 8601 in UTC, to the microsecond. */
import { DAY_US, daysFromCivil, daysInMonth } from '../civil';

const pattern = /^(-?\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?Z$/;

/** The number that the digits `[from, to)` of a text make; NaN where one of them is none. */
function digits(text: string, from: number, to: number): number {
  let number = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return NaN;
    number = 10 * number + digit;
  }
  return number;
}

/** Microseconds of a time as most are written: a year of four digits, whole seconds or milliseconds; undefined where it is written otherwise, or is none. */
function usualInstant(text: string): number | undefined {
  const { length } = text;
  const whole = length === 20;
  if (!whole && !(length === 24 && text[19] === '.')) return undefined;
  const marked =
    text[4] === '-' && text[7] === '-' && text[10] === 'T' && text[13] === ':' && text[16] === ':';
  if (!marked || text[length - 1] !== 'Z') return undefined;
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 7), digits(text, 8, 10)];
  const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
  const ms = whole ? 0 : digits(text, 20, 23);
  if (!(day >= 1 && day <= daysInMonth(year, month) && hour <= 23 && minute <= 59 && second <= 59))
    return undefined;
  const us =
    daysFromCivil(year, month, day) * DAY_US + ((hour * 60 + minute) * 60 + second) * 1e6 + ms * 1000;
  return Number.isNaN(us) ? undefined : us;
}

/** Microseconds since 1970 of `2023-01-01T00:00:00.5Z`; undefined where the text is no such time. */
export function parseInstant(text: string): number | undefined {
  const usual = usualInstant(text);
  if (usual !== undefined) return usual;
  const match = pattern.exec(text);
  if (!match) return undefined;
  const part = (index: number): number => Number(match[index] ?? 0);
  const [year, month, day] = [part(1), part(2), part(3)];
  const [hour, minute, second] = [part(4), part(5), part(6)];
  if (day < 1 || day > daysInMonth(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[7] ?? '').padEnd(6, '0'));
  return daysFromCivil(year, month, day) * DAY_US + ((hour * 60 + minute) * 60 + second) * 1e6 + fraction;
}

/** Microseconds of a time that the recipe's checks have let through. Throws RangeError on any other. */
export function instant(text: string): number {
  const us = parseInstant(text);
  if (us === undefined) throw new RangeError(`expected a time such as 2023-01-01T00:00:00Z, got "${text}"`);
  return us;
}

/** ISO 8601 UTC of microseconds: `2023-03-15T12:00:00Z`, with a fraction only where there is one. */
export function formatInstant(us: number): string {
  const fraction = us - Math.floor(us / 1e6) * 1e6;
  const seconds = new Date(Math.floor(us / 1000)).toISOString().slice(0, 19);
  return fraction === 0 ? `${seconds}Z` : `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}
