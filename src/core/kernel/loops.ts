/** Loops over blocks of numbers: compiled where all their arrays are reserved here and the platform has SIMD, else in TypeScript. The bytes are the same. */
import { loops, blockRows, place, reaches, reserve } from './memory';

/** values[at..at + count) times `by`. */
export function multiply(values: Float64Array, at: number, count: number, by: number): void {
  if (loops && reaches(values)) loops.multiply(place(values, at), by, count);
  else for (let i = at; i < at + count; i++) values[i] = by * (values[i] as number);
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
  else for (let i = 0; i < count; i++) out[at + i] = (out[at + i] as number) + by * (values[i] as number);
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
      const value = values[i] as number;
      if (value < min) min = value;
      if (value > max) max = value;
      if (value !== value) missing++;
    }
  }
  extremes.min = min;
  extremes.max = max;
  return missing;
}

/** The fast test of a ziggurat, compiled. */
export interface Normals {
  /**
   * Normal numbers of at most 1,024 counters from (from, lane) on into out[at..at + count), which the loops must reach; comes back with
   * how many it refused.
   */
  fill(
    key: { k0: number; k1: number },
    from: number,
    lane: number,
    count: number,
    out: Float64Array,
    at: number,
  ): number;
  /** Two words of each counter. */
  words: Int32Array;
  /** Rows that were refused. */
  refused: Int32Array;
}

/** For 256 layers: their widths, and the places below which they lie under the curve. Undefined where the platform has no SIMD. */
export function openNormals(widths: Float64Array, inside: Float64Array): Normals | undefined {
  if (!loops) return undefined;
  const { normals } = loops;
  const layers = reserve(512);
  layers.set(widths);
  layers.set(inside, 256);
  const drawn = reserve(blockRows);
  const slow = reserve(blockRows / 2);
  return {
    fill: ({ k0, k1 }, from, lane, count, out, at) =>
      normals(k0, k1, from, lane, count, place(layers), place(drawn), place(slow), place(out, at)),
    words: new Int32Array(drawn.buffer, drawn.byteOffset, 2 * blockRows),
    refused: new Int32Array(slow.buffer, slow.byteOffset, blockRows),
  };
}
