/** Bases and noises that belong together: a source's own, or what its channels share. */
import { addScaled, reserve } from '../../kernel';
import { stream, streamName } from '../../random';
import type { Noise } from '../../recipe/types';
import { block } from './clock';
import type { NoisePart, Part } from './types';

/** Sets out[at..at + to − from) to the sum of parts over rows [from, to) of one block. */
export function sumRows(
  parts: readonly Part[],
  from: number,
  to: number,
  out: Float64Array,
  at: number,
): void {
  out.fill(0, at, at + to - from);
  for (const part of parts) part.add(from, to, out, at);
}

/** One noise of a channel: a mix of parts (one for each channel it is correlated with), times a factor. */
export interface NoiseTerm {
  parts: readonly { part: NoisePart; weight: number }[];
  multiply: boolean;
  /** 1, or the deviation of which it is a share. */
  factor: number;
}

/** A noise as one channel has it, its size not yet known. */
export const noiseTerm = (noise: Noise, parts: NoiseTerm['parts']): NoiseTerm => ({
  parts,
  multiply: noise.apply === 'multiply',
  factor: 1,
});

const drawn = reserve(block);
const factors = reserve(block);

function addTerm(
  { parts, factor }: NoiseTerm,
  from: number,
  to: number,
  out: Float64Array,
  at: number,
): void {
  for (const { part, weight } of parts) {
    part.fill(from, to, drawn);
    addScaled(out, at, to - from, drawn, weight * factor);
  }
}

/** Adds noise to the signal of rows [from, to) of one block in out[at..): multiplying noise first, then adding noise. */
export function addNoise(
  terms: readonly NoiseTerm[],
  from: number,
  to: number,
  out: Float64Array,
  at: number,
): void {
  if (terms.some(({ multiply }) => multiply)) {
    factors.fill(1);
    for (const term of terms) if (term.multiply) addTerm(term, from, to, factors, 0);
    for (let i = 0; i < to - from; i++) out[at + i] = (out[at + i] as number) * (factors[i] as number);
  }
  for (const term of terms) if (!term.multiply) addTerm(term, from, to, out, at);
}

/** Rows of which the deviation is taken where there are more. */
const sampleRows = 16_384;

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
  let largest = 0;
  for (const value of present) {
    squares += (value - mean) ** 2;
    largest = Math.max(largest, Math.abs(value));
  }
  const sd = Math.sqrt(squares / (n - 1));
  return sd <= 1e-12 * largest ? 0 : sd;
}
