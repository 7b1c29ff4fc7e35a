/** Normal numbers by compiled loops: the same bytes as in TypeScript, in less than half the time. */
import { code } from './normals.generated';

/** Numbers that are made in one call at most. */
export const most = 1024;

/** The compiled loops and their memory. */
export interface Kernel {
  /** Normal numbers of `count` counters from `from` on into `numbers`, their words into `words`; how many were refused, whose places are in `refused`. */
  normals(k0: number, k1: number, from: number, lane: number, count: number): number;
  numbers: Float64Array;
  words: Int32Array;
  refused: Int32Array;
}

interface Exports {
  normals: Kernel['normals'];
  memory: { buffer: ArrayBuffer };
}

/** The kernel with a ziggurat's tables of 256 layers; undefined where the platform has no WebAssembly with SIMD. */
export function openKernel(scale: Float64Array, inside: Float64Array): Kernel | undefined {
  try {
    const bytes = Uint8Array.from((code.match(/../g) ?? []) as string[], (byte) => Number.parseInt(byte, 16));
    const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes));
    const { normals, memory } = instance.exports as unknown as Exports;
    new Float64Array(memory.buffer, 8192, 256).set(scale);
    new Float64Array(memory.buffer, 10_240, 256).set(inside);
    return {
      normals,
      numbers: new Float64Array(memory.buffer, 0, most),
      words: new Int32Array(memory.buffer, 12_288, 2 * most),
      refused: new Int32Array(memory.buffer, 20_480, most),
    };
  } catch {
    return undefined;
  }
}
