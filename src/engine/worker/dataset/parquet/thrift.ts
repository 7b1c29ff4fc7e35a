/** Thrift's compact protocol, as far as Parquet's metadata needs it (thrift-compact-protocol.md of Apache Thrift). */
import type { Bytes } from './bytes';

/** A value with the type that says how it is written. Numbers are whole; i64 below 2^52. */
export type ThriftValue =
  | { i32: number }
  | { i64: number }
  | { bool: boolean }
  | { binary: Uint8Array | string }
  | { list: readonly ThriftValue[] }
  | { struct: ThriftStruct };
/** Fields by id, in ascending order; absent ones undefined. */
export type ThriftStruct = Readonly<Record<number, ThriftValue | undefined>>;

const encoder = new TextEncoder();

function typeOf(value: ThriftValue): number {
  if ('i32' in value) return 5;
  if ('i64' in value) return 6;
  if ('bool' in value) return value.bool ? 1 : 2;
  if ('binary' in value) return 8;
  return 'list' in value ? 9 : 12;
}

function writeValue(out: Bytes, value: ThriftValue): void {
  if ('i32' in value) out.zigzag(value.i32);
  else if ('i64' in value) out.zigzag(value.i64);
  else if ('binary' in value) {
    const bytes = typeof value.binary === 'string' ? encoder.encode(value.binary) : value.binary;
    out.varint(bytes.length);
    out.append(bytes);
  } else if ('list' in value) {
    const [first] = value.list;
    const type = first ? typeOf(first) : 12;
    if (value.list.length < 15) out.byte((value.list.length << 4) | type);
    else {
      out.byte(0xf0 | type);
      out.varint(value.list.length);
    }
    for (const item of value.list) writeValue(out, item);
  } else if ('struct' in value) writeStruct(out, value.struct);
}

/** Writes the fields and the stop byte. */
export function writeStruct(out: Bytes, struct: ThriftStruct): void {
  let last = 0;
  for (const [key, value] of Object.entries(struct)) {
    if (!value) continue;
    const id = Number(key);
    out.byte(((id - last) << 4) | typeOf(value));
    last = id;
    writeValue(out, value);
  }
  out.byte(0);
}
