/** What may be said of processed rows: their grid and their values are two things. */
import { finePercent, plural } from '../format';
import { durationText } from '../recipe/duration';

/** What a run found out about the processed rows of one series; times in microseconds. */
export interface ObservedRows {
  rows: number;
  utc: boolean;
  /** Strictly increasing times. */
  ordered: boolean;
  /** Distances longer than the usual one. */
  gaps: number;
  /** All distances are equal. */
  regular: boolean;
  /** Rows without a value. */
  missing: number;
  /** Values that steps put in where there were none. */
  filled: number;
  /** The longest stretch of rows whose values were put in, up to the row after it; null where there is none. */
  longestFilled: { start: number; length: number } | null;
  /** A longer stretch does not pass: the longest gap that the recipe says is filled, else three steps; null where nothing is known of the step. */
  filledLimit: number | null;
}

/** More than this share of filled values does not pass. */
export const FILLED_SHARE = 0.05;

/** A share of a whole for a person: `49 %`, `0.3 %`. */
export const shareText = (part: number, whole: number): string => finePercent(whole > 0 ? part / whole : 0);

/** Whether so few values were filled, and in stretches so short, that the series passes as observed. */
export function fewFilled({ rows, filled, longestFilled, filledLimit }: ObservedRows): boolean {
  if (filled > FILLED_SHARE * rows) return false;
  return longestFilled === null || filledLimit === null || longestFilled.length <= filledLimit;
}

/** The verdict on one series: whether it deserves to be green, its grid, and its values where that is more to say than that all were observed. */
export function verdictOn(observed: ObservedRows): { good: boolean; grid: string; values: string } {
  const { rows, utc, ordered, gaps, regular, missing, filled, longestFilled } = observed;
  const grid = gaps > 0 ? plural(gaps, 'gap') : regular ? 'regular grid ✓' : 'no gaps ✓';
  const values: string[] = [];
  const few = fewFilled(observed);
  if (filled > 0) {
    const stretch = longestFilled && !few ? `, longest stretch ${durationText(longestFilled.length)}` : '';
    values.push(`${shareText(filled, rows)} of values filled${stretch}`);
  }
  if (missing > 0) values.push(`${shareText(missing, rows)} without a value`);
  return { good: utc && ordered && gaps === 0 && missing === 0 && few, grid, values: values.join('; ') };
}
