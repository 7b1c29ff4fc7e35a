/**
 * Loops over blocks of numbers: compiled where all their arrays are reserved here and the platform has SIMD, else in TypeScript. The
 * bytes are the same.
 */
import { loops, place, reaches, reserve } from './memory';

export { most, reaches, reserve } from './memory';
export { openNormals } from './normals';
export { addWave, type Turns, type WaveAt } from './waves';

/** values[at..at + count) times `by`. */
export function multiply(values: Float64Array, at: number, count: number, by: number): void {
  if (loops && reaches(values)) loops.multiply(place(values, at), by, count);
  else for (let i = at; i < at + count; i++) values[i] = by * (values[i] ?? 0);
}

/** Adds `by` times values[0..count) onto out[at..at + count). */
export function addScaled(
  out: Float64Array,
  at: number,
  count: number,
  values: Float64Array,
  by: number,
): void {
  if (loops && reaches(out) && reaches(values)) loops.addScaled(place(out, at), place(values), by, count);
  else for (let i = 0; i < count; i++) out[at + i] = (out[at + i] ?? 0) + by * (values[i] ?? 0);
}

const ends = reserve(2);

/** Takes values[0..count) into the lowest and the highest so far. NaN changes neither; comes back with how many are NaN. */
export function widen(
  extremes: { min: number; max: number },
  values: Float64Array,
  count = values.length,
): number {
  let { min, max } = extremes;
  let missing = 0;
  if (loops && reaches(values)) {
    ends[0] = min;
    ends[1] = max;
    missing = loops.widen(place(ends), place(values), count);
    min = ends[0];
    max = ends[1];
  } else {
    for (let i = 0; i < count; i++) {
      const value = values[i] ?? 0;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value !== value) missing++;
    }
  }
  extremes.min = min;
  extremes.max = max;
  return missing;
}
