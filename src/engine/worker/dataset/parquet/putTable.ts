/** Rows of series as Parquet files of the bundle. */
import { at, lookup } from '../../../../core/list';
import { IntervalIndex, type Interval } from '../../../../core/label/flags';
import type { BundleFile } from '../../../../core/dataset/documents';
import type { ExportOptions, PartitionUnit } from '../../../../core/recipe/types';
import type { ExportContext } from '../context';
import type { LabelPlaces } from '../labelPlaces';
import { scan, type ScannedFile } from '../partitionScan';
import type { RowSource } from '../rowSource';
import type { BundleSink } from '../sink';
import type { FileRows } from './fileRows';
import type { ParquetWriter, WrittenFile } from './writer';

/** Rows that become Parquet files below a folder of the bundle. */
export interface ParquetTable {
  source: RowSource;
  /** Without the columns that steps write: whether a row is an outlier, whether it was filled. */
  bare?: boolean;
  units: readonly PartitionUnit[];
  series: readonly { id: number; name: string }[];
  /** The labelled intervals of a series in these rows. */
  intervals(series: string): readonly Interval[];
  /** Where they lie, to be noted. */
  places?: LabelPlaces;
  root: string;
  /** What is being written, for a person, and how many rows there will be. */
  stage: string;
  total: number;
}

/** What was written of a table: files, rows, and rows by series. */
export interface WrittenTable {
  files: BundleFile[];
  rows: number;
  counts: Map<string, number>;
}

/** Where files are encoded, and where they go. */
export interface Outlet {
  sink: BundleSink;
  writer: ParquetWriter;
}

/** Writes a table partition by partition. Rejects with AbortError, `worker-died` or `memory`. */
export async function putTable(
  table: ParquetTable,
  options: ExportOptions,
  { signal, progress }: Pick<ExportContext, 'signal' | 'progress'>,
  { sink, writer }: Outlet,
): Promise<WrittenTable> {
  const series = [...table.series].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const labelled = new Map(
    series.map(({ id, name }) => [id, { name, index: new IntervalIndex(table.intervals(name)) }]),
  );
  const counts = new Map(series.map(({ name }) => [name, 0]));
  const files: BundleFile[] = [];
  const queue: Promise<WrittenFile>[] = [];
  const writeNext = async (): Promise<void> => {
    const written = await queue.shift();
    if (!written) return;
    await sink.write(written.path, written.bytes, written.crc);
    files.push({
      path: written.path,
      bytes: written.bytes.length,
      sha256: written.sha256,
      rows: written.rows,
    });
  };
  let rows = 0;
  const { source, units, root } = table;
  for await (const file of scan({ source, units, root, series: series.map(({ id }) => id), signal })) {
    for (const run of file.columns.runs) {
      const { name } = lookup(labelled, run.sid);
      counts.set(name, lookup(counts, name) + run.rows);
    }
    rows += file.columns.rows;
    const writing = writer.write(toFileRows(file, labelled, table), options);
    writing.catch(() => undefined);
    queue.push(writing);
    while (queue.length >= writer.width) await writeNext();
    signal.throwIfAborted();
    progress({ stage: table.stage, done: rows, total: table.total, unit: 'rows' });
  }
  while (queue.length > 0) await writeNext();
  return { files, rows, counts };
}

function toFileRows(
  { path, columns }: ScannedFile,
  labelled: ReadonlyMap<number, { name: string; index: IntervalIndex }>,
  { bare = false, places }: Pick<ParquetTable, 'bare' | 'places'>,
): FileRows {
  const { rows, runs, times, values, flags, observations } = columns;
  let from = 0;
  return {
    path,
    rows,
    runs: runs.map(({ sid, rows: count }) => {
      const { name, index } = lookup(labelled, sid);
      const [first, last] = [at(times, from), at(times, from + count - 1)];
      const intervals = index.touching(first, last);
      places?.note(name, times, from, from + count, intervals);
      from += count;
      return { series: name, rows: count, intervals };
    }),
    times,
    values,
    flags: bare ? null : flags,
    observations: bare ? null : observations,
  };
}
