/** Rows of one file as Arrow, and Arrow as Parquet. */
import type { ExportOptions } from '../../../../core/recipe/types';
import { at } from '../../../../core/list';
import { FILLED, OUTLIER } from '../../../../core/rows/types';
import {
  arrowStream,
  booleanColumn,
  float64Column,
  int32Column,
  textColumn,
  timestampColumn,
  type ArrowColumn,
} from '../../duckdb/arrow';
import { longs } from './columnChunks';
import type { Runs } from './encodings';
import { labelsOf, type FileRows } from './fileRows';
import type * as ParquetWasm from 'parquet-wasm/esm';

export type ParquetModule = Pick<
  typeof ParquetWasm,
  'Table' | 'WriterPropertiesBuilder' | 'writeParquet' | 'Compression' | 'Encoding' | 'EnabledStatistics'
>;

export type ParquetOptions = Pick<ExportOptions, 'codec' | 'smallest'>;
/** Rows to the bytes of one Parquet file, in any codec. */
export type WriteGeneral = (rows: FileRows, options: ParquetOptions) => Uint8Array<ArrayBuffer>;

export const generalWriter =
  (module: ParquetModule): WriteGeneral =>
  (rows, options) =>
    toParquet(module, toArrow(rows), options) as Uint8Array<ArrayBuffer>;

/** The number of each row's run. */
function byRow(runs: Runs, rows: number): Int32Array {
  const numbers = new Int32Array(rows);
  let from = 0;
  for (let place = 0; place < runs.length; place += 2)
    numbers.fill(at(runs, place), from, (from += at(runs, place + 1)));
  return numbers;
}

function labelColumns(rows: FileRows): ArrowColumn[] {
  const { ids, types, runs } = labelsOf(rows);
  const found = byRow(runs, rows.rows);
  const text = (name: string, words: readonly string[]): ArrowColumn =>
    textColumn(name, found, (index) => (index < 0 ? null : at(words, index)));
  return [
    booleanColumn(
      'is_anomaly',
      Uint8Array.from(found, (index) => (index < 0 ? 0 : 1)),
    ),
    text('anomaly_type', types),
    text('anomaly_id', ids),
  ];
}

/**
 * One Arrow stream of one batch. Texts are plain strings: Arrow dictionaries become categories whose types differ from file to file in pandas, and
 * Dask refuses those. Parquet encodes the columns with a dictionary either way.
 */
export function toArrow(rows: FileRows): Uint8Array {
  const { runs, values, flags, observations } = rows;
  const series = byRow(Int32Array.from(runs.flatMap((run, value) => [value, run.rows])), rows.rows);
  const present = Uint8Array.from(values, (value) => (value === value ? 1 : 0));
  const flag = (bit: number): Uint8Array => Uint8Array.from(flags ?? [], (bits) => (bits & bit ? 1 : 0));
  return arrowStream([
    textColumn('series', series, (index) => at(runs, index).series, false),
    timestampColumn('timestamp', longs(rows.times), undefined, 'UTC'),
    float64Column('value', values, { present }),
    ...labelColumns(rows),
    ...(observations ? [int32Column('observations', observations)] : []),
    ...(flags && !observations ? [booleanColumn('outlier', flag(OUTLIER))] : []),
    ...(flags ? [booleanColumn('filled', flag(FILLED))] : []),
  ]);
}

/** Parquet of an Arrow stream. Version 1 pages, which every reader takes; timestamps as deltas, values plain. */
function toParquet(module: ParquetModule, ipc: Uint8Array, options: ParquetOptions): Uint8Array {
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
