import { block, day } from '../clock';
import type { Grid, Part } from '../types';

/** The same value throughout. */
export function constant(value: number): Part {
  return {
    add(from, to, out, at) {
      for (let i = at; i < at + to - from; i++) out[i] = (out[i] as number) + value;
    },
    addAt(positions, out) {
      for (let i = 0; i < positions.length; i++) out[i] = (out[i] as number) + value;
    },
  };
}

/** Σ coefficients[k]·d^(k+1), d in days since row 0, by Horner's rule. */
export function polynomial(grid: Grid, coefficients: readonly number[]): Part {
  const { step, lag } = grid;
  const highestFirst = Float64Array.from(coefficients.toReversed());
  const days = new Float64Array(block);
  const shape = (count: number, out: Float64Array, at: number): void => {
    for (let i = 0; i < count; i++) {
      const d = days[i] as number;
      let sum = 0;
      for (let k = 0; k < highestFirst.length; k++) sum = (sum + (highestFirst[k] as number)) * d;
      out[at + i] = (out[at + i] as number) + sum;
    }
  };
  return {
    add(from, to, out, at) {
      for (let i = 0; i < to - from; i++) days[i] = ((from + i) * step - lag) / day;
      shape(to - from, out, at);
    },
    addAt(positions, out) {
      for (let from = 0; from < positions.length; from += block) {
        const count = Math.min(block, positions.length - from);
        for (let i = 0; i < count; i++) days[i] = ((positions[from + i] as number) * step - lag) / day;
        shape(count, out, from);
      }
    },
  };
}
