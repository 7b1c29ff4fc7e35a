/** Which rows a sample is drawn of, by a hash of their times: it falls in with no rhythm. `docs/compare.md` writes the hash down. */

/** The factor 0xd6e8feb86659fd93 in pieces of 16 bits, lowest first. */
const F0 = 0xfd93;
const F1 = 0x6659;
const F2 = 0xfeb8;
const F3 = 0xd6e8;

/**
 * The upper 32 bits of the hash of a time (microseconds, a whole number): three times xor with its own upper half, between them times the factor. No
 * BigInt is made for a row.
 */
export function hashOf(time: number): number {
  let high = Math.floor(time / 4_294_967_296) | 0;
  let low = time | 0;
  for (let turn = 0; turn < 2; turn++) {
    low ^= high;
    const a0 = low & 0xffff;
    const a1 = low >>> 16;
    const a2 = high & 0xffff;
    const a3 = high >>> 16;
    // Each sum stays below 2^36, which a double holds.
    const p0 = a0 * F0;
    const p1 = Math.floor(p0 / 65_536) + a1 * F0 + a0 * F1;
    const p2 = Math.floor(p1 / 65_536) + a2 * F0 + a1 * F1 + a0 * F2;
    const p3 = Math.floor(p2 / 65_536) + a3 * F0 + a2 * F1 + a1 * F2 + a0 * F3;
    low = ((p1 & 0xffff) << 16) | (p0 & 0xffff);
    high = ((p3 & 0xffff) << 16) | (p2 & 0xffff);
  }
  // The last xor changes the lower half alone.
  return high >>> 0;
}

/** Whether the row of a time is drawn where a share of all is, 0 to 1. */
export const isDrawn = (time: number, share: number): boolean =>
  hashOf(time) >>> 1 < Math.ceil(share * 2 ** 31);
