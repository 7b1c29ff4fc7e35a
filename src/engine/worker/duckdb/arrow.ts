/**
 * Arrow IPC streams, the form in which rows enter DuckDB and leave it. apache-arrow writes them, but for what it is too slow at (ADR 11): columns
 * of text, the stream of many generated rows, and reading the batches of an answer.
 */
import {
  Bool,
  Field,
  Float64,
  Int32,
  makeData,
  Message,
  MessageHeader,
  MessageReader,
  MetadataVersion,
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

/** Rows for a table `ts, value`: microseconds, and values of which NaN is none. */
interface TimedRows {
  rows: number;
  times: BigInt64Array;
  values: Float64Array;
}

/** A stream for a table `ts, value` in which everything stands but the numbers: they are to be written into its columns. */
export interface StreamBuffer {
  ipc: Uint8Array<ArrayBuffer>;
  times: BigInt64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
}

/** From so many rows on a buffer pays: apache-arrow copies every column twice. */
const MANY_ROWS = 65_536;

const endOfStream = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** A stream of so many rows, in the memory of one that is done with where that fits; undefined for few rows. */
export function streamBuffer(rows: number, used?: ArrayBuffer): StreamBuffer | undefined {
  if (rows < MANY_ROWS) return undefined;
  const batch = batchMessage(rows);
  const timesAt = schemaMessage.length + batch.length;
  const valuesAt = timesAt + 8 * rows;
  const end = valuesAt + 8 * rows;
  const size = end + endOfStream.length;
  const ipc = new Uint8Array(used && used.byteLength >= size ? used : new ArrayBuffer(size), 0, size);
  ipc.set(schemaMessage);
  ipc.set(batch, schemaMessage.length);
  ipc.set(endOfStream, end);
  return {
    ipc,
    times: new BigInt64Array(ipc.buffer, timesAt, rows),
    values: new Float64Array(ipc.buffer, valuesAt, rows),
  };
}

/** Rows as one stream for a table `ts, value`; NaN, of which there are `nulls`, becomes null. Rows that are in the buffer already stay there. */
export function rowsArrow(made: TimedRows, nulls: number, buffer?: StreamBuffer): Uint8Array<ArrayBuffer> {
  if (buffer && nulls === 0 && made.times === buffer.times && made.values === buffer.values)
    return buffer.ipc;
  return encodeRows(made, nulls);
}

function encodeRows({ rows, ...made }: TimedRows, nulls: number): Uint8Array<ArrayBuffer> {
  const values = made.values.subarray(0, rows);
  const present = nulls > 0 ? Uint8Array.from(values, (value) => (value === value ? 1 : 0)) : null;
  return arrowStream([
    timestampColumn('ts', made.times.subarray(0, rows)),
    float64Column('value', values, { present }),
  ]).slice();
}

/** What every stream of rows begins with: a mark of four bytes, the length of what follows, the schema. */
const schemaMessage = ((): Uint8Array => {
  const one = encodeRows({ rows: 1, times: new BigInt64Array(1), values: new Float64Array(1) }, 0);
  return one.slice(0, 8 + new DataView(one.buffer).getInt32(4, true));
})();

/** What stands before the columns of so many rows: times and values without nulls, one after the other. */
function batchMessage(rows: number): Uint8Array {
  const bytes = 8 * rows;
  const header = {
    length: rows,
    nodes: [0, 1].map(() => ({ length: rows, nullCount: 0 })),
    buffers: [
      { offset: 0, length: 0 },
      { offset: 0, length: bytes },
      { offset: bytes, length: 0 },
      { offset: bytes, length: bytes },
    ],
    compression: null,
  };
  const message = Message.encode(
    new Message(2 * bytes, MetadataVersion.V5, MessageHeader.RecordBatch, header),
  );
  const framed = new Uint8Array(8 + Math.ceil(message.length / 8) * 8);
  new Int32Array(framed.buffer).set([-1, framed.length - 8]);
  framed.set(message, 8);
  return framed;
}

/** One column of one batch that was read; typed arrays are views of its message. */
export interface RawColumn {
  nulls: number;
  /** Bits, least significant first; 1 where a value is there. */
  validity: Uint8Array;
  data: Uint8Array;
}

/** A batch of an answer: some 2,000 rows. */
export interface RawBatch {
  rows: number;
  column(name: string): RawColumn | undefined;
}

/** Field `index` of the flatbuffer table at `table`: where it is, or 0. */
function field(view: DataView, table: number, index: number): number {
  const vtable = table - view.getInt32(table, true);
  const slot = 4 + index * 2;
  const offset = slot < view.getUint16(vtable, true) ? view.getUint16(vtable + slot, true) : 0;
  return offset === 0 ? 0 : table + offset;
}
const follow = (view: DataView, at: number): number => at + view.getUint32(at, true);

/** Reads a message (Message.fbs of apache/arrow) whose columns are of fixed width, each with two buffers. */
function readMessage(message: Uint8Array, names: readonly string[]): RawBatch | undefined {
  const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
  const prefix = view.getUint32(0, true) === 0xffffffff ? 8 : 4;
  const size = view.getUint32(prefix - 4, true);
  if (size === 0) return undefined;
  const root = follow(view, prefix);
  const table = follow(view, field(view, root, 2));
  const lengthAt = field(view, table, 0);
  const nodes = follow(view, field(view, table, 1)) + 4;
  const buffers = follow(view, field(view, table, 2)) + 4;
  const body = prefix + size;
  const long = (at: number): number => view.getUint32(at, true) + view.getUint32(at + 4, true) * 2 ** 32;
  const buffer = (index: number): Uint8Array => {
    const from = body + long(buffers + index * 16);
    return message.subarray(from, from + long(buffers + index * 16 + 8));
  };
  return {
    rows: lengthAt === 0 ? 0 : long(lengthAt),
    column(name) {
      const index = names.indexOf(name);
      if (index < 0) return undefined;
      return {
        nulls: long(nodes + index * 16 + 8),
        validity: buffer(index * 2),
        data: buffer(index * 2 + 1),
      };
    },
  };
}

/**
 * Reads an answer batch by batch as typed arrays. `slices`: the schema, then batches, then the end, as `Database.slices` yields them. Columns
 * must be of fixed width and not boolean.
 */
export async function* rawBatches(slices: AsyncIterable<Uint8Array[]>): AsyncGenerator<RawBatch[], void> {
  let names: string[] | undefined;
  for await (const slice of slices) {
    const batches: RawBatch[] = [];
    for (const message of slice) {
      if (names) {
        const batch = readMessage(message, names);
        if (batch) batches.push(batch);
      } else names = new MessageReader(message).readSchema(true)?.fields.map((entry) => entry.name);
    }
    yield batches;
  }
}
