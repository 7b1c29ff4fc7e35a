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
import type { GeneratedRows, Room } from '../../../core/pipeline/generate';

const schema = new Schema([
  new Field('ts', new TimestampMicrosecond(), false),
  new Field('value', new Float64(), true),
]);

/** The columns of a stream to come, and the stream itself, which needs nothing but them. */
export interface Sheet extends Room {
  ipc: Uint8Array<ArrayBuffer>;
}

/** A sheet for so many rows, on a used one's memory where that fits; undefined for so few that it is not worth it. */
export function sheetOf(rows: number, used?: ArrayBuffer): Sheet | undefined {
  if (rows < LONG) return undefined;
  const { stream, timesAt, valuesAt } = formOf(rows);
  const ipc = new Uint8Array(used?.byteLength === stream.length ? used : new ArrayBuffer(stream.length));
  const [one, other] = timesAt < valuesAt ? [timesAt, valuesAt] : [valuesAt, timesAt];
  for (const [from, to] of [
    [0, one],
    [one + 8 * rows, other],
    [other + 8 * rows, stream.length],
  ] as const) {
    ipc.set(stream.subarray(from, to), from);
  }
  return {
    ipc,
    times: new BigInt64Array(ipc.buffer, timesAt, rows),
    values: new Float64Array(ipc.buffer, valuesAt, rows),
  };
}

/** Rows as one Arrow stream for a table `ts, value`; NaN, of which there are `nulls`, becomes null. Rows that stand on the sheet stay there. */
export function rowsArrow(
  made: Pick<GeneratedRows, 'rows' | 'times' | 'values'>,
  nulls: number,
  sheet?: Sheet,
): Uint8Array<ArrayBuffer> {
  if (sheet && nulls === 0 && made.times === sheet.times && made.values === sheet.values) return sheet.ipc;
  return encode(made, nulls);
}

/** From so many rows on, a sheet is worth it: Arrow's writer copies every column twice. */
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
