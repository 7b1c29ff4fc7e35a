/** Bases and noises that belong together: a source's own, or what its channels share. */
import { addScaled, reserve } from '../../kernel';
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

/** Puts noise on the signal of rows [from, to) of one block, which stands in out[at..): first what multiplies, then what is added. */
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
    for (let i = 0; i < to - from; i++) out[at + i] = (out[at + i] ?? 0) * (factors[i] ?? 1);
  }
  for (const term of terms) if (!term.multiply) addTerm(term, from, to, out, at);
}
