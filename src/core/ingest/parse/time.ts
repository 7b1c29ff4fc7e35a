import { daysFromCivil, daysInMonth, DAY_US } from '../../civil';
import { microseconds } from '../../recipe/duration';
import { instant } from '../../recipe/instant';
import { offsetOf, timePattern } from '../../recipe/timePattern';
import type { TimeSpec } from '../../recipe/types';
import { localToUtc } from '../zone';
import { COLON, COMMA, LOWER_T, MINUS, NINE, POINT, SLASH, SPACE, textOfCell, UPPER_T, ZERO } from './bytes';
import { clip } from './number';

/** Why the last time parser returned NaN. */
export let timeProblem = '';
/** Whether the last time that was read lacks the offset that its format has. */
export let offsetMissing = false;

/** Reads one cell; microseconds since 1970, or NaN with `timeProblem` set. */
export type TimeParser = (bytes: Uint8Array, start: number, end: number) => number;

const OUT_OF_RANGE = 'the time lies outside the years 1685 to 2255';

/**
 * The parser of a time column. `timestamp` (Parquet only) reads text as ISO. `decimal` is the character before an epoch's fraction. Throws RangeError
 * for a pattern that the recipe's checks do not let through, LabFailure `zone-unknown`.
 */
export function timeParser(
  time: Pick<TimeSpec, 'format'> & Partial<TimeSpec>,
  decimal: '.' | ',' = '.',
): TimeParser {
  const read = formatParser(time, decimal);
  return time.interval === true ? startOf(read) : read;
}

function formatParser(time: Pick<TimeSpec, 'format'> & Partial<TimeSpec>, decimal: '.' | ','): TimeParser {
  const { format } = time;
  switch (format) {
    case 'iso':
    case 'timestamp':
      return (bytes, start, end) => calendar(bytes, start, end, 'iso');
    case 'iso-offset': {
      const toUtc = localToUtc(time.zone ?? 'UTC');
      return (bytes, start, end) => calendar(bytes, start, end, 'iso', toUtc);
    }
    case 'day-first':
    case 'month-first':
      return (bytes, start, end) => calendar(bytes, start, end, format);
    case 'epoch-s':
      return (bytes, start, end) => epoch(textOfCell(bytes, start, end), 6, decimal);
    case 'epoch-ms':
      return (bytes, start, end) => epoch(textOfCell(bytes, start, end), 3, decimal);
    case 'epoch-us':
      return (bytes, start, end) => epoch(textOfCell(bytes, start, end), 0, decimal);
    case 'epoch-ns':
      return (bytes, start, end) => epoch(textOfCell(bytes, start, end), -3, decimal);
    case 'excel':
      return (bytes, start, end) => serialDay(textOfCell(bytes, start, end).replace(decimal, '.'));
    case 'index':
      return rowNumber(time);
    default:
      return byPattern(format);
  }
}

function byPattern(format: string): TimeParser {
  const pattern = timePattern(format);
  if (typeof pattern === 'string') throw new RangeError(`"${format}" is no time pattern: ${pattern}`);
  return (bytes, start, end) => {
    const text = textOfCell(bytes, start, end);
    const time = pattern.read(text);
    if (typeof time === 'object') return inRange(time.local - (time.offset ?? 0));
    if (text === '') return refuse('the time is empty');
    return refuse(
      time === 'shape' ? `"${clip(text)}" is not a time written as ${format}` : `"${clip(text)}": ${time}`,
    );
  };
}

const interval = /^(.*\S)(?:\s+(?:-|\u2013|\u2014|to|\/)\s+|\/(?=\d{4}-))\S.*$/;

/** The start of an interval "a - b", "a – b", "a to b" or "a/b": what stands before the sign that parts them; undefined for what is none. */
export const intervalStart = (text: string): string | undefined => interval.exec(text)?.[1];

function startOf(read: TimeParser): TimeParser {
  const encoder = new TextEncoder();
  return (bytes, start, end) => {
    const text = textOfCell(bytes, start, end);
    const from = intervalStart(text);
    if (from === undefined) return refuse(`"${clip(text)}" is not an interval written as start - end`);
    const first = encoder.encode(from);
    return read(first, 0, first.length);
  };
}

const EXCEL_DAY_0 = daysFromCivil(1899, 12, 30);

/** Excel's days since 1899-12-30, to the millisecond; days before 1900-03-01 are refused, since Excel counts a 29 February 1900 that never was. */
function serialDay(text: string): number {
  if (text === '') return refuse('the time is empty');
  const days = /^\d+(?:\.\d*)?$/.test(text) ? Number(text) : NaN;
  if (!(days >= 61 && days < 2958466)) return refuse(`"${clip(text)}" is not a day as Excel counts them`);
  return inRange(EXCEL_DAY_0 * DAY_US + Math.round(days * 86_400_000) * 1000);
}

function rowNumber({ start: first, step }: Partial<TimeSpec>): TimeParser {
  const from = first === undefined ? 0 : instant(first);
  const by = step === undefined ? 1 : microseconds(step);
  return (bytes, start, end) => {
    const text = textOfCell(bytes, start, end);
    const number = /^[+-]?\d+(?:\.0*)?$/.test(text) ? Number(text) : NaN;
    return Number.isNaN(number)
      ? refuse(text === '' ? 'the row number is empty' : `"${clip(text)}" is not a row number`)
      : inRange(from + number * by);
  };
}

function refuse(reason: string): number {
  timeProblem = reason;
  return NaN;
}

/** Digits shifted by `shift` places to microseconds; what is finer is cut off, so that no digit is lost on the way. */
function epoch(text: string, shift: number, decimal: string): number {
  if (text === '') return refuse('the time is empty');
  const match = /^([+-]?)(\d+)(?:[.,](\d*))?$/.exec(text);
  if (!match || (text.includes(decimal === '.' ? ',' : '.') && decimal === ',')) {
    if (!/^[+-]?\d+(\.\d*)?[eE][+-]?\d+$/.test(text)) return refuse(`"${clip(text)}" is not an epoch number`);
    return inRange(Math.floor(shift >= 0 ? Number(text) * 10 ** shift : Number(text) / 10 ** -shift));
  }
  const [, sign = '', whole = '', fraction = ''] = match;
  const digits = shift >= 0 ? whole + fraction.slice(0, shift).padEnd(shift, '0') : whole.slice(0, shift);
  const us = Number(digits);
  if (sign !== '-') return inRange(us);
  // What is finer than a microsecond is cut off towards the past.
  const cut = shift >= 0 ? fraction.slice(shift) : whole.slice(shift) + fraction;
  return inRange(0 - us - (/[1-9]/.test(cut) ? 1 : 0));
}

function inRange(us: number): number {
  return Number.isSafeInteger(us) ? us : refuse(OUT_OF_RANGE);
}

const isDigit = (byte: number): boolean => byte >= ZERO && byte <= NINE;

/** Digits from `at`, no more than `max`; -1 where there is none. `next` is set to the byte after them. */
let next = 0;
function readDigits(bytes: Uint8Array, at: number, end: number, max: number): number {
  const stop = Math.min(end, at + max);
  let value = 0;
  let i = at;
  for (; i < stop; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  next = i;
  return i === at ? -1 : value;
}

type Order = 'iso' | 'day-first' | 'month-first';

/** `toUtc`: an offset is expected, and a time without one is converted by this. */
function calendar(
  bytes: Uint8Array,
  start: number,
  end: number,
  order: Order,
  toUtc?: (local: number) => number,
): number {
  const bad = (): number => {
    const text = clip(textOfCell(bytes, start, end));
    if (text === '') return refuse('the time is empty');
    const expected =
      order === 'iso'
        ? 'YYYY-MM-DD HH:MM:SS'
        : order === 'day-first'
          ? 'DD/MM/YYYY HH:MM:SS'
          : 'MM/DD/YYYY HH:MM:SS';
    return refuse(`"${text}" is not a time written as ${expected}${toUtc ? ' with an offset from UTC' : ''}`);
  };
  const a = readDigits(bytes, start, end, order === 'iso' ? 4 : 2);
  const yearDigits = next - start;
  const separator = bytes[next];
  if (a < 0 || next >= end || (separator !== MINUS && separator !== SLASH && separator !== POINT))
    return bad();
  const b = readDigits(bytes, next + 1, end, 2);
  if (b < 0 || next >= end || bytes[next] !== separator) return bad();
  const from = next + 1;
  const c = readDigits(bytes, from, end, order === 'iso' ? 2 : 4);
  if (c < 0 || (order === 'iso' ? yearDigits : next - from) !== 4) return bad();
  const year = order === 'iso' ? a : c;
  const month = order === 'day-first' ? b : order === 'iso' ? b : a;
  const day = order === 'iso' ? c : order === 'day-first' ? a : b;
  const last = daysInMonth(year, month);
  if (last === 0) return refuse(`there is no month ${month}`);
  if (day < 1 || day > last)
    return refuse(`there is no day ${day} in ${year}-${String(month).padStart(2, '0')}`);
  let us = daysFromCivil(year, month, day) * DAY_US;
  let i = next;
  if (i < end) {
    const gap = bytes[i];
    if (gap !== SPACE && gap !== UPPER_T && gap !== LOWER_T) return bad();
    while (bytes[i] === SPACE && bytes[i + 1] === SPACE) i++;
    const hour = readDigits(bytes, i + 1, end, 2);
    if (hour < 0 || bytes[next] !== COLON || next >= end) return bad();
    const minuteAt = next + 1;
    const minute = readDigits(bytes, minuteAt, end, 2);
    if (minute < 0 || next - minuteAt !== 2) return bad();
    i = next;
    let second = 0;
    let fraction = 0;
    if (i < end && bytes[i] === COLON) {
      second = readDigits(bytes, i + 1, end, 2);
      if (second < 0 || next - i !== 3) return bad();
      i = next;
      if (i < end && (bytes[i] === POINT || bytes[i] === COMMA)) {
        const at = i + 1;
        fraction = readDigits(bytes, at, end, 6);
        if (fraction < 0) return bad();
        for (let places = next - at; places < 6; places++) fraction *= 10;
        i = next;
        while (i < end && isDigit(bytes[i] as number)) i++;
      }
    }
    if (second === 60) return refuse('second 60 is a leap second, which timestamps here cannot represent');
    let hours = hour;
    if (order !== 'iso' && i < end) {
      const half = textOfCell(bytes, i, end).trim().toLowerCase();
      if ((half === 'am' || half === 'pm') && hour >= 1 && hour <= 12) {
        hours = (hour % 12) + (half === 'pm' ? 12 : 0);
        i = end;
      }
    }
    const midnight = hours === 24 && minute === 0 && second === 0 && fraction === 0;
    if ((hours > 23 && !midnight) || minute > 59 || second > 59)
      return refuse(`there is no time ${clip(textOfCell(bytes, start, end))}`);
    us += (hours * 3600 + minute * 60 + second) * 1e6 + fraction;
  }
  offsetMissing = false;
  if (toUtc) {
    if (i >= end) {
      offsetMissing = true;
      return inRange(toUtc(us));
    }
    const offset = offsetOf(textOfCell(bytes, i, end).trimStart());
    return Number.isNaN(offset) ? bad() : inRange(us - offset);
  }
  if (i < end) {
    if (Number.isNaN(offsetOf(textOfCell(bytes, i, end).trimStart()))) return bad();
    return refuse(
      `"${clip(textOfCell(bytes, start, end))}" has an offset from UTC; choose the format "ISO with offset"`,
    );
  }
  return inRange(us);
}
