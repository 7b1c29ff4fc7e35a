/**
 * Inner loops in AssemblyScript, several numbers at a time, each beside its like in TypeScript, whose order of operations it
 * keeps. Arrays are places in the memory; memory.ts gives them out. `npm run generate` compiles it.
 */
function turn(x: v128, bits: i32): v128 {
  return v128.or(i32x4.shl(x, bits), i32x4.shr_u(x, 32 - bits));
}

/** threefry.ts, four counters at a time; `out` has room for whole fours. */
function words(k0: i32, k1: i32, from: i32, lane: i32, count: i32, out: usize): void {
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
    v128.store(out + (i << 3), v128.shuffle<i32>(x0, x1, 0, 4, 1, 5));
    v128.store(out + (i << 3), v128.shuffle<i32>(x0, x1, 2, 6, 3, 7), 16);
  }
}

/**
 * The fast test of ziggurat.ts: normal numbers of the indices [from, from + count), at most 1,024, into `out`. Comes back with how
 * many it refused, whose rows are in `refused`. `layers`: 256 widths, then 256 places below which layers lie under the curve.
 */
export function normals(
  k0: i32,
  k1: i32,
  from: i32,
  lane: i32,
  count: i32,
  layers: usize,
  drawn: usize,
  refused: usize,
  out: usize,
): i32 {
  words(k0, k1, from, lane, count, drawn);
  let slow = 0;
  for (let i = 0; i < count; i++) {
    const high = load<i32>(drawn + (i << 3));
    const low = load<u32>(drawn + (i << 3), 4);
    const layer = layers + ((high & 255) << 3);
    const place = f64((i64(high >> 12) << 32) | i64(low)) + 0.5;
    store<f64>(out + (i << 3), place * load<f64>(layer));
    if (!(Math.abs(place) < load<f64>(layer, 2048))) store<i32>(refused + (slow++ << 2), i);
  }
  return slow;
}

/** out[i] += sine·cosines[i] + cosine·sines[i] + offset. */
export function addWave(
  out: usize,
  cosines: usize,
  sines: usize,
  sine: f64,
  cosine: f64,
  offset: f64,
  count: i32,
): void {
  const a = f64x2.splat(sine);
  const b = f64x2.splat(cosine);
  const c = f64x2.splat(offset);
  let i = 0;
  for (; i < count - 1; i += 2) {
    const at = i << 3;
    const turned = f64x2.add(f64x2.mul(a, v128.load(cosines + at)), f64x2.mul(b, v128.load(sines + at)));
    v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.add(turned, c)));
  }
  if (i < count) {
    const at = i << 3;
    const turned = sine * load<f64>(cosines + at) + cosine * load<f64>(sines + at);
    store<f64>(out + at, load<f64>(out + at) + (turned + offset));
  }
}

/** out[i] = by·out[i]. */
export function multiply(out: usize, by: f64, count: i32): void {
  const a = f64x2.splat(by);
  let i = 0;
  for (; i < count - 1; i += 2) v128.store(out + (i << 3), f64x2.mul(a, v128.load(out + (i << 3))));
  if (i < count) store<f64>(out + (i << 3), by * load<f64>(out + (i << 3)));
}

/** out[i] += by·values[i]. */
export function addScaled(out: usize, values: usize, by: f64, count: i32): void {
  const a = f64x2.splat(by);
  let i = 0;
  for (; i < count - 1; i += 2) {
    const at = i << 3;
    v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(a, v128.load(values + at))));
  }
  if (i < count) {
    const at = i << 3;
    store<f64>(out + at, load<f64>(out + at) + by * load<f64>(values + at));
  }
}

/** Takes values into a lowest and a highest that stand at `ends`; NaN changes neither. Comes back with how many are NaN. */
export function widen(ends: usize, values: usize, count: i32): i32 {
  let low = v128.load_splat<f64>(ends);
  let high = v128.load_splat<f64>(ends, 8);
  let missing = i64x2.splat(0);
  let i = 0;
  for (; i < count - 1; i += 2) {
    const two = v128.load(values + (i << 3));
    low = f64x2.pmin(low, two);
    high = f64x2.pmax(high, two);
    missing = i64x2.sub(missing, f64x2.ne(two, two));
  }
  let nulls = i32(i64x2.extract_lane(missing, 0) + i64x2.extract_lane(missing, 1));
  if (i < count) {
    const one = v128.load_splat<f64>(values + (i << 3));
    low = f64x2.pmin(low, one);
    high = f64x2.pmax(high, one);
    const value = f64x2.extract_lane(one, 0);
    if (isNaN(value)) nulls++;
  }
  const low0 = f64x2.extract_lane(low, 0);
  const low1 = f64x2.extract_lane(low, 1);
  const high0 = f64x2.extract_lane(high, 0);
  const high1 = f64x2.extract_lane(high, 1);
  store<f64>(ends, low1 < low0 ? low1 : low0);
  store<f64>(ends, high1 > high0 ? high1 : high0, 8);
  return nulls;
}
