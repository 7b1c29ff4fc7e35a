import { stream } from '../../random';
import { streamName } from './names';

/** Rows of which the deviation is taken where there are more. */
export const sampleRows = 16_384;

/** All rows, or one drawn in each of 16,384 equal stretches: rows at equal distance could all fall on one phase of a wave. */
export function sampleOf(rows: number, seed: number, source: string): Float64Array {
  if (rows <= sampleRows) return Float64Array.from({ length: rows }, (_, row) => row);
  const draws = new Float64Array(sampleRows);
  stream(seed, streamName(source, undefined, 'sample')).fillUniform(0, sampleRows, draws);
  return draws.map((draw, k) => Math.min(rows - 1, Math.floor(((k + draw) * rows) / sampleRows)));
}

/** Sample standard deviation of the values that are there; 0 for fewer than two, or where all are alike up to rounding. */
export function deviation(values: Float64Array): number {
  const present = values.filter((value) => Number.isFinite(value));
  const n = present.length;
  if (n < 2) return 0;
  let mean = 0;
  for (const value of present) mean += value / n;
  let squares = 0;
  let most = 0;
  for (const value of present) {
    squares += (value - mean) ** 2;
    most = Math.max(most, Math.abs(value));
  }
  const sd = Math.sqrt(squares / (n - 1));
  return sd <= 1e-12 * most ? 0 : sd;
}
