/**
 * Threefry-2x32 with 13 rounds: a bijection of 64-bit counters chosen by a 64-bit key, after J. K. Salmon, M. A. Moraes,
 * R. O. Dror and D. E. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011). 13 rounds are the fewest that
 * passed the whole of BigCrush there. It needs additions, rotations and exclusive ors of 32 bits, no wide product.
 */

/** A key: two 32-bit words. */
export interface Key {
  readonly k0: number;
  readonly k1: number;
}

const parity = 0x1bd11bda;

/**
 * Blocks of the counters (from, lane), (from + 1, lane), … up to `to`, two signed 32-bit words each, into words[0..2(to − from)).
 * Both halves of a counter are below 2^32.
 */
export function fillWords({ k0, k1 }: Key, from: number, to: number, lane: number, words: Int32Array): void {
  const k2 = parity ^ k0 ^ k1;
  const first = (lane + k1) | 0;
  const a1 = (k2 + 1) | 0;
  const b1 = (k0 + 2) | 0;
  const c1 = (k1 + 3) | 0;
  const count = to - from;
  let counter = (from + k0) | 0;
  for (let at = 0; at < count; at++) {
    let x0 = counter;
    let x1 = first;
    counter = (counter + 1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + k1) | 0;
    x1 = (x1 + a1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 29) | (x1 >>> 3)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 16) | (x1 >>> 16)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 24) | (x1 >>> 8)) ^ x0;
    x0 = (x0 + k2) | 0;
    x1 = (x1 + b1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 13) | (x1 >>> 19)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 15) | (x1 >>> 17)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 26) | (x1 >>> 6)) ^ x0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 6) | (x1 >>> 26)) ^ x0;
    x0 = (x0 + k0) | 0;
    x1 = (x1 + c1) | 0;
    x0 = (x0 + x1) | 0;
    x1 = ((x1 << 17) | (x1 >>> 15)) ^ x0;
    words[2 * at] = x0;
    words[2 * at + 1] = x1;
  }
}

const pair = new Int32Array(2);

/**
 * The key of a stream. The seed's low and high 32 bits are the first key; the name's length and then its UTF-16 code
 * units, four to a counter (low half first, zeros at the end), are encrypted in turn, and each result, exclusive-or its
 * counter, is the next key (the Matyas-Meyer-Oseas construction).
 */
export function keyOf(seed: number, name: string): Key {
  let key: Key = { k0: seed | 0, k1: Math.floor(seed / 2 ** 32) | 0 };
  const absorb = (c0: number, c1: number): void => {
    fillWords(key, c0, c0 + 1, c1, pair);
    key = { k0: (pair[0] as number) ^ c0, k1: (pair[1] as number) ^ c1 };
  };
  const unit = (at: number): number => (at < name.length ? name.charCodeAt(at) : 0);
  absorb(name.length, 0);
  for (let at = 0; at < name.length; at += 4) {
    absorb(unit(at) | (unit(at + 1) << 16), unit(at + 2) | (unit(at + 3) << 16));
  }
  return key;
}
