import { fillWords, keyOf, type Key } from './threefry';
import { fillNormals } from './ziggurat';

/**
 * Random numbers by index: the number at an index depends on seed, name and index alone, so any range can be drawn by
 * itself. Indices are whole numbers from 0 to 2^32 − 1. `uint32` and `uniform` at one index are made of the same bits; a
 * normal number at that index is independent of them.
 */
export interface Stream {
  readonly key: Key;
  /** A whole number from 0 to 2^32 − 1. */
  uint32(index: number): number;
  /** A multiple of 2^−53 in [0, 1). */
  uniform(index: number): number;
  /** A whole number from 0 to count − 1; count at most 2^32. */
  integer(index: number, count: number): number;
  /** Mean 0, deviation 1. */
  normal(index: number): number;
  /** Uniform numbers of the indices [from, to) into out[0..to − from). */
  fillUniform(from: number, to: number, out: Float64Array): void;
  /** Normal numbers of the indices [from, to) into out[0..to − from). */
  fillNormal(from: number, to: number, out: Float64Array): void;
}

const chunk = 1024;
const words = new Int32Array(2 * chunk);
const one = new Float64Array(1);

/** 53 bits: 27 of the first word, 26 of the second. */
const fraction = (w0: number, w1: number): number => ((w0 >>> 5) * 2 ** 26 + (w1 >>> 6)) / 2 ** 53;

/** Uniform numbers in [0, 1) of the indices [from, to) into out[at..at + to − from). */
function fillUniforms(key: Key, from: number, to: number, out: Float64Array, at = 0): void {
  for (let start = from; start < to; start += chunk) {
    const end = Math.min(to, start + chunk);
    fillWords(key, start, end, 0, words);
    const base = at + start - from;
    for (let i = 0; i < end - start; i++) {
      out[base + i] = fraction(words[2 * i] as number, words[2 * i + 1] as number);
    }
  }
}

/** Between the parts of a stream's name: no name of a source or channel holds it, so no two streams share a name. */
const separator = '\u001f';

/** Name of the stream of a source, or of one of its channels, for one purpose such as `noise[0]`. */
export const streamName = (source: string, channel: string | undefined, purpose: string): string =>
  [source, ...(channel === undefined ? [] : [channel]), purpose].join(separator);

/** The stream of a seed (a whole number from 0 to 2^53 − 1) and a name, such as `s1/noise[0]`. Other seed or name: other numbers. */
export function stream(seed: number, name: string): Stream {
  const key = keyOf(seed, name);
  const uniform = (index: number): number => {
    fillWords(key, index, index + 1, 0, words);
    return fraction(words[0] as number, words[1] as number);
  };
  return {
    key,
    uint32(index) {
      fillWords(key, index, index + 1, 0, words);
      return (words[0] as number) >>> 0;
    },
    uniform,
    integer: (index, count) => Math.floor(uniform(index) * count),
    normal(index) {
      fillNormals(key, index, index + 1, one);
      return one[0] as number;
    },
    fillUniform: (from, to, out) => fillUniforms(key, from, to, out),
    fillNormal: (from, to, out) => fillNormals(key, from, to, out),
  };
}
