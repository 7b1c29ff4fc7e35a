import {
  Field,
  Float64,
  makeData,
  Message,
  MessageHeader,
  MetadataVersion,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
} from 'apache-arrow';
import type { GeneratedRows, Room } from '../../../core/synth/plan';

const schema = new Schema([
  new Field('ts', new TimestampMicrosecond(), false),
  new Field('value', new Float64(), true),
]);

/** The columns of a stream to come, and the stream itself, which needs nothing but them. */
export interface StreamBuffer extends Room {
  ipc: Uint8Array<ArrayBuffer>;
}

/** A buffer for so many rows, on a used one's memory where that fits; undefined below `LONG` rows. */
export function streamBuffer(rows: number, used?: ArrayBuffer): StreamBuffer | undefined {
  if (rows < LONG) return undefined;
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

/** Rows as one Arrow stream for a table `ts, value`; NaN, of which there are `nulls`, becomes null. Rows that are in the buffer already stay there. */
export function rowsArrow(
  made: Pick<GeneratedRows, 'rows' | 'times' | 'values'>,
  nulls: number,
  buffer?: StreamBuffer,
): Uint8Array<ArrayBuffer> {
  if (buffer && nulls === 0 && made.times === buffer.times && made.values === buffer.values)
    return buffer.ipc;
  return encode(made, nulls);
}

/** From so many rows on, a buffer pays: Arrow's writer copies every column twice. */
const LONG = 65_536;

const endOfStream = Uint8Array.of(255, 255, 255, 255, 0, 0, 0, 0);

/** What every stream begins with: a mark of four bytes, the length of what follows, the schema. */
const schemaMessage = ((): Uint8Array => {
  const one = encode({ rows: 1, times: new BigInt64Array(1), values: new Float64Array(1) }, 0);
  return one.slice(0, 8 + new DataView(one.buffer).getInt32(4, true));
})();

/** What stands before the columns of so many rows: times and values without nulls, one after the other. */
function batchMessage(rows: number): Uint8Array {
  const bytes = 8 * rows;
  const header = {
    length: rows,
    nodes: schema.fields.map(() => ({ length: rows, nullCount: 0 })),
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

function encode(
  { times, values, rows }: Pick<GeneratedRows, 'rows' | 'times' | 'values'>,
  nulls: number,
): Uint8Array<ArrayBuffer> {
  const batch = new RecordBatch(
    schema,
    makeData({
      type: new Struct(schema.fields),
      length: rows,
      nullCount: 0,
      children: [
        makeData({ type: new TimestampMicrosecond(), data: times.subarray(0, rows), nullCount: 0 }),
        makeData({
          type: new Float64(),
          data: values.subarray(0, rows),
          nullCount: nulls,
          nullBitmap: nulls > 0 ? present(values, rows) : undefined,
        }),
      ],
    }),
  );
  const writer = new RecordBatchStreamWriter();
  writer.write(batch);
  writer.close();
  return writer.toUint8Array(true).slice();
}

function present(values: Float64Array, rows: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows / 64) * 8);
  for (let i = 0; i < rows; i++) {
    if (values[i] === values[i]) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
  }
  return bits;
}
