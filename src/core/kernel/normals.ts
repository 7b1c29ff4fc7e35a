import { loops, most, place, reserve } from './memory';

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
  const drawn = reserve(most);
  const slow = reserve(most / 2);
  return {
    fill: ({ k0, k1 }, from, lane, count, out, at) =>
      normals(k0, k1, from, lane, count, place(layers), place(drawn), place(slow), place(out, at)),
    words: new Int32Array(drawn.buffer, drawn.byteOffset, 2 * most),
    refused: new Int32Array(slow.buffer, slow.byteOffset, most),
  };
}
