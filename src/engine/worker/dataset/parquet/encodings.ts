/** Parquet's encodings of whole columns (Encodings.md of apache/parquet-format). */
import { packBits } from '../../duckdb/arrow';
import { Bytes } from './bytes';

/** A stretch of rows with the same small number. */
export interface Run {
  value: number;
  count: number;
}

/** RLE of runs whose values need `width` bits. */
export function rle(runs: readonly Run[], width: number): Uint8Array {
  const out = new Bytes();
  for (const { value, count } of runs) {
    out.varint(count * 2);
    for (let shift = 0; shift < width; shift += 8) out.byte((value >>> shift) & 255);
  }
  return out.view();
}

/** Definition levels of an optional column, with their length before them, as version 1 pages have it. */
export function levels(runs: readonly Run[], rows: number): Uint8Array {
  let body: Uint8Array;
  if (runs.length * 16 < rows) body = rle(runs, 1);
  else {
    const bytes = new Uint8Array(rows);
    let at = 0;
    for (const { value, count } of runs) bytes.fill(value, at, (at += count));
    const packed = new Bytes();
    packed.varint(((rows + 7) >> 3) * 2 + 1);
    packed.append(packBits(bytes));
    body = packed.view();
  }
  const out = new Bytes(body.length + 4);
  out.uint32(body.length);
  out.append(body);
  return out.view();
}

const block = 128;
const mini = 32;

/** Bits that a whole number in [0, 2^53) needs. */
const widthOf = (value: number): number =>
  value < 2 ** 32 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 2 ** 32));

/** `first` repeats `values[0]` exactly. Differences between values must lie within ±2^51. */
export function deltas(values: Float64Array, first: bigint): Uint8Array {
  const out = new Bytes(64 + values.length / 8);
  out.varint(block);
  out.varint(block / mini);
  out.varint(values.length);
  out.zigzagBig(first);
  const differences = new Float64Array(block);
  for (let at = 1; at < values.length; at += block) {
    const count = Math.min(block, values.length - at);
    let min = Infinity;
    let max = -Infinity;
    let before = values[at - 1] as number;
    for (let i = 0; i < count; i++) {
      const value = values[at + i] as number;
      const difference = value - before;
      before = value;
      differences[i] = difference;
      if (difference < min) min = difference;
      if (difference > max) max = difference;
    }
    out.zigzag(min);
    if (min === max) {
      out.uint32(0);
      continue;
    }
    differences.fill(min, count);
    const widths = [0, 0, 0, 0];
    for (let i = 0; i < count; i++)
      widths[i >> 5] = Math.max(widths[i >> 5] as number, widthOf((differences[i] as number) - min));
    for (const width of widths) out.byte(width);
    widths.forEach((width, index) => {
      if (width > 0) packMini(out, differences.subarray(index * mini, (index + 1) * mini), min, width);
    });
  }
  return out.view();
}

/** 32 numbers in `width` bits each, least significant bit first. */
function packMini(out: Bytes, values: Float64Array, min: number, width: number): void {
  let held = 0;
  let bits = 0;
  for (const value of values) {
    let rest = value - min;
    for (let left = width; left > 0;) {
      const take = Math.min(left, 16);
      const scale = 2 ** take;
      held |= (rest % scale) << bits;
      rest = Math.floor(rest / scale);
      bits += take;
      left -= take;
      for (; bits >= 8; bits -= 8) {
        out.byte(held & 255);
        held >>>= 8;
      }
    }
  }
}
