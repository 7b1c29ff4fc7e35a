/** The compiled loops and what they reach: one memory that does not grow, given out in arrays for as long as the thread lives. */
import { code } from './loops.generated';

/** The loops, in terms of places in the memory; loops.as.ts says what each does. */
interface Loops {
  memory: { buffer: ArrayBuffer };
  normals(
    k0: number,
    k1: number,
    from: number,
    lane: number,
    count: number,
    layers: number,
    drawn: number,
    refused: number,
    out: number,
  ): number;
  addWave(
    out: number,
    cosines: number,
    sines: number,
    sine: number,
    cosine: number,
    offset: number,
    count: number,
  ): void;
  multiply(out: number, by: number, count: number): void;
  addScaled(out: number, values: number, by: number, count: number): void;
  widen(ends: number, values: number, count: number): number;
}

function open(): Loops | undefined {
  try {
    const bytes = Uint8Array.from({ length: code.length / 2 }, (_, i) =>
      Number.parseInt(code.slice(2 * i, 2 * i + 2), 16),
    );
    return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Loops &
      Readonly<Record<string, unknown>>;
  } catch {
    return undefined;
  }
}

/** Numbers that one call of a loop makes at most. */
export const blockRows = 1024;

/** Undefined where the platform has no WebAssembly with SIMD. */
export const loops = open();
const buffer = loops?.memory.buffer;

/** What the compiler keeps for itself ends before. */
let free = 1024;

/** An array that the loops reach; an ordinary one where there are none. For modules to ask for once: it is never given back. */
export function reserve(length: number): Float64Array<ArrayBuffer> {
  if (!buffer) return new Float64Array(length);
  const at = free;
  if (at + 8 * length > buffer.byteLength) {
    throw new RangeError(
      `expected to reserve at most ${(buffer.byteLength - at) / 8} numbers, asked for ${length}`,
    );
  }
  free += 16 * Math.ceil(length / 2);
  return new Float64Array(buffer, at, length);
}

/** Whether the loops reach an array. */
export const reaches = (array: { buffer: ArrayBufferLike }): boolean => array.buffer === buffer;

/** Address, for the loops, of an array that they reach, from its number `at` on. */
export const place = (array: Float64Array, at = 0): number => array.byteOffset + 8 * at;
