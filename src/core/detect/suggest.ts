/** Rows `[startRow, endRow)` that a detector proposes as one anomaly. */
export interface Suggestion {
  startRow: number;
  endRow: number;
  /** The highest score inside, and the first row that has it. */
  peak: number;
  peakRow: number;
}

/**
 * Runs of rows with a score of at least `threshold`; runs with at most `joinRows` other rows between them become one. In the order of
 * rows, apart, each starting and ending with a detected row.
 */
export function suggest(scores: Float64Array, threshold: number, joinRows: number): Suggestion[] {
  const found: Suggestion[] = [];
  let last: Suggestion | undefined;
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] ?? NaN;
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
