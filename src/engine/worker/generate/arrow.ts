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
export function rowsArrow({ times, values, rows }: GeneratedRows): {
  ipc: Uint8Array<ArrayBuffer>;
  nulls: number;
} {
  let nulls = 0;
  for (let i = 0; i < rows; i++) if (values[i] !== values[i]) nulls++;
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
  return { ipc: writer.toUint8Array(true) as Uint8Array<ArrayBuffer>, nulls };
}

function present(values: Float64Array, rows: number): Uint8Array {
  const bits = new Uint8Array(Math.ceil(rows / 64) * 8);
  for (let i = 0; i < rows; i++) {
    if (values[i] === values[i]) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
  }
  return bits;
}
