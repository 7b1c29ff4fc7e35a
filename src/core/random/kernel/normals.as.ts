/**
 * The inner loops of threefry.ts and ziggurat.ts in AssemblyScript: Threefry four counters at a time, then the fast test of the
 * ziggurat. `node scripts/generate-kernel.mjs` compiles it. Bytes of the memory: normal numbers from 0, widths of the layers
 * from 8,192, places below which they lie under the curve from 10,240, words from 12,288, refused rows from 20,480.
 */
function turn(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

function words(k0: i32, k1: i32, from: i32, lane: i32, count: i32): void {
  const k2 = 0x1bd11bda ^ k0 ^ k1;
  const key0 = i32x4.splat(k0);
  const key1 = i32x4.splat(k1);
  const key2 = i32x4.splat(k2);
  const a1 = i32x4.splat(k2 + 1);
  const b1 = i32x4.splat(k0 + 2);
  const c1 = i32x4.splat(k1 + 3);
  const first = i32x4.splat(lane + k1);
  const four = i32x4.splat(4);
  let counter = i32x4.add(i32x4.splat(from + k0), i32x4(0, 1, 2, 3));
  for (let i = 0; i < count; i += 4) {
    let x0 = counter;
    let x1 = first;
    counter = i32x4.add(counter, four);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 13), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 15), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 26), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 6), x0);
    x0 = i32x4.add(x0, key1);
    x1 = i32x4.add(x1, a1);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 17), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 29), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 16), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 24), x0);
    x0 = i32x4.add(x0, key2);
    x1 = i32x4.add(x1, b1);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 13), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 15), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 26), x0);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 6), x0);
    x0 = i32x4.add(x0, key0);
    x1 = i32x4.add(x1, c1);
    x0 = i32x4.add(x0, x1);
    x1 = v128.xor(turn(x1, 17), x0);
    v128.store(12288 + (i << 3), v128.shuffle<i32>(x0, x1, 0, 4, 1, 5));
    v128.store(12288 + (i << 3), v128.shuffle<i32>(x0, x1, 2, 6, 3, 7), 16);
  }
}

/** Normal numbers of the indices [from, from + count), at most 1,024; how many the fast test refused. */
export function normals(k0: i32, k1: i32, from: i32, lane: i32, count: i32): i32 {
  words(k0, k1, from, lane, count);
  let refused = 0;
  for (let i = 0; i < count; i++) {
    const high = load<i32>(12288 + (i << 3));
    const low = load<u32>(12288 + (i << 3), 4);
    const layer = (high & 255) << 3;
    const place = f64((i64(high >> 12) << 32) | i64(low)) + 0.5;
    store<f64>(i << 3, place * load<f64>(8192 + layer));
    if (!(Math.abs(place) < load<f64>(10240 + layer))) store<i32>(20480 + (refused++ << 2), i);
  }
  return refused;
}
