import { formatDuration, parseDuration, durationText } from '../../../core/recipe';
import { parseInstant } from '../../../core/recipe';

export const MOST_ROWS = 100_000_000;

/** Microseconds of `6h`, or of several parts: `11 d 13 h 46 min 40 s`; undefined where the text is no length of time. */
export function readLength(text: string): number | undefined {
  const parts = text.trim().match(/\d+(?:\.\d+)?\s*[a-z]+/g);
  if (!parts || parts.join('').replace(/\s/g, '') !== text.replace(/\s/g, '')) return undefined;
  let sum = 0;
  for (const part of parts) {
    const us = parseDuration(part);
    if (us === undefined) return undefined;
    sum += us;
  }
  return sum;
}

/** A length of time as a person reads it and may write it again: said where that is exact, else the recipe's own form. */
export function lengthText(us: number): string {
  const said = durationText(us).replaceAll(',', '');
  return readLength(said) === us ? said : formatDuration(us);
}

/** Rows that a length of time holds at a step (both microseconds): at least one, the nearest whole number. */
export const rowsOf = (length: number, step: number): number => Math.max(1, Math.round(length / step));

/** Length of time of so many rows. */
export const lengthOf = (rows: number, step: number): number => rows * step;

/** `2023-01-01`, `2023-01-01 06:00` and ISO texts, all UTC, in the recipe's form; undefined where the text is no time that exists. */
export function readTime(text: string): string | undefined {
  const match = /^(-?\d{4,6}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?))?Z?$/i.exec(text.trim());
  if (!match) return undefined;
  const [, day = '', clock = '00:00'] = match;
  const full = `${day}T${clock.length === 5 ? `${clock}:00` : clock}Z`;
  return parseInstant(full) === undefined ? undefined : full;
}

/** A time of the recipe as a person reads and writes it. */
export const timeText = (iso: string): string => iso.replace('T', ' ').replace(/Z$/, '');

/** Whole numbers with or without thousands separators: `1,000,000`, `1 000 000`, `1e6`, `10M`; undefined for any other text. */
export function readCount(text: string): number | undefined {
  const plain = text.replace(/[\s,_]/g, '');
  const match = /^(\d+(?:\.\d+)?(?:e\d+)?)([kM])?$/i.exec(plain);
  if (!match) return undefined;
  const factor = match[2] === undefined ? 1 : match[2].toLowerCase() === 'k' ? 1e3 : 1e6;
  const value = Math.round(Number(match[1]) * factor * 1e6) / 1e6;
  return Number.isSafeInteger(value) ? value : undefined;
}
