/** Tallies of finite values by the bits of their ordered pattern: those of a double, with the sign's turned around, or all of them where it is negative. */
import { at } from '../list';

/** How many values 16 bits have. */
export const TALLIES = 2 ** 16;
const BLOCK = 2 ** 12;

export interface Extent {
  count: number;
  low: number;
  high: number;
}

/** Numbers whose upper bits are known: words of their ordered pattern, as signed whole numbers. */
export interface Bin {
  upper: number;
  lower: number;
  /** How many numbers are less than all of these, and how many these are. */
  below: number;
  inside: number;
}

/** Copies what is finite of `values[start, end)`, or its distances from a number (at most the greatest double), to the beginning of `to`; how many that were. */
export function copyFinite(
  values: Float64Array,
  start: number,
  end: number,
  around: number | null,
  to: Float64Array,
): number {
  let length = 0;
  if (around === null) {
    for (let i = start; i < end; i++) {
      const x = values[i] as number;
      to[length] = x;
      if (x - x === 0) length++;
    }
  } else {
    for (let i = start; i < end; i++) {
      const x = values[i] as number;
      to[length] = Math.min(Math.abs(x - around), Number.MAX_VALUE);
      if (x - x === 0) length++;
    }
  }
  return length;
}

/** Tells which of the finite values, or of their distances from a number, are in some bins. `known`: how many bits of a bin are known: 0, 16, 32 or 48. */
export class Sieve {
  private readonly uppers: Int32Array;
  private readonly lowers: Int32Array;
  private readonly upperMask: number;
  private readonly lowerMask: number;
  /** By the upper 16 bits: 1 + the first bin that may be meant, 0 for none. */
  private readonly firsts = new Uint16Array(TALLIES);
  private readonly block: Float64Array<ArrayBuffer>;
  /** The lower word of a double comes first: every platform of the lab is little-endian. */
  private readonly words: Int32Array;

  constructor(
    private readonly known: number,
    private readonly bins: readonly Bin[],
    private readonly around: number | null,
  ) {
    this.uppers = Int32Array.from(bins, ({ upper }) => upper);
    this.lowers = Int32Array.from(bins, ({ lower }) => lower);
    this.upperMask = known === 0 ? 0 : known === 16 ? -TALLIES : -1;
    this.lowerMask = known < 48 ? 0 : known === 48 ? -TALLIES : -1;
    if (known === 0) this.firsts.fill(1);
    else for (let bin = bins.length - 1; bin >= 0; bin--) this.firsts[at(this.uppers, bin) >>> 16] = bin + 1;
    this.block = new Float64Array(BLOCK);
    this.words = new Int32Array(this.block.buffer);
  }

  /** Tallies of the next 16 bits, bin after bin, and the extent of all values. */
  tally(values: Float64Array, start: number, end: number): { tallies: Uint32Array; extent: Extent } {
    const { known, block, words, around } = this;
    const tallies = new Uint32Array(TALLIES * this.bins.length);
    let count = 0;
    let low = Infinity;
    let high = -Infinity;
    for (let from = start; from < end; from += BLOCK) {
      const length = copyFinite(values, from, Math.min(end, from + BLOCK), around, block);
      count += length;
      if (known > 0) {
        this.tallyBins(length, tallies);
        continue;
      }
      for (let i = 0; i < length; i++) {
        const x = block[i] as number;
        if (x < low) low = x;
        if (x > high) high = x;
        const word = words[2 * i + 1] as number;
        const bits = (word < 0 ? ~word : word | 0x80000000) >>> 16;
        tallies[bits] = (tallies[bits] as number) + 1;
      }
    }
    return { tallies, extent: { count, low, high } };
  }

  private tallyBins(length: number, tallies: Uint32Array): void {
    const { words, known } = this;
    const shift = known % 32 === 0 ? 16 : 0;
    for (let i = 0; i < length; i++) {
      let upper = words[2 * i + 1] as number;
      let lower = words[2 * i] as number;
      if (upper < 0) {
        upper = ~upper;
        lower = ~lower;
      } else upper |= 0x80000000;
      const bin = this.binOf(upper, lower);
      if (bin < 0) continue;
      const tally = bin * TALLIES + (((known < 32 ? upper : lower) >>> shift) & 0xffff);
      tallies[tally] = (tallies[tally] as number) + 1;
    }
  }

  /** The values of the bins, in any order. */
  collect(values: Float64Array, start: number, end: number): Float64Array<ArrayBuffer> {
    const { block, words, around } = this;
    let found = new Float64Array(BLOCK);
    let size = 0;
    for (let from = start; from < end; from += BLOCK) {
      const length = copyFinite(values, from, Math.min(end, from + BLOCK), around, block);
      if (found.length < size + length) {
        const wider = new Float64Array(2 * found.length);
        wider.set(found);
        found = wider;
      }
      for (let i = 0; i < length; i++) {
        const word = words[2 * i + 1] as number;
        const negative = word < 0;
        const upper = negative ? ~word : word | 0x80000000;
        if (this.firsts[upper >>> 16] === 0) continue;
        const lower = words[2 * i] as number;
        if (this.binOf(upper, negative ? ~lower : lower) >= 0) found[size++] = block[i] as number;
      }
    }
    return found.slice(0, size);
  }

  private binOf(upper: number, lower: number): number {
    const { uppers, lowers, upperMask, lowerMask } = this;
    const first = this.firsts[upper >>> 16] as number;
    if (first === 0) return -1;
    for (let bin = first - 1; bin < uppers.length; bin++) {
      const apart =
        ((upper ^ (uppers[bin] as number)) & upperMask) | ((lower ^ (lowers[bin] as number)) & lowerMask);
      if (apart === 0) return bin;
    }
    return -1;
  }
}
