import { formatDuration, parseDuration, durationText } from '../../../core/recipe';

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

/** A length of time as a person reads it and may write it again: in several units where that is exact, else in the recipe's own form. */
export function lengthText(us: number): string {
  const text = durationText(us).replaceAll(',', '');
  return readLength(text) === us ? text : formatDuration(us);
}

/** Rows that a length of time holds at a step (both microseconds): at least one, the nearest whole number. */
export const rowsOf = (length: number, step: number): number => Math.max(1, Math.round(length / step));
