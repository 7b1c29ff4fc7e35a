/** NAB's times: `2014-04-11 00:00:00`, without a zone, read as UTC. Microseconds since 1970 throughout. */
import { DAY_US, daysFromCivil, daysInMonth } from '../civil';

const general =
  /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ Tt](\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?( ?(?:Z|z|UTC|[+-]\d\d:?(?:\d\d)?))?)?$/;

let lastDate = -1;
let lastDay = NaN;

/** Microseconds at the start of a day; NaN where there is no such day. The day of the last call is kept: rows of a file share it. */
function startOfDay(year: number, month: number, day: number): number {
  const date = (year * 100 + month) * 100 + day;
  if (date === lastDate) return lastDay;
  lastDate = date;
  lastDay = day >= 1 && day <= daysInMonth(year, month) ? daysFromCivil(year, month, day) * DAY_US : NaN;
  return lastDay;
}

function clock(hour: number, minute: number, second: number): number {
  return hour < 24 && minute < 60 && second < 60 ? (hour * 3600 + minute * 60 + second) * 1e6 : NaN;
}

/** Two digits at `at`; NaN for anything else. */
function two(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/**
 * Microseconds UTC of a time as NAB writes it, also with `T`, a fraction (cut off below a microsecond), without seconds or clock time, or
 * with an offset. NaN for any other text, and outside the years 1685 to 2255, where a double holds no exact microseconds.
 */
export function readTime(text: string): number {
  if (text.length === 19) {
    const gap = text.charCodeAt(10);
    if (
      text.charCodeAt(4) === 45 &&
      text.charCodeAt(7) === 45 &&
      (gap === 32 || gap === 84) &&
      text.charCodeAt(13) === 58 &&
      text.charCodeAt(16) === 58
    ) {
      const day = startOfDay(two(text, 0) * 100 + two(text, 2), two(text, 5), two(text, 8));
      return exact(day + clock(two(text, 11), two(text, 14), two(text, 17)));
    }
  }
  const match = general.exec(text);
  if (!match) return NaN;
  const [, year, , month, day, hour = '0', minute = '0', second = '0', fraction = '', offset] = match;
  const fine = Number(fraction.slice(0, 6).padEnd(6, '0'));
  const local = startOfDay(Number(year), Number(month), Number(day)) + fine;
  return exact(local + clock(Number(hour), Number(minute), Number(second)) - offsetUs(offset));
}

const exact = (us: number): number => (Number.isSafeInteger(us) ? us : NaN);

/** Microseconds east of UTC; NaN beyond 18 hours. */
function offsetUs(text: string | undefined): number {
  const match = text === undefined ? null : /([+-])(\d\d):?(\d\d)?/.exec(text);
  if (!match) return 0;
  const hours = Number(match[2]);
  const minutes = Number(match[3] ?? 0);
  if (hours > 18 || minutes > 59) return NaN;
  return (match[1] === '-' ? -1 : 1) * (hours * 60 + minutes) * 6e7;
}

const twoDigits = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

let lastWritten = NaN;
let lastText = '';

/** The date of a day, counted from 1970-01-01. The one of the last call is kept: labels come in order of time. */
function dateText(day: number): string {
  if (day === lastWritten) return lastText;
  lastWritten = day;
  lastText = new Date(day * 86_400_000).toISOString().slice(0, 10);
  return lastText;
}

/** `2014-04-11 00:00:00`, with six more digits where there is a fraction, as Python's `str` writes a datetime: NAB's labels and rows. */
export function formatTime(us: number): string {
  const second = Math.floor(us / 1e6);
  const day = Math.floor(second / 86_400);
  const within = second - day * 86_400;
  const hour = Math.floor(within / 3600);
  const minute = Math.floor(within / 60) % 60;
  const fraction = us - second * 1e6;
  const whole = `${dateText(day)} ${twoDigits[hour]}:${twoDigits[minute]}:${twoDigits[within % 60]}`;
  return fraction === 0 ? whole : `${whole}.${String(fraction).padStart(6, '0')}`;
}

/** `2014-04-11 00:00:00.000000`, always with six digits: an end of a NAB window. */
export function formatWindowTime(us: number): string {
  const text = formatTime(us);
  return text.length === 19 ? `${text}.000000` : text;
}
