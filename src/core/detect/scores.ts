/** From the rows of a series to scores, and from scores to suggestions. */
import type { Series, Suggestion } from './types';

/** The rows of a series that have a value. */
export interface Observed {
  /** Row of each value. */
  rows: Uint32Array;
  values: Float64Array;
  /** Values are those of the series times this power of two: 1, but for series so large or small that squares would overflow or vanish. */
  scale: number;
}

/** Finite values and their rows. Scores do not depend on the scale. */
export function observed({ values }: Pick<Series, 'values'>): Observed {
  const rows = new Uint32Array(values.length);
  const kept = new Float64Array(values.length);
  let count = 0;
  let greatest = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (!Number.isFinite(value)) continue;
    rows[count] = row;
    kept[count++] = value;
    const size = Math.abs(value);
    if (size > greatest) greatest = size;
  }
  const scale = greatest > 1e100 ? 2 ** -600 : greatest > 0 && greatest < 1e-100 ? 2 ** 600 : 1;
  const used = kept.subarray(0, count);
  if (scale !== 1) for (let i = 0; i < count; i++) used[i] = (used[i] as number) * scale;
  return { rows: rows.subarray(0, count), values: used, scale };
}

/** Scores of the observed rows at their places among `length` rows; 0 elsewhere. */
export function spread(length: number, rows: Uint32Array, scores: Float64Array): Float64Array {
  if (rows.length === length) return scores;
  const all = new Float64Array(length);
  for (let i = 0; i < rows.length; i++) all[rows[i] as number] = scores[i] as number;
  return all;
}

/** Reports how many values are done, at every 262,144th. */
export function reportRows(onRows: ((done: number) => void) | undefined, done: number): void {
  if ((done & 0x3ffff) === 0) onRows?.(done);
}

/**
 * Runs of rows with a score of at least `threshold`; runs with at most `joinRows` other rows between them become one. In the order of
 * rows, apart, each starting and ending with a detected row.
 */
export function suggest(scores: Float64Array, threshold: number, joinRows: number): Suggestion[] {
  const found: Suggestion[] = [];
  let last: Suggestion | undefined;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] as number;
    if (!(score >= threshold)) continue;
    if (!last || row - last.endRow > joinRows) {
      last = { startRow: row, endRow: row + 1, peak: score, peakRow: row };
      found.push(last);
      continue;
    }
    last.endRow = row + 1;
    if (score > last.peak) {
      last.peak = score;
      last.peakRow = row;
    }
  }
  return found;
}
