/** Times of a recipe: ISO 8601 in UTC, to the microsecond. */
import { DAY_US, daysFromCivil, daysInMonth } from '../civil';

const pattern = /^(-?\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?Z$/;

/** Microseconds since 1970 of `2023-01-01T00:00:00.5Z`; undefined where the text is no such time. */
export function parseInstant(text: string): number | undefined {
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
