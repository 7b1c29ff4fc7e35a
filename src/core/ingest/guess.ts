import { at } from '../list';
import type { TimeFormat } from '../recipe/types';
import { POINT } from './parse/bytes';
import { numberProblem, parseNumber } from './parse/number';
import { timeParser } from './parse/time';
import type { Question } from './types';

export type ColumnType = 'number' | 'time' | 'text' | 'empty';
export interface TimeGuess {
  format: TimeFormat;
  question?: Question;
}

const encoder = new TextEncoder();
/** Share of a column's cells that decides its type. */
const MAJORITY = 0.8;

export function isNumber(cell: string, decimal: '.' | ','): boolean {
  const bytes = encoder.encode(cell);
  return !Number.isNaN(parseNumber(bytes, 0, bytes.length, decimal.charCodeAt(0)));
}

function isMissing(cell: string): boolean {
  const bytes = encoder.encode(cell);
  return Number.isNaN(parseNumber(bytes, 0, bytes.length, POINT)) && numberProblem === '';
}

/** The format in which most of the cells are times; undefined where they are not times. Numbers are not taken for times here: see `guessEpoch`. */
export function guessTime(cells: readonly string[]): TimeGuess | undefined {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length === 0) return undefined;
  const hits = (format: TimeFormat): number => {
    const read = timeParser(format);
    return present.filter((cell) => {
      const bytes = encoder.encode(cell);
      return !Number.isNaN(read(bytes, 0, bytes.length));
    }).length;
  };
  const enough = present.length * MAJORITY;
  const iso = hits('iso');
  const withOffset = hits('iso-offset');
  if (Math.max(iso, withOffset) >= enough * 0.5 && iso + withOffset >= enough) {
    return { format: withOffset > iso ? 'iso-offset' : 'iso' };
  }
  const day = hits('day-first');
  const month = hits('month-first');
  if (Math.max(day, month) < enough) return undefined;
  if (day !== month) return { format: day > month ? 'day-first' : 'month-first' };
  return {
    format: at(present, 0).includes('/') ? 'month-first' : 'day-first',
    question: { about: 'date-order' },
  };
}

const epochs = [
  ['epoch-s', 1],
  ['epoch-ms', 1e3],
  ['epoch-us', 1e6],
  ['epoch-ns', 1e9],
] as const;
const YEAR = 31_556_952;

/** The unit that puts most of these numbers into the years 1971 to 2100; undefined where none does. */
export function guessEpoch(cells: readonly string[]): TimeGuess | undefined {
  const numbers = cells.filter((cell) => !isMissing(cell)).map(Number);
  if (numbers.length === 0 || numbers.some(Number.isNaN)) return undefined;
  const candidates = epochs
    .filter(([, unit]) => {
      const fitting = numbers.filter((n) => n / unit > YEAR && n / unit < 131 * YEAR);
      return fitting.length >= numbers.length * MAJORITY;
    })
    .map(([format]) => format);
  const [first] = candidates;
  if (!first) return undefined;
  return candidates.length > 1
    ? { format: first, question: { about: 'epoch-unit', candidates } }
    : { format: first };
}

/** Of a column's sampled cells. */
export function columnType(cells: readonly string[], decimal: '.' | ','): ColumnType {
  const present = cells.filter((cell) => !isMissing(cell));
  if (present.length === 0) return 'empty';
  if (present.filter((cell) => isNumber(cell, decimal)).length >= present.length * MAJORITY) return 'number';
  return guessTime(cells) ? 'time' : 'text';
}
