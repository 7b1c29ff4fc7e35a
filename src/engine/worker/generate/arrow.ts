import {
  Field,
  Float64,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
} from 'apache-arrow';
import type { GeneratedRows } from '../../../core/pipeline/generate';

const schema = new Schema([
  new Field('ts', new TimestampMicrosecond(), false),
  new Field('value', new Float64(), true),
]);

/** Rows as one Arrow stream for a table `ts, value`; NaN becomes null. `nulls` says how often. */
export function rowsArrow(made: GeneratedRows): { ipc: Uint8Array<ArrayBuffer>; nulls: number } {
  const { times, values, rows } = made;
  let nulls = 0;
  for (let i = 0; i < rows; i++) if (values[i] !== values[i]) nulls++;
  if (nulls > 0 || rows < LONG) return { ipc: encode(made, nulls), nulls };
  const { stream, timesAt, valuesAt } = formOf(rows);
  const ipc = stream.slice();
  new BigInt64Array(ipc.buffer, timesAt, rows).set(times.subarray(0, rows));
  new Float64Array(ipc.buffer, valuesAt, rows).set(values.subarray(0, rows));
  return { ipc, nulls };
}

/** From so many rows on, filling in a form is worth it: Arrow's writer copies every column twice. */
const LONG = 65_536;

/** A stream of so many rows without nulls, and where its columns stand in it. */
interface Form {
  rows: number;
  stream: Uint8Array<ArrayBuffer>;
  timesAt: number;
  valuesAt: number;
}

/** Chunks of one job are equally long, but for the last. */
let form: Form | undefined;

function formOf(rows: number): Form {
  if (form?.rows === rows) return form;
  const times = new BigInt64Array(rows).fill(0x0123_4567_89ab_cdefn);
  const values = new Float64Array(new BigInt64Array(rows).fill(0x3edc_ba98_7654_3210n).buffer);
  const stream = encode({ times, values, rows }, 0);
  const words = new BigInt64Array(stream.buffer, 0, stream.length >> 3);
  const timesAt = words.indexOf(0x0123_4567_89ab_cdefn) * 8;
  const valuesAt = words.indexOf(0x3edc_ba98_7654_3210n) * 8;
  return (form = { rows, stream, timesAt, valuesAt });
}

function encode({ times, values, rows }: GeneratedRows, nulls: number): Uint8Array<ArrayBuffer> {
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
