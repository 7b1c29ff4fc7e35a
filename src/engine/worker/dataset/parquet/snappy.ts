/** Snappy's block format (format_description.txt of google/snappy): literals and copies within blocks of 64 KiB. */
import { Bytes } from './bytes';

const blockSize = 1 << 16;
const hashBits = 14;
/** A copy takes three bytes and a literal's head as many: shorter ones gain next to nothing, and chance makes many of them in doubles. */
const shortest = 8;
const table = new Int32Array(1 << hashBits);
const scratch = new Bytes(1 << 20);

/** Parts of a page, one after the other, compressed; at most their length + length / 6 + 32. Valid until the next call. */
export function snappy(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const out = scratch;
  out.clear();
  out.reserve(32 + length + Math.ceil(length / 6));
  out.varint(length);
  for (const part of parts) {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    for (let from = 0; from < part.length; from += blockSize)
      compressBlock(out, part, view, from, Math.min(from + blockSize, part.length));
  }
  return out.view();
}
function literal(out: Bytes, input: Uint8Array, from: number, to: number): void {
  const last = to - from - 1;
  if (last < 0) return;
  if (last < 60) out.byte(last << 2);
  else if (last < 256) {
    out.byte(60 << 2);
    out.byte(last);
  } else {
    out.byte(61 << 2);
    out.byte(last & 255);
    out.byte(last >> 8);
  }
  out.append(input.subarray(from, to));
}

/** Copies of up to 64 bytes each with a two-byte offset; none shorter than four is left over. */
function copy(out: Bytes, offset: number, length: number): void {
  for (let rest = length; rest > 0;) {
    const part = rest > 64 ? (rest < 68 ? 60 : 64) : rest;
    out.byte(((part - 1) << 2) | 2);
    out.byte(offset & 255);
    out.byte(offset >> 8);
    rest -= part;
  }
}

function compressBlock(out: Bytes, input: Uint8Array, view: DataView, from: number, to: number): void {
  table.fill(-1);
  let literalFrom = from;
  let misses = 32;
  for (let at = from; at + 4 <= to;) {
    const word = view.getInt32(at, true);
    const slot = Math.imul(word, 0x1e35a7bd) >>> (32 - hashBits);
    const candidate = table[slot] as number;
    table[slot] = at;
    if (candidate < 0 || view.getInt32(candidate, true) !== word) {
      at += misses++ >>> 5;
      continue;
    }
    let end = at + 4;
    const shift = at - candidate;
    while (end < to && input[end] === input[end - shift]) end++;
    if (end - at < shortest) {
      at += misses++ >>> 5;
      continue;
    }
    literal(out, input, literalFrom, at);
    copy(out, shift, end - at);
    at = end;
    literalFrom = end;
    misses = 32;
  }
  literal(out, input, literalFrom, to);
}
