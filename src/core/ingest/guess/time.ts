/** In which format the cells of a column are times. */
import { at, maxOf, minOf } from '../../list';
import type { TimeSpec } from '../../recipe/types';
import { patternExpression } from '../../recipe/timePattern';
import { intervalStart, timeParser } from '../parse/time';
import { isMissing, MAJORITY } from './cells';

export interface TimeGuess {
  format: string;
  /** Formats that read the cells as well and differently, the proposed one first; absent where the cells decide. */
  options?: string[];
  /** No cell has a time of day. */
  dateOnly: boolean;
  interval?: boolean;
}

const encoder = new TextEncoder();
/** Cells on which candidates are tried before all are. */
const TRIED = 120;

const dates = (
  'yyyy-MM-dd yyyy/MM/dd yyyy.MM.dd dd-MM-yyyy dd/MM/yyyy dd.MM.yyyy MM-dd-yyyy MM/dd/yyyy MM.dd.yyyy ' +
  'dd-MM-yy dd/MM/yy dd.MM.yy MM-dd-yy MM/dd/yy yy-MM-dd yy/MM/dd yyyy-MM yyyy/MM ' +
  'dd-MMM-yyyy dd-MMM-yy d_MMM_yyyy d._MMM_yyyy d_MMM_yy MMM_d,_yyyy MMM_d_yyyy MMM/d/yyyy yyyy-MMM-dd yyyy_MMM_d dd/MMM/yyyy MMM_yyyy MMM-yyyy MMM-yy MMM_yy ' +
  "YYYY-'W'ww-e YYYY'W'wwe YYYY-'W'ww YYYY'W'ww yyyy-'Q'Q yyyy'Q'Q 'Q'Q_yyyy yyyy'M'MM yyyy-DDD yyyyMMdd ddMMMyyyy"
)
  .split(' ')
  .map((date) => date.replaceAll('_', ' '))
  .flatMap((date) => (/MMM/.test(date) ? [date, `EEE, ${date}`, `EEE ${date}`] : [date]));
const clocks = [
  'HH:mm:ss',
  'HH:mm',
  'HH.mm.ss',
  'HH.mm',
  'HHmmss',
  'HHmm',
  'h:mm:ss a',
  'h:mm a',
  'h:mm:ssa',
  'h:mma',
  'h a',
  'HH',
  "HH'h'mm",
  'H',
];
/** Formats that have the year behind the time of day, as C's ctime. */
const wholes = ['EEE MMM d HH:mm:ss yyyy', 'EEE MMM d HH:mm:ss z yyyy', 'MMM d HH:mm:ss yyyy'];
const joints = [' ', "'T'", ', ', "' - '", '-', ':', "'_'", ''];
const endings = ['', 'XXX', ' XXX', " 'UTC'", " 'GMT'", " 'UTC'XXX", ' z', ' XXX z'];

const prefixes = new Map<string, RegExp>();
function prefix(pattern: string): RegExp {
  let found = prefixes.get(pattern);
  if (!found) {
    const part = patternExpression(pattern);
    found = new RegExp(`^(?:${typeof part === 'string' ? '(?!)' : part.source})`, 'u');
    prefixes.set(pattern, found);
  }
  return found;
}
const after = (pattern: string, text: string): string | undefined => {
  if (pattern === '') return text;
  const match = prefix(pattern).exec(text);
  return match ? text.slice(match[0].length) : undefined;
};

/** Patterns that read a whole cell: a date, a date and a time of day in either order, with what may stand behind them. */
function patternsOf(cell: string): string[] {
  const found: string[] = [];
  const pairs = (first: readonly string[], second: readonly string[]): void => {
    for (const a of first) {
      const rest = after(a, cell);
      if (rest === undefined || rest === '') continue;
      for (const joint of joints) {
        const tail = after(joint, rest);
        if (tail === undefined || tail === '') continue;
        for (const b of second) {
          // Digits next to digits are a stamp such as 20240110T1200 without its T, and nothing else.
          if (joint === '' && (a !== 'yyyyMMdd' || !b.startsWith('HHmm'))) continue;
          // An hour alone stands behind a blank or a T.
          if (/^HH?$/.test(b) && joint !== ' ' && joint !== "'T'") continue;
          const end = after(b, tail);
          if (end === undefined) continue;
          for (const ending of endings) if (after(ending, end) === '') found.push(a + joint + b + ending);
        }
      }
    }
  };
  for (const whole of wholes) if (after(whole, cell) === '') found.push(whole);
  for (const date of dates) {
    const rest = after(date, cell);
    if (rest === undefined) continue;
    for (const ending of ['', ...endings.slice(3, 5)])
      if (after(ending, rest) === '') found.push(date + ending);
  }
  pairs(dates, clocks);
  pairs(clocks.slice(0, 4), dates);
  return found;
}

/** Microseconds of each cell that is not missing, NaN where it is no time. */
export function readTimes(
  cells: readonly string[],
  time: Pick<TimeSpec, 'format'> & Partial<TimeSpec>,
): number[] {
  const parse = timeParser(time);
  return cells.map((cell) => {
    const bytes = encoder.encode(cell);
    return parse(bytes, 0, bytes.length);
  });
}

const spread = <T>(list: readonly T[], n: number): T[] =>
  list.length <= n
    ? [...list]
    : Array.from({ length: n }, (_, i) => at(list, Math.floor((i * list.length) / n)));

const named = ['iso', 'iso-offset', 'day-first', 'month-first'];
/** Of the named formats, all of which part hours from minutes by a colon. */
const hasClock = (cell: string): boolean => cell.includes(':');

/**
 * The format in which most of the cells are times; undefined where they are not. Numbers are no times here: see `numericTimes`. Where several formats
 * read as many cells and disagree, all of them are options; first is the one whose times run forward and lie close together.
 */
export function guessTime(cells: readonly string[]): TimeGuess | undefined {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length === 0 || !spread(present, 5).some((cell) => /\d/.test(cell))) return undefined;
  const whole = guessFormat(present);
  if (whole) return whole;
  const starts = present.map((cell) => intervalStart(cell) ?? '');
  if (starts.filter((start) => start !== '').length < present.length * MAJORITY) return undefined;
  const start = guessFormat(starts.filter((one) => one !== ''));
  return start ? { ...start, interval: true } : undefined;
}

function read(cells: readonly string[], format: string): { format: string; times: number[]; hits: number } {
  const times = readTimes(cells, { format });
  return { format, times, hits: times.reduce((sum, us) => sum + (Number.isNaN(us) ? 0 : 1), 0) };
}

function guessFormat(present: readonly string[]): TimeGuess | undefined {
  const tried = spread(present, TRIED);
  const likelyOf = (formats: readonly string[]): { format: string; hits: number }[] =>
    formats
      .map((format) => ({ format, hits: read(tried, format).hits }))
      .filter((one) => one.hits >= tried.length * MAJORITY * 0.7);
  let likely = likelyOf(named);
  if (!likely.some(({ hits }) => hits === tried.length)) {
    const patterns = spread(tried, 5).flatMap((cell) => (cell.length < 60 ? patternsOf(cell) : []));
    likely = [...likely, ...likelyOf([...new Set(patterns)])];
  }
  if (likely.length === 0) return undefined;
  const all = likely.map(({ format }) => read(present, format));
  const most = maxOf(all.map((one) => one.hits));
  if (most < present.length * MAJORITY) return undefined;
  const best = all.filter((one) => one.hits === most);
  const distinct = best.filter(
    (one, i) =>
      !best.slice(0, i).some((before) => before.times.every((us, k) => Object.is(us, one.times[k]))),
  );
  const backward = (times: readonly number[]): number =>
    times.reduce((sum, us, i) => sum + (i > 0 && us < at(times, i - 1) ? 1 : 0), 0);
  // Times that lie much closer together are likelier: days of a month than the same day of many months or years.
  const closest = distinct.length > 0 ? minOf(distinct.map(({ times }) => spanOf(times))) : 0;
  const ranked = distinct
    .map(({ format, times }) => ({
      format,
      backward: backward(times),
      far: Number(spanOf(times) >= 5 * closest && spanOf(times) > closest),
      order: preference(format, at(present, 0)),
    }))
    .sort((a, b) => a.backward - b.backward || a.far - b.far || a.order - b.order);
  const [first] = ranked;
  if (!first) return undefined;
  const dateOnly = named.includes(first.format)
    ? !tried.some(hasClock)
    : !/[Hh](?![a-z]*')/.test(first.format.replace(/'[^']*'/g, ''));
  const options = ranked.map(({ format }) => format);
  return { format: first.format, dateOnly, ...(options.length > 1 ? { options } : {}) };
}

/** From the first to the last of the times that can be read. */
function spanOf(times: readonly number[]): number {
  const known = times.filter((us) => !Number.isNaN(us));
  return maxOf(known) - minOf(known);
}

/** Of two orders of day and month: slashes are rather American, points and dashes European. */
function preference(format: string, cell: string): number {
  const monthFirst = format === 'month-first' || /^MM?[/.-]/.test(format);
  return monthFirst === cell.includes('/') ? 0 : 1;
}

const epochs = [
  ['epoch-s', 1],
  ['epoch-ms', 1e3],
  ['epoch-us', 1e6],
  ['epoch-ns', 1e9],
] as const;
const YEAR = 31_556_952;
const stamps = ['yyyyMMdd', 'yyyyMMddHH', 'yyyyMMddHHmm', 'yyyyMMddHHmmss'];

/**
 * Numbers that may be times: calendar stamps such as 2024011000, or epochs in the unit that puts them into the years 1971 to 2100.
 * `months`: 202401 may be one, which a name has to say.
 */
export function numericTimes(cells: readonly string[], months = false): TimeGuess | undefined {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length === 0) return undefined;
  const enough = present.length * MAJORITY;
  const calendar = [...stamps, ...(months ? ['yyyyMM'] : [])].filter(
    (format) => readTimes(present, { format }).filter((us) => us > -3.2e15 && us < 4.2e15).length >= enough,
  );
  const numbers = present.map(Number);
  const units = epochs
    .filter(([, unit]) => numbers.filter((n) => n / unit > YEAR && n / unit < 131 * YEAR).length >= enough)
    .map(([format]) => format);
  const options: string[] = [...calendar, ...units];
  const [format] = options;
  if (format === undefined) return undefined;
  return { format, dateOnly: format === 'yyyyMMdd', ...(options.length > 1 ? { options } : {}) };
}

/** Days as Excel counts them, from 1955 to 2119. */
export function isExcel(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => !isMissing(cell)).map(Number);
  return numbers.length > 0 && numbers.every((n) => n > 20_000 && n < 80_000);
}

/** Numbers of rows: whole, each one more than the one before, from 0 or 1. */
export function isIndex(cells: readonly string[]): boolean {
  const numbers = cells.map((cell) => (cell === '' ? NaN : Number(cell)));
  const [first = NaN] = numbers;
  return (first === 0 || first === 1) && numbers.every((n, i) => n === first + i);
}

const clock =
  /^(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?$|^(?:[01]?\d|2[0-4])\.[0-5]\d\.[0-5]\d$|^(?:1[0-2]|0?\d) ?[AaPp]\.?[Mm]\.?$/;

/** Whether most cells are times of day without a date. */
export function isClock(cells: readonly string[]): boolean {
  const present = cells.filter((cell) => !isMissing(cell));
  return present.length > 0 && present.filter((cell) => clock.test(cell)).length >= present.length * MAJORITY;
}
