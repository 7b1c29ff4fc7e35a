/** Tables of the database as Parquet files of the bundle. */
import { lookup } from '../../../../core/list';
import { inOrder, type Interval } from '../../../../core/label/flags';
import type { LabelRow } from '../../../../core/label/types';
import type { BundleFile } from '../../../../core/dataset/documents';
import type { ExportOptions, PartitionUnit } from '../../../../core/recipe/types';
import type { ExportContext } from '../context';
import type { FileRows } from './parquetWasm';
import { writerPool } from './pool';
import { scan, type ScannedFile } from '../partitionScan';
import type { BundleSink } from '../sink';
import type { WrittenFile } from './writer';

/** Where the labels of a series lie in the processed rows; one that lost its rows lies nowhere. */
export function processedIntervals(labels: readonly LabelRow[], series: string): LabelRow[] {
  return labels.flatMap((label) =>
    label.series === series && label.processedStart !== null && label.processedEnd !== null
      ? [{ ...label, start: label.processedStart, end: label.processedEnd }]
      : [],
  );
}

/** A table whose rows become Parquet files below a folder of the bundle. */
export interface ParquetTable {
  table: string;
  kind: 'clean' | 'resampled';
  /** The rows where they are not the whole table, as SQL. */
  source?: string;
  /** Without the columns that steps write: whether a row is an outlier, whether it was filled. */
  bare?: boolean;
  units: readonly PartitionUnit[];
  series: readonly { id: number; name: string }[];
  /** The labelled intervals of a series in these rows. */
  intervals(series: string): readonly Interval[];
  /** Whether each series is known to be in order of time. */
  ordered: boolean;
  root: string;
  /** What is being written, for a person, and how many rows there will be. */
  stage: string;
  total: number;
}

/** Writes a table partition by partition. Rejects with AbortError, `worker-died` or `memory`. */
export async function putTable(
  table: ParquetTable,
  options: ExportOptions,
  context: ExportContext,
  sink: BundleSink,
): Promise<{ files: BundleFile[]; rows: number; counts: Map<string, number> }> {
  const { database, signal, progress } = context;
  const series = [...table.series].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const names = new Map(series.map(({ id, name }) => [id, name]));
  const counts = new Map(series.map(({ name }) => [name, 0]));
  const files: BundleFile[] = [];
  const writer = (context.openWriter ?? writerPool)();
  const queue: Promise<WrittenFile>[] = [];
  const writeNext = async (): Promise<void> => {
    const written = await queue.shift();
    if (!written) return;
    await sink.write(written.path, written.bytes);
    files.push({
      path: written.path,
      bytes: written.bytes.length,
      sha256: written.sha256,
      rows: written.rows,
    });
  };
  const intervals = new Map(series.map(({ name }) => [name, inOrder(table.intervals(name))]));
  let rows = 0;
  try {
    for await (const file of scan({
      ...table,
      database,
      series,
      signal,
    })) {
      for (const run of file.rows.runs) {
        const name = lookup(names, run.sid);
        counts.set(name, lookup(counts, name) + run.to - run.from);
      }
      rows += file.rows.rows;
      const writing = writer.write(toFileRows(file, names, intervals, table.bare), options);
      writing.catch(() => undefined);
      queue.push(writing);
      while (queue.length >= writer.width) await writeNext();
      signal.throwIfAborted();
      progress({ stage: table.stage, done: rows, total: table.total, unit: 'rows' });
    }
    while (queue.length > 0) await writeNext();
  } finally {
    writer.close();
  }
  return { files, rows, counts };
}

function toFileRows(
  { path, rows }: ScannedFile,
  names: ReadonlyMap<number, string>,
  intervals: ReadonlyMap<string, FileRows['runs'][number]['intervals']>,
  bare = false,
): FileRows {
  const count = rows.rows;
  return {
    path,
    rows: count,
    runs: rows.runs.map(({ sid, from, to }) => {
      const series = lookup(names, sid);
      const first = Number(rows.times[from]);
      const last = Number(rows.times[to - 1]);
      const touching = lookup(intervals, series).filter(({ start, end }) => start <= last && end > first);
      // Plain objects of four members: what else a label has need not cross into the worker.
      return {
        series,
        rows: to - from,
        intervals: touching.map(({ start, end, id, type }) => ({ start, end, id, type })),
      };
    }),
    times: rows.times.subarray(0, count),
    values: rows.values.subarray(0, count),
    valid: rows.valid?.subarray(0, count) ?? null,
    observations: rows.kind === 'resampled' ? rows.observations.subarray(0, count) : null,
    outlier: rows.kind === 'clean' && !bare ? rows.outlier.subarray(0, count) : null,
    filled: bare ? null : rows.filled.subarray(0, count),
  };
}
