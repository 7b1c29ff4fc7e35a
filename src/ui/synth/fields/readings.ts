import { ok } from '../../../core/errors';
import { parseDuration } from '../../../core/recipe';
import type { Amount, Duration } from '../../../core/recipe/types';
import { count } from '../../../core/format';
import { readCount, readTime, timeText } from '../lib/length';
import type { Span } from './softRange';
import { refuse, type Reading } from './useDraft';

const limit = (value: number): string => value.toLocaleString('en-GB', { maximumFractionDigits: 6 });

/** `of at least 0`, `from 0 to 1`; empty where there is no limit near enough to matter. */
function within({ min = -Infinity, max = Infinity }: Partial<Span>): string {
  const far = 1e15;
  if (min <= -far && max >= far) return '';
  if (max >= far) return ` of at least ${limit(min)}`;
  return min <= -far ? ` of at most ${limit(max)}` : ` from ${limit(min)} to ${limit(max)}`;
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

/** As another reading, or nothing where the field is empty. */
export const optional = <T>({ read, write }: Reading<T>): Reading<T | undefined> => ({
  write: (value) => (value === undefined ? '' : write(value)),
  read: (text) => (text === '' ? ok(undefined) : read(text)),
});

export const countReading = (min: number, max: number, of: string): Reading<number> => ({
  write: count,
  read: (text) => {
    const value = readCount(text);
    return value !== undefined && value >= min && value <= max
      ? ok(value)
      : refuse(`Expected ${of}, a whole number from ${count(min)} to ${count(max)}; got "${text}".`);
  },
});

/** Numbers with spaces or commas between. */
export const numbersReading = (least: number, most = Infinity): Reading<number[]> => ({
  write: (values) => values.map((value) => String(value)).join(' '),
  read: (text) => {
    const values = text
      .split(/[\s,;]+/)
      .filter((part) => part !== '')
      .map(Number);
    return values.length >= least && values.length <= most && values.every(Number.isFinite)
      ? ok(values)
      : refuse(
          `Expected ${least === 1 ? 'one number or more' : `${least} numbers or more`} with spaces between; got "${text}".`,
        );
  },
});

export const durationReading: Reading<Duration> = {
  write: (value) => value,
  read: (text) =>
    parseDuration(text) === undefined
      ? refuse(`Expected a length of time above zero such as 15min, 6h or 1.5d; got "${text}".`)
      : ok(text),
};

export const timeReading: Reading<string> = {
  write: timeText,
  read: (text) => {
    const iso = readTime(text);
    return iso === undefined
      ? refuse(`Expected a time in UTC that exists, such as 2023-01-01 06:00:00; got "${text}".`)
      : ok(iso);
  },
};

/** Both ends of a range in one text, a semicolon between; the second is empty where one value is meant. */
export const joinEnds = (least: string, most: string): string => `${least};${most}`;
export const splitEnds = (text: string): [least: string, most: string] => {
  const [least = '', most = ''] = text.split(';');
  return [least.trim(), most.trim()];
};

/** A number, or a range in which each anomaly draws. */
export const amountReading = (limits: Span): Reading<Amount> => {
  const one = numberReading(limits);
  return {
    write: (amount) =>
      typeof amount === 'number'
        ? joinEnds(one.write(amount), '')
        : joinEnds(one.write(amount[0]), one.write(amount[1])),
    read: (text) => {
      const [first, second] = splitEnds(text);
      const least = one.read(first);
      if (!least.ok || second === '') return least;
      const most = one.read(second);
      if (!most.ok) return most;
      return least.value <= most.value
        ? ok([least.value, most.value])
        : refuse(`Expected the least first; got ${first} to ${second}. Exchange them.`);
    },
  };
};

type Length = Duration | [least: Duration, most: Duration];

export const lengthReading: Reading<Length> = {
  write: (length) => (typeof length === 'string' ? joinEnds(length, '') : joinEnds(...length)),
  read: (text) => {
    const [first, second] = splitEnds(text);
    const least = durationReading.read(first);
    if (!least.ok || second === '') return least;
    const most = durationReading.read(second);
    if (!most.ok) return most;
    return (parseDuration(first) ?? 0) <= (parseDuration(second) ?? 0)
      ? ok([first, second])
      : refuse(`Expected the least length first; got ${first} to ${second}. Exchange them.`);
  },
};
