/** Rows of one file as Arrow, and Arrow as Parquet. */
import type { ExportOptions } from '../../../../core/recipe/types';
import { flagRows, type Interval } from '../../../../core/label/flags';
import { append, at } from '../../../../core/list';
import {
  arrowStream,
  booleanColumn,
  float64Column,
  int32Column,
  textColumn,
  timestampColumn,
  type ArrowColumn,
} from '../../duckdb/arrow';
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

function labelColumns(rows: FileRows): ArrowColumn[] {
  const found = new Int32Array(rows.rows).fill(-1);
  const intervals: Interval[] = [];
  let from = 0;
  for (const run of rows.runs) {
    flagRows(rows.times, from, from + run.rows, run.intervals, found, intervals.length);
    append(intervals, run.intervals);
    from += run.rows;
  }
  const flag = new Uint8Array(rows.rows);
  for (let row = 0; row < flag.length; row++) if ((found[row] as number) >= 0) flag[row] = 1;
  const text = (name: string, of: (interval: Interval) => string): ArrowColumn =>
    textColumn(name, found, (index) => (index < 0 ? null : of(at(intervals, index))));
  return [
    booleanColumn('is_anomaly', flag),
    text('anomaly_type', ({ type }) => type),
    text('anomaly_id', ({ id }) => id),
  ];
}

/**
 * One Arrow stream of one batch. Texts are plain strings: Arrow dictionaries become categories whose types differ from file to file in pandas, and
 * Dask refuses those. Parquet encodes the columns with a dictionary either way.
 */
export function toArrow(rows: FileRows): Uint8Array {
  const series = new Int32Array(rows.rows);
  let from = 0;
  for (const [index, run] of rows.runs.entries()) series.fill(index, from, (from += run.rows));
  return arrowStream([
    textColumn('series', series, (index) => at(rows.runs, index).series, false),
    timestampColumn('timestamp', rows.times, undefined, 'UTC'),
    float64Column('value', rows.values, { present: rows.valid }),
    ...labelColumns(rows),
    ...(rows.observations ? [int32Column('observations', rows.observations)] : []),
    ...(rows.outlier ? [booleanColumn('outlier', rows.outlier)] : []),
    ...(rows.filled ? [booleanColumn('filled', rows.filled)] : []),
  ]);
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
