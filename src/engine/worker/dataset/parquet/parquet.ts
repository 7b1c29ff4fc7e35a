/** Rows of one file as Arrow, and Arrow as Parquet. */
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
import type { ExportOptions } from '../../../../core/recipe/types';
import { flagRows, type Interval } from '../../../../core/label/flags';
import { pack } from './encodings';
import type * as ParquetWasm from 'parquet-wasm/esm';

export type ParquetModule = Pick<
  typeof ParquetWasm,
  'Table' | 'WriterPropertiesBuilder' | 'writeParquet' | 'Compression' | 'Encoding' | 'EnabledStatistics'
>;

/** The rows of one Parquet file, sorted by series and time. Byte columns hold 0 or 1. */
export interface FileRows {
  path: string;
  rows: number;
  /** Series in the order of the file, with their number of rows and the intervals (in order) that may touch them. */
  runs: { series: string; rows: number; intervals: Interval[] }[];
  times: BigInt64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  /** 1 where the value is there; null where all are. */
  valid: Uint8Array<ArrayBuffer> | null;
  observations: Int32Array<ArrayBuffer> | null;
  outlier: Uint8Array<ArrayBuffer> | null;
  filled: Uint8Array<ArrayBuffer> | null;
}
export type ParquetOptions = Pick<ExportOptions, 'codec' | 'smallest'>;

const boolean = (bytes: Uint8Array): Data<Bool> =>
  makeData({ type: new Bool(), length: bytes.length, nullCount: 0, data: pack(bytes) });

/**
 * Texts chosen by index, as plain strings: Arrow dictionaries become categories whose types differ from file to file in pandas, and Dask refuses
 * those. Parquet encodes the column with a dictionary either way.
 */
function texts(indices: Int32Array, words: readonly string[], present: Uint8Array | null): Data<Utf8> {
  const encoded = words.map((word) => new TextEncoder().encode(word));
  const offsets = new Int32Array(indices.length + 1);
  let nullCount = 0;
  for (let i = 0; i < indices.length; i++) {
    const there = present === null || present[i] === 1;
    if (!there) nullCount++;
    offsets[i + 1] = (offsets[i] ?? 0) + (there ? (encoded[indices[i] ?? 0]?.length ?? 0) : 0);
  }
  const data = new Uint8Array(offsets[indices.length] ?? 0);
  for (let i = 0; i < indices.length; i++) {
    const word = present === null || present[i] === 1 ? encoded[indices[i] ?? 0] : undefined;
    if (word) data.set(word, offsets[i]);
  }
  return makeData({
    type: new Utf8(),
    length: indices.length,
    nullCount,
    valueOffsets: offsets,
    data,
    ...(present === null ? {} : { nullBitmap: pack(present) }),
  });
}

function labelColumns(rows: FileRows): Data[] {
  const found = new Int32Array(rows.rows).fill(-1);
  const intervals: Interval[] = [];
  let at = 0;
  for (const run of rows.runs) {
    flagRows(rows.times, at, at + run.rows, run.intervals, found, intervals.length);
    intervals.push(...run.intervals);
    at += run.rows;
  }
  const types = [...new Set(intervals.map(({ type }) => type))].sort();
  const typeOf = Int32Array.from(intervals, ({ type }) => types.indexOf(type));
  const flag = new Uint8Array(rows.rows);
  const kind = new Int32Array(rows.rows);
  const index = new Int32Array(rows.rows);
  if (intervals.length > 0) {
    for (let i = 0; i < rows.rows; i++) {
      const interval = found[i] ?? -1;
      if (interval < 0) continue;
      flag[i] = 1;
      kind[i] = typeOf[interval] ?? 0;
      index[i] = interval;
    }
  }
  return [
    boolean(flag),
    texts(kind, types, flag),
    texts(
      index,
      intervals.map(({ id }) => id),
      flag,
    ),
  ];
}

/** One Arrow stream of one batch. */
export function toArrow(rows: FileRows): Uint8Array {
  const series = new Int32Array(rows.rows);
  let at = 0;
  rows.runs.forEach((run, index) => {
    series.fill(index, at, (at += run.rows));
  });
  const [flag, type, id] = labelColumns(rows);
  const nulls = rows.valid === null ? 0 : rows.valid.reduce((sum, bit) => sum + (bit ? 0 : 1), 0);
  const columns: [string, Data | undefined, boolean][] = [
    [
      'series',
      texts(
        series,
        rows.runs.map((run) => run.series),
        null,
      ),
      false,
    ],
    [
      'timestamp',
      makeData({ type: new TimestampMicrosecond('UTC'), length: rows.rows, nullCount: 0, data: rows.times }),
      false,
    ],
    [
      'value',
      makeData({
        type: new Float64(),
        length: rows.rows,
        nullCount: nulls,
        data: rows.values,
        ...(rows.valid && nulls > 0 ? { nullBitmap: pack(rows.valid) } : {}),
      }),
      true,
    ],
    ['is_anomaly', flag, false],
    ['anomaly_type', type, true],
    ['anomaly_id', id, true],
    ...(rows.observations
      ? [
          [
            'observations',
            makeData({ type: new Int32(), length: rows.rows, nullCount: 0, data: rows.observations }),
            false,
          ] satisfies [string, Data, boolean],
        ]
      : []),
    ...(rows.outlier ? [['outlier', boolean(rows.outlier), false] satisfies [string, Data, boolean]] : []),
    ...(rows.filled ? [['filled', boolean(rows.filled), false] satisfies [string, Data, boolean]] : []),
  ];
  const present = columns.filter((column): column is [string, Data, boolean] => column[1] !== undefined);
  const fields = present.map(([name, data, nullable]) => new Field(name, data.type, nullable));
  const struct = makeData({
    type: new Struct(fields),
    length: rows.rows,
    nullCount: 0,
    children: present.map(([, data]) => data),
  });
  const writer = new RecordBatchStreamWriter();
  writer.write(new RecordBatch(new Schema(fields), struct));
  writer.finish();
  return writer.toUint8Array(true);
}

/** Parquet of an Arrow stream. Version 1 pages, which every reader takes; timestamps as deltas, values plain. */
export function toParquet(module: ParquetModule, ipc: Uint8Array, options: ParquetOptions): Uint8Array {
  const { Compression, Encoding, EnabledStatistics } = module;
  const codec = {
    snappy: Compression.SNAPPY,
    gzip: Compression.GZIP,
    zstd: Compression.ZSTD,
    none: Compression.UNCOMPRESSED,
  }[options.codec];
  let builder = new module.WriterPropertiesBuilder()
    .setCompression(codec)
    .setCreatedBy('anomaly-data-lab')
    .setStatisticsEnabled(EnabledStatistics.Chunk)
    .setMaxRowGroupSize(1_048_576)
    .setDictionaryEnabled(false)
    .setColumnEncoding('timestamp', Encoding.DELTA_BINARY_PACKED)
    .setColumnDictionaryEnabled('series', true)
    .setColumnDictionaryEnabled('anomaly_type', true)
    .setColumnDictionaryEnabled('anomaly_id', true)
    .setColumnDictionaryEnabled('observations', true);
  if (options.smallest) builder = builder.setColumnEncoding('value', Encoding.BYTE_STREAM_SPLIT);
  return module.writeParquet(module.Table.fromIPCStream(ipc), builder.build());
}
