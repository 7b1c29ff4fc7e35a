/** Parquet's encodings of whole columns (Encodings.md of apache/parquet-format). */
import { at } from '../../../../core/list';
import { Bytes } from './bytes';

/** Stretches of rows with the same small number: two numbers each, that one and how many rows. */
export type Runs = Int32Array;

/** RLE of runs whose values need `width` bits; rows of a negative value are left out. */
export function rle(runs: Runs, width: number): Uint8Array {
  const out = new Bytes(16 + runs.length * 2);
  for (let place = 0; place < runs.length; place += 2) {
    const value = runs[place] as number;
    if (value < 0) continue;
    out.varint((runs[place + 1] as number) * 2);
    for (let shift = 0; shift < width; shift += 8) out.byte((value >>> shift) & 255);
  }
  return out.view();
}

/** One bit a row, least significant first: 1 in runs whose value is not negative. */
export function bitsOfRuns(runs: Runs, rows: number): Uint8Array {
  const bits = new Uint8Array((rows + 7) >> 3);
  let from = 0;
  for (let place = 0; place < runs.length; place += 2) {
    const to = from + (runs[place + 1] as number);
    if ((runs[place] as number) >= 0) setBits(bits, from, to);
    from = to;
  }
  return bits;
}

function setBits(bits: Uint8Array, from: number, to: number): void {
  const [first, last] = [from >> 3, to >> 3];
  const [head, tail] = [(255 << (from & 7)) & 255, (1 << (to & 7)) - 1];
  if (first === last) {
    bits[first] = (bits[first] as number) | (head & tail);
    return;
  }
  bits[first] = (bits[first] as number) | head;
  bits.fill(255, first + 1, last);
  if (tail > 0) bits[last] = (bits[last] as number) | tail;
}

/** Definition levels of an optional column, with their length before them, as version 1 pages have it: there where a run's value is not negative. */
export function levelsOfRuns(runs: Runs, rows: number): Uint8Array {
  if (runs.length * 8 >= rows) return levelsOfBits(bitsOfRuns(runs, rows));
  return withLength(
    rle(
      runs.map((number, place) => (place % 2 === 1 ? number : number < 0 ? 0 : 1)),
      1,
    ),
  );
}

/** The same of bits that say where a value is there. */
export function levelsOfBits(bits: Uint8Array): Uint8Array {
  const packed = new Bytes(bits.length + 8);
  packed.varint(bits.length * 2 + 1);
  packed.append(bits);
  return withLength(packed.view());
}

function withLength(body: Uint8Array): Uint8Array {
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

/** A column of whole numbers as DELTA_BINARY_PACKED, and its bounds. */
export interface Deltas {
  page: Uint8Array;
  min: number;
  max: number;
}

/** Of at least one whole number below 2^53 in magnitude; null where two neighbours lie 2^51 apart or more. */
export function deltas(values: Float64Array): Deltas | null {
  const { length } = values;
  const first = at(values, 0);
  const out = new Bytes(64 + (length >> 3));
  out.varint(block);
  out.varint(block / mini);
  out.varint(length);
  out.zigzagBig(BigInt(first));
  let [min, max] = [first, first];
  for (let from = 1; from < length; from += block) {
    const to = Math.min(from + block, length);
    const step = (values[from] as number) - (values[from - 1] as number);
    let row = from + 1;
    while (row < to && (values[row] as number) - (values[row - 1] as number) === step) row++;
    if (row === to) {
      if (!(step > -(2 ** 51) && step < 2 ** 51)) return null;
      out.zigzag(step);
      out.uint32(0);
    } else if (!packBlock(out, values, from, to)) return null;
    // Of a block of equal steps the last one alone can be a bound; of others all are looked at.
    for (let i = row === to ? to - 1 : from; i < to; i++) {
      const value = values[i] as number;
      if (value < min) min = value;
      if (value > max) max = value;
    }
  }
  return { page: out.view(), min, max };
}

const differences = new Float64Array(block);

/** One block whose differences are not all alike; false where they are too great. */
function packBlock(out: Bytes, values: Float64Array, from: number, to: number): boolean {
  let min = Infinity;
  let max = -Infinity;
  let before = values[from - 1] as number;
  for (let row = from; row < to; row++) {
    const value = values[row] as number;
    const difference = value - before;
    before = value;
    differences[row - from] = difference;
    if (difference < min) min = difference;
    if (difference > max) max = difference;
  }
  if (!(min > -(2 ** 51) && max < 2 ** 51)) return false;
  differences.fill(min, to - from);
  out.zigzag(min);
  const widths = out.claim(block / mini);
  for (let index = 0; index < block / mini; index++) {
    let greatest = min;
    for (let i = index * mini; i < (index + 1) * mini; i++) {
      const difference = differences[i] as number;
      if (difference > greatest) greatest = difference;
    }
    const width = widthOf(greatest - min);
    out.room[widths + index] = width;
    if (width > 0) packMini(out, index * mini, min, width);
  }
  return true;
}

/** 32 differences in `width` bits each, least significant bit first. */
function packMini(out: Bytes, from: number, min: number, width: number): void {
  const start = out.claim((mini * width) >> 3);
  const { room } = out;
  for (let i = 0; i < mini; i++) {
    let rest = (differences[from + i] as number) - min;
    if (rest === 0) continue;
    const bit = i * width;
    let byte = start + (bit >> 3);
    const shift = bit & 7;
    for (; rest > 0; byte += 3) {
      // 24 bits at a time, which shifted are below 2^31.
      const low = (rest % 0x1000000) << shift;
      room[byte] = (room[byte] as number) | (low & 255);
      room[byte + 1] = (room[byte + 1] as number) | ((low >>> 8) & 255);
      room[byte + 2] = (room[byte + 2] as number) | ((low >>> 16) & 255);
      room[byte + 3] = (room[byte + 3] as number) | (low >>> 24);
      rest = rest < 0x1000000 ? 0 : Math.floor(rest / 0x1000000);
    }
  }
}
