/** Times of a recipe: ISO 8601 in UTC, to the microsecond, after Hinnant's `days_from_civil` (howardhinnant.github.io/date_algorithms.html). */

const pattern = /^(-?\d{4,6})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,6}))?)?Z$/;
const day = 86_400_000_000;

function daysFromCivil(year: number, month: number, dayOfMonth: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + dayOfMonth - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

const daysIn = (year: number, month: number): number =>
  daysFromCivil(month === 12 ? year + 1 : year, month === 12 ? 1 : month + 1, 1) -
  daysFromCivil(year, month, 1);

/** Microseconds since 1970 of `2023-01-01T00:00:00.5Z`; undefined where the text is no such time. */
export function parseInstant(text: string): number | undefined {
  const match = pattern.exec(text);
  if (!match) return undefined;
  const [year = 0, month = 0, dayOfMonth = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part: string | undefined) => Number(part ?? 0));
  if (month < 1 || month > 12 || dayOfMonth < 1 || dayOfMonth > daysIn(year, month)) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = Number((match[7] ?? '').padEnd(6, '0'));
  return daysFromCivil(year, month, dayOfMonth) * day + ((hour * 60 + minute) * 60 + second) * 1e6 + fraction;
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
