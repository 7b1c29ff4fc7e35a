/** Arrow IPC streams, the form in which rows enter DuckDB. apache-arrow writes them, but for columns of text, at which it is too slow (ADR 11). */
import {
  Bool,
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
  Utf8,
  type Data,
} from 'apache-arrow';

/** A column to be written. Not nullable: its schema says that no value is missing. */
export interface ArrowColumn {
  name: string;
  data: Data;
  nullable: boolean;
}

/** Columns of one length as one stream: the schema, one batch, the end. */
export function arrowStream(columns: readonly ArrowColumn[]): Uint8Array {
  const fields = columns.map(({ name, data, nullable }) => new Field(name, data.type, nullable));
  const children = columns.map(({ data }) => data);
  const length = children[0]?.length ?? 0;
  const writer = new RecordBatchStreamWriter();
  const struct = makeData({ type: new Struct(fields), length, nullCount: 0, children });
  writer.write(new RecordBatch(new Schema(fields), struct));
  writer.close();
  return writer.toUint8Array(true);
}

/** Bytes of 0 and 1 as bits, least significant first. */
export function packBits(bytes: Uint8Array): Uint8Array {
  const bits = new Uint8Array((bytes.length + 7) >> 3);
  for (let at = bytes.indexOf(1); at >= 0 && at < bytes.length; at++)
    if (bytes[at]) bits[at >> 3] = (bits[at >> 3] as number) | (1 << (at & 7));
  return bits;
}

function validity(present: Uint8Array | null): { nullCount: number; nullBitmap?: Uint8Array } {
  if (!present) return { nullCount: 0 };
  let nullCount = 0;
  for (let row = 0; row < present.length; row++) if (!present[row]) nullCount++;
  return nullCount > 0 ? { nullCount, nullBitmap: packBits(present) } : { nullCount };
}

/** How a column may hold nulls: `present` has 1 where a value is there; null where all are. A column without this is not nullable. */
interface Nullable {
  present: Uint8Array | null;
}

export const float64Column = (name: string, data: Float64Array, nulls?: Nullable): ArrowColumn => ({
  name,
  nullable: nulls !== undefined,
  data: makeData({ type: new Float64(), data, ...validity(nulls?.present ?? null) }),
});

export const int32Column = (name: string, data: Int32Array, nulls?: Nullable): ArrowColumn => ({
  name,
  nullable: nulls !== undefined,
  data: makeData({ type: new Int32(), data, ...validity(nulls?.present ?? null) }),
});

/** Microseconds; of local time where no zone is given. */
export const timestampColumn = (
  name: string,
  data: BigInt64Array,
  nulls?: Nullable,
  zone?: 'UTC',
): ArrowColumn => ({
  name,
  nullable: nulls !== undefined,
  data: makeData({ type: new TimestampMicrosecond(zone), data, ...validity(nulls?.present ?? null) }),
});

/** Bytes of 0 and 1 as false and true. */
export const booleanColumn = (name: string, bytes: Uint8Array): ArrowColumn => ({
  name,
  nullable: false,
  data: makeData({ type: new Bool(), length: bytes.length, nullCount: 0, data: packBits(bytes) }),
});

const encoder = new TextEncoder();

/**
 * A text for each row, or null. By hand: apache-arrow's builders take four times as long, and with nulls compile code from text, which the
 * page's policy forbids.
 */
export function textColumn<R>(
  name: string,
  rows: ArrayLike<R>,
  of: (row: R) => string | null,
  nullable = true,
): ArrowColumn {
  const { length } = rows;
  const valueOffsets = new Int32Array(length + 1);
  const present = new Uint8Array(length);
  let data = new Uint8Array(1024);
  let end = 0;
  let text: string | null = null;
  let word = new Uint8Array(0);
  let before: R | undefined;
  for (let row = 0; row < length; row++) {
    const current = rows[row] as R;
    // Most columns hold the same text for long stretches.
    if (row === 0 || current !== before) {
      const next = of(current);
      if (next !== null && next !== text) word = encoder.encode(next);
      text = next;
      before = current;
    }
    if (text !== null) {
      present[row] = 1;
      if (end + word.length > data.length) {
        const grown = new Uint8Array(2 * (end + word.length));
        grown.set(data);
        data = grown;
      }
      data.set(word, end);
      end += word.length;
    }
    valueOffsets[row + 1] = end;
  }
  const type = new Utf8();
  const nulls = validity(nullable ? present : null);
  return {
    name,
    nullable,
    data: makeData({ type, length, valueOffsets, data: data.subarray(0, end), ...nulls }),
  };
}
