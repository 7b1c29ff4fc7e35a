/** Values as a person writes them: each reading turns a value into a text, and a text into a value or a refusal. */
import { fail, ok, type Result } from '../../../core/errors';
import { count, decimal } from '../../../core/format';
import { microseconds, parseDuration, parseInstant } from '../../../core/recipe';
import type { Amount, Duration } from '../../../core/recipe/types';
import type { Span } from './Slider';

export interface Reading<T> {
  write(value: T): string;
  /** The value of a text, or what was expected instead. */
  read(text: string): Result<T>;
}

/** A refusal at a field: what was expected. */
export const refuse = (message: string): Result<never> => fail({ code: 'recipe-value', message });

/** As another reading, or nothing where the field is empty. */
export const optional = <T>({ read, write }: Reading<T>): Reading<T | undefined> => ({
  write: (value) => (value === undefined ? '' : write(value)),
  read: (text) => (text === '' ? ok(undefined) : read(text)),
});

/** A text as it is, unless `check` says what is wrong with it. */
export const textReading = (check?: (text: string) => string | undefined): Reading<string> => ({
  write: (text) => text,
  read: (text) => {
    const problem = check?.(text);
    return problem === undefined ? ok(text) : refuse(problem);
  },
});

/** A text that may not be empty. `what`: `a name such as pressure`. */
export const requiredText = (what: string): Reading<string> =>
  textReading((text) => (text === '' ? `Expected ${what}; the field is empty.` : undefined));

/** ` of at least 0`, ` from 0 to 1`; empty where there is no limit near enough to matter. */
function within({ min = -Infinity, max = Infinity }: Partial<Span>): string {
  const far = 1e15;
  if (min <= -far && max >= far) return '';
  if (max >= far) return ` of at least ${decimal(min)}`;
  return min <= -far ? ` of at most ${decimal(max)}` : ` from ${decimal(min)} to ${decimal(max)}`;
}

const readNumber = (text: string): number =>
  text.trim() === '' ? NaN : Number(text.replace(/,(?=\d{3})/g, ''));

/** A number within limits; `scale`: what is shown is the value times this (100 for a share in per cent). */
export const numberReading = (limits: Partial<Span> = {}, scale = 1): Reading<number> => ({
  write: (value) => String(Number((value * scale).toPrecision(15))),
  read: (text) => {
    const { min = -Infinity, max = Infinity } = limits;
    const value = Number((readNumber(text) / scale).toPrecision(15));
    return Number.isFinite(value) && value >= min && value <= max
      ? ok(value)
      : refuse(
          `Expected a number${within({ min: min * scale, max: max * scale })}${scale === 100 ? ' %' : ''}; got "${text}".`,
        );
  },
});

/** Whole numbers with or without thousands separators: `1,000,000`, `1 000 000`, `1e6`, `10M`; undefined for any other text. */
export function readCount(text: string): number | undefined {
  const plain = text.replace(/[\s,_]/g, '');
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)([kM])?$/i.exec(plain);
  if (!match) return undefined;
  const factor = match[2] === undefined ? 1 : match[2].toLowerCase() === 'k' ? 1e3 : 1e6;
  const value = Math.round(Number(match[1]) * factor * 1e6) / 1e6;
  return Number.isSafeInteger(value) ? value : undefined;
}

export const countReading = (min: number, max: number, of: string): Reading<number> => ({
  write: count,
  read: (text) => {
    const value = readCount(text);
    return value !== undefined && value >= min && value <= max
      ? ok(value)
      : refuse(`Expected ${of}, a whole number from ${count(min)} to ${count(max)}; got "${text}".`);
  },
});

/** So many numbers with spaces or commas between. */
export const numbersReading = (fewest: number, most = Infinity): Reading<number[]> => ({
  write: (values) => values.map((value) => String(value)).join(' '),
  read: (text) => {
    const values = text
      .split(/[\s,;]+/)
      .filter((part) => part !== '')
      .map(Number);
    if (values.length >= fewest && values.length <= most && values.every(Number.isFinite)) return ok(values);
    const amount =
      fewest === 0 ? 'numbers' : fewest === 1 ? 'one number or more' : `${fewest} numbers or more`;
    return refuse(`Expected ${amount} with spaces between; got "${text}".`);
  },
});

/** Texts with commas between; one that has a comma, a quote or blanks at an end stands in double quotes, a quote in it twice. Empty: none. */
export const textsReading: Reading<string[]> = {
  write: (values) =>
    values
      .map((value) => (/[,"]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value))
      .join(', '),
  read: (text) => {
    const values: string[] = [];
    for (const [, quoted, plain] of text.matchAll(/\s*(?:"((?:[^"]|"")*)"\s*|([^,]*))(?:,|$)/g)) {
      const value = quoted === undefined ? (plain ?? '').trim() : quoted.replaceAll('""', '"');
      if (value !== '') values.push(value);
    }
    return values.length > 0
      ? ok([...new Set(values)])
      : refuse(`Expected names with commas between; got "${text}".`);
  },
};

/** A length of time. */
export const durationReading: Reading<Duration> = {
  write: (value) => value,
  read: (text) =>
    parseDuration(text) === undefined
      ? refuse(`Expected a length of time above zero such as 15min, 6h or 1.5d; got "${text}".`)
      : ok(text),
};

/** `2023-01-01`, `2023-01-01 06:00` and ISO texts, all UTC, in the recipe's form; undefined where the text is no time that exists. */
export function readTime(text: string): string | undefined {
  const match = /^(-?\d{4,6}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?Z?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, day, clock = '00:00'] = match;
  const full = `${day}T${clock.length === 5 ? `${clock}:00` : clock}Z`;
  return parseInstant(full) === undefined ? undefined : full;
}

/** A time of the recipe as a person reads and writes it. */
export const timeText = (iso: string): string => iso.replace('T', ' ').replace(/Z$/, '');

export const timeReading: Reading<string> = {
  write: timeText,
  read: (text) => {
    const iso = readTime(text);
    return iso === undefined
      ? refuse(`Expected a time in UTC that exists, such as 2023-01-01 06:00:00; got "${text}".`)
      : ok(iso);
  },
};

/** Both ends of a range in one text, a semicolon between; the upper is empty where one value is meant. */
export const joinEnds = (lower: string, upper: string): string => `${lower};${upper}`;
export const splitEnds = (text: string): [lower: string, upper: string] => {
  const [lower = '', upper = ''] = text.split(';');
  return [lower.trim(), upper.trim()];
};

/** One value, or a range of them in order. */
const rangeReading = <T>(
  one: Reading<T>,
  sizeOf: (value: T) => number,
  isRange: (value: T | [T, T]) => value is [T, T],
): Reading<T | [T, T]> => ({
  write: (value) =>
    isRange(value) ? joinEnds(one.write(value[0]), one.write(value[1])) : joinEnds(one.write(value), ''),
  read: (text) => {
    const [first, second] = splitEnds(text);
    const lower = one.read(first);
    if (!lower.ok || second === '') return lower;
    const upper = one.read(second);
    if (!upper.ok) return upper;
    return sizeOf(lower.value) <= sizeOf(upper.value)
      ? ok([lower.value, upper.value])
      : refuse(`Expected the smaller value first; got ${first} to ${second}. Exchange them.`);
  },
});

/** A number, or a range in which each anomaly draws. */
export const amountReading = (limits: Span): Reading<Amount> =>
  rangeReading(
    numberReading(limits),
    (value) => value,
    (value) => Array.isArray(value),
  );

/** A length of time, or a range in which each anomaly draws. */
export const lengthReading: Reading<Duration | [Duration, Duration]> = rangeReading(
  durationReading,
  microseconds,
  (value) => Array.isArray(value),
);
