import { DAY_US, daysFromCivil, daysInMonth } from '../civil';
import { append } from '../list';

/** A time as its text says it, before any zone. */
export interface WrittenTime {
  /** Microseconds since 1970 of the calendar time that is written. */
  local: number;
  /** Microseconds east of UTC, where the text has an offset. */
  offset?: number;
}

/** Reads one text; a text of what is wrong where it is no such time. */
export interface TimePattern {
  read: (text: string) => WrittenTime | string;
  /** Times have an offset from UTC, each its own. */
  hasOffset: boolean;
}

type Field =
  'y' | 'yy' | 'M' | 'MMM' | 'd' | 'D' | 'Q' | 'Y' | 'w' | 'e' | 'H' | 'h' | 'm' | 's' | 'S' | 'a' | 'X';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const fullMonths =
  'january february march april may june july august september october november december sept'.split(' ');

function monthOf(text: string): number {
  const word = text.toLowerCase().replace(/\.$/, '');
  if (word === 'sept') return 9;
  const index = word.length === 3 ? months.indexOf(word) : fullMonths.indexOf(word);
  return index + 1;
}

/** Number tokens: field, digits where the number stands between other digits, digits elsewhere. */
const numbers: Record<string, readonly [Field, string, string]> = {
  yyyy: ['y', '\\d{4}', '\\d{4}'],
  y: ['y', '\\d{4}', '\\d{4}'],
  yy: ['yy', '\\d{2}', '\\d{2}'],
  MM: ['M', '\\d{2}', '\\d{1,2}'],
  M: ['M', '\\d{1,2}', '\\d{1,2}'],
  dd: ['d', '\\d{2}', '\\d{1,2}'],
  d: ['d', '\\d{1,2}', '\\d{1,2}'],
  DDD: ['D', '\\d{3}', '\\d{3}'],
  D: ['D', '\\d{1,3}', '\\d{1,3}'],
  Q: ['Q', '[1-4]', '[1-4]'],
  YYYY: ['Y', '\\d{4}', '\\d{4}'],
  ww: ['w', '\\d{2}', '\\d{1,2}'],
  e: ['e', '[1-7]', '[1-7]'],
  HH: ['H', '\\d{2}', '\\d{1,2}'],
  H: ['H', '\\d{0,2}?', '\\d{1,2}'],
  hh: ['h', '\\d{2}', '\\d{1,2}'],
  h: ['h', '\\d{1,2}', '\\d{1,2}'],
  mm: ['m', '\\d{2}', '\\d{2}'],
  m: ['m', '\\d{1,2}', '\\d{1,2}'],
  ss: ['s', '\\d{2}', '\\d{2}'],
  s: ['s', '\\d{1,2}', '\\d{1,2}'],
};

interface Token {
  text: string;
  literal: boolean;
}

function tokens(pattern: string): Token[] | string {
  const found: Token[] = [];
  for (let i = 0; i < pattern.length;) {
    const char = pattern.charAt(i);
    if (char === "'") {
      const close = pattern.indexOf("'", i + 1);
      if (close < 0) return `a quote is opened at character ${i + 1} and not closed`;
      found.push({ text: close === i + 1 ? "'" : pattern.slice(i + 1, close), literal: true });
      i = close + 1;
      continue;
    }
    let end = i + 1;
    if (/[A-Za-z]/.test(char)) while (pattern.charAt(end) === char) end++;
    found.push({ text: pattern.slice(i, end), literal: !/[A-Za-z]/.test(char) });
    i = end;
  }
  return found;
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');

/** The expression for one token and the field that it reads; undefined for a token that is not known. */
function tokenExpression(
  token: Token,
  adjacent: boolean,
  before: Token | undefined,
  next: Token | undefined,
): [string, ...Field[]] | undefined {
  const { text, literal } = token;
  if (literal) return [text === ' ' ? '[ \\t\\u00a0]+' : escape(text)];
  const number = numbers[text];
  if (number) {
    const [field, inside, alone] = number;
    // Minutes behind a single H take what is there: Hmm reads 5, 905 and 2305.
    const short = text === 'mm' && before?.literal === false && before.text === 'H';
    const digits = `(${short ? '\\d{1,2}' : adjacent ? inside : alone})`;
    const fraction =
      field === 's' && !(next?.literal === true && /^[.,]/.test(next.text)) && next?.text[0] !== 'S';
    return fraction ? [`${digits}(?:[.,](\\d+))?`, field, 'S'] : [digits, field];
  }
  if (/^S+$/.test(text)) return ['(\\d+)', 'S'];
  if (/^M{3,4}$/.test(text)) return ['([\\p{L}]{3,9}\\.?)', 'MMM'];
  if (/^E{1,4}$/.test(text)) return ['[\\p{L}]{2,9}\\.?'];
  if (/^a{1,3}$/.test(text)) return ['([AaPp]\\.?[Mm]\\.?)', 'a'];
  if (/^(?:X{1,3}|x{1,3}|Z)$/.test(text)) return ['([Zz]|[+\\u2212-]\\d\\d(?::?\\d\\d)?)', 'X'];
  if (/^z{1,3}$/.test(text)) return ['(?![AaPp]\\.?[Mm]\\b)[A-Za-z]{1,5}'];
  return undefined;
}

const isNumber = (token: Token | undefined): boolean =>
  token !== undefined && !token.literal && (token.text in numbers || /^S+$/.test(token.text));

const known = new Map<string, TimePattern | string>();

/**
 * A pattern in Unicode's tokens (UTS 35: yyyy, MM, dd, HH, mm, ss, …) as a reader of times, or what is wrong with it. A blank stands for one or
 * more; a number that stands between others has exactly its digits, any other may lack leading zeros but for years, minutes and seconds; a fraction of a second is read where seconds
 * are; two digits of a year are 1969 to 2068, as POSIX has it; names of months are English; `z` is passed over.
 */
export function timePattern(pattern: string): TimePattern | string {
  let compiled = known.get(pattern);
  if (compiled === undefined) {
    compiled = compile(pattern);
    known.set(pattern, compiled);
  }
  return compiled;
}

/** The regular expression of a pattern or a part of one, without anchors, and the fields of its groups; or what is wrong with it. */
export function patternExpression(pattern: string): { source: string; fields: Field[] } | string {
  const list = tokens(pattern);
  if (typeof list === 'string') return list;
  const fields: Field[] = [];
  let source = '';
  for (const [i, token] of list.entries()) {
    const adjacent = isNumber(token) && (isNumber(list[i - 1]) || isNumber(list[i + 1]));
    const found = tokenExpression(token, adjacent, list[i - 1], list[i + 1]);
    if (!found)
      return `"${token.text}" is not a token of a time pattern; letters that stand for themselves are put in single quotes`;
    const [part, ...own] = found;
    source += part;
    append(fields, own);
  }
  return { source, fields };
}

function compile(pattern: string): TimePattern | string {
  const expression = patternExpression(pattern);
  if (typeof expression === 'string') return expression;
  const { source, fields } = expression;
  if (!fields.some((field) => field === 'y' || field === 'yy' || field === 'Y'))
    return 'it has no year (yyyy, yy or YYYY)';
  const expected = new RegExp(`^(?:${source})$`, 'u');
  return {
    hasOffset: fields.includes('X'),
    read: (text) => {
      const match = expected.exec(text);
      return match ? assemble(fields, match) : 'shape';
    },
  };
}

function assemble(fields: readonly Field[], match: RegExpExecArray): WrittenTime | string {
  const part = { y: 1970, M: 1, d: 1, H: 0, m: 0, s: 0, S: 0 };
  let week: number | undefined;
  let dayOfYear: number | undefined;
  let weekday = 1;
  let half: 'a' | 'p' | undefined;
  let offset: number | undefined;
  for (const [i, field] of fields.entries()) {
    const text = match[i + 1] ?? '';
    const number = Number(text);
    switch (field) {
      case 'y':
      case 'Y':
        part.y = number;
        break;
      case 'yy':
        part.y = number + (number < 69 ? 2000 : 1900);
        break;
      case 'MMM':
        part.M = monthOf(text);
        if (part.M === 0) return `"${text}" is not the English name of a month`;
        break;
      case 'Q':
        part.M = 3 * number - 2;
        break;
      case 'w':
        week = number;
        break;
      case 'e':
        weekday = number;
        break;
      case 'D':
        dayOfYear = number;
        break;
      case 'h':
        if (number < 1 || number > 12) return `there is no hour ${number} with AM or PM`;
        part.H = number % 12;
        break;
      case 'a':
        half = text.charAt(0).toLowerCase() === 'p' ? 'p' : 'a';
        break;
      case 'S':
        if (text !== '') part.S = Number(text.slice(0, 6).padEnd(6, '0'));
        break;
      case 'X':
        offset = offsetOf(text);
        if (Number.isNaN(offset)) return `there is no offset ${text}`;
        break;
      default:
        part[field] = number;
    }
  }
  const { y, M, d, m, s, S } = part;
  const hour = part.H + (half === 'p' ? 12 : 0);
  if (m > 59 || s > 59 || hour > 24 || (hour === 24 && (m > 0 || s > 0 || S > 0)))
    return s === 60
      ? 'second 60 is a leap second, which timestamps here cannot represent'
      : 'there is no such time of day';
  const days =
    week !== undefined
      ? weekDay(y, week, weekday)
      : dayOfYear !== undefined
        ? yearDay(y, dayOfYear)
        : civil(y, M, d);
  if (typeof days === 'string') return days;
  const local = days * DAY_US + (hour * 3600 + m * 60 + s) * 1e6 + S;
  return offset === undefined ? { local } : { local, offset };
}

const two = (number: number): string => String(number).padStart(2, '0');

function civil(year: number, month: number, day: number): number | string {
  const length = daysInMonth(year, month);
  if (length === 0) return `there is no month ${month}`;
  if (day < 1 || day > length) return `there is no day ${day} in ${year}-${two(month)}`;
  return daysFromCivil(year, month, day);
}

function yearDay(year: number, day: number): number | string {
  const first = daysFromCivil(year, 1, 1);
  return day < 1 || first + day > daysFromCivil(year + 1, 1, 1)
    ? `there is no day ${day} in ${year}`
    : first + day - 1;
}

/** Monday of the week that holds 4 January is the first day of the first week (ISO 8601). */
function weekDay(year: number, week: number, weekday: number): number | string {
  const firstMonday = (y: number): number => {
    const fourth = daysFromCivil(y, 1, 4);
    return fourth - ((((fourth + 3) % 7) + 7) % 7);
  };
  const monday = firstMonday(year) + 7 * (week - 1);
  return week < 1 || monday >= firstMonday(year + 1)
    ? `there is no week ${week} in ${year}`
    : monday + weekday - 1;
}

/** Microseconds east of UTC of `Z`, `+02`, `+0200`, `+02:00`; NaN for any other text. */
export function offsetOf(text: string): number {
  const match = /^(?:[zZ]|UTC|GMT|([+\u2212-])(\d\d):?(\d\d)?)$/.exec(text);
  if (!match) return NaN;
  const [, sign, hour, minute = '0'] = match;
  if (sign === undefined) return 0;
  const hours = Number(hour);
  const minutes = Number(minute);
  if (hours > 18 || minutes > 59) return NaN;
  return (sign === '+' ? 1 : -1) * (hours * 60 + minutes) * 6e7;
}
