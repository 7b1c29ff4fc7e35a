/** Rows of series as Parquet files of the bundle. */
import { at, lookup } from '../../../../core/list';
import { IntervalIndex, type Interval } from '../../../../core/label/flags';
import type { BundleFile } from '../../../../core/dataset/documents';
import type { ExportOptions, PartitionUnit } from '../../../../core/recipe/types';
import type { ExportContext } from '../context';
import type { LabelPlaces } from '../labelPlaces';
import type { WrittenTimes } from '../writtenTimes';
import { partitionOf } from '../../../../core/dataset/partition';
import { MAX_ROWS, scan, type ScannedFile } from '../partitionScan';
import type { RowSource } from '../rowSource';
import type { BundleSink } from '../sink';
import type { FileRows } from './fileRows';
import { packIntervals } from './packedIntervals';
import { encodesPieces } from './pieceFiles';
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
  /** The times of the rows, to be noted. */
  times?: WrittenTimes;
  root: string;
  /** What is being written, for a person, how many rows there will be, and how many were written before these. */
  stage: string;
  total: number;
  before?: number;
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
  /** Takes the MD5 of each file by its path, where that is wanted. */
  md5s?: Map<string, string>;
}

/** Writes a table partition by partition. Rejects with AbortError, `worker-died` or `memory`. */
export async function putTable(
  table: ParquetTable,
  options: ExportOptions,
  { signal, progress }: Pick<ExportContext, 'signal' | 'progress'>,
  { sink, writer, md5s }: Outlet,
): Promise<WrittenTable> {
  const series = [...table.series].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const labelled = new Map(
    series.map(({ id, name }) => [id, { name, index: new IntervalIndex(table.intervals(name)) }]),
  );
  const counts = new Map(series.map(({ name }) => [name, 0]));
  const files: BundleFile[] = [];
  /** `noted`: the series whose times came back. */
  const put = async (file: WrittenFile, noted: readonly number[]): Promise<void> => {
    const { path, bytes, crc, sha256, md5, rows: count } = file;
    for (const [index, sid] of noted.entries()) table.times?.note(sid, at(file.times, index));
    await sink.write(path, bytes, crc);
    md5s?.set(path, md5);
    files.push({ path, bytes: bytes.length, sha256, rows: count });
  };
  let rows = 0;
  const told = (): void =>
    progress({ stage: table.stage, done: (table.before ?? 0) + rows, total: table.total, unit: 'rows' });
  const encoded = encodedBeside(table, series, options, labelled, signal);
  if (encoded) {
    for await (const some of encoded.files) {
      for (const file of some) {
        await put(file, encoded.noted);
        rows += file.rows;
      }
      signal.throwIfAborted();
      told();
    }
    counts.set(encoded.name, rows);
    return { files, rows, counts };
  }
  const queue: { writing: Promise<WrittenFile>; noted: number[] }[] = [];
  const writeNext = async (): Promise<void> => {
    const next = queue.shift();
    if (next) await put(await next.writing, next.noted);
  };
  const { source, units, root } = table;
  for await (const file of scan({ source, units, root, series: series.map(({ id }) => id), signal })) {
    for (const run of file.columns.runs) {
      const { name } = lookup(labelled, run.sid);
      counts.set(name, lookup(counts, name) + run.rows);
    }
    rows += file.columns.rows;
    const writing = writer.write(toFileRows(file, labelled, table), options);
    writing.catch(() => undefined);
    const noted = file.columns.runs.flatMap(({ sid }) => (table.times?.wants(sid) ? [sid] : []));
    queue.push({ writing, noted });
    while (queue.length >= writer.width) await writeNext();
    signal.throwIfAborted();
    told();
  }
  while (queue.length > 0) await writeNext();
  return { files, rows, counts };
}

/** The files of the only series with rows, encoded where these are made; undefined where they have to be gathered here. */
function encodedBeside(
  { source, bare, places, times, units, root }: ParquetTable,
  series: readonly { id: number; name: string }[],
  options: ExportOptions,
  labelled: ReadonlyMap<number, { index: IntervalIndex }>,
  signal: AbortSignal,
): { name: string; noted: number[]; files: AsyncIterable<WrittenFile[]> } | undefined {
  const [only, ...others] = series.filter(({ id }) => source.extent(id) !== null);
  if (!only || others.length > 0 || bare || places || !source.files || !encodesPieces(options))
    return undefined;
  const { index } = lookup(labelled, only.id);
  const { codec, smallest } = options;
  const wanted = times?.wants(only.id) ?? false;
  const files = source.files(
    only.id,
    (time) => partitionOf(time, units).end,
    ({ from, to }) => ({
      series: only.name,
      units,
      root,
      maxRows: MAX_ROWS,
      times: wanted,
      intervals: packIntervals(index.touching(from, to)),
      options: { codec, smallest },
    }),
    signal,
  );
  return files ? { name: only.name, noted: wanted ? [only.id] : [], files } : undefined;
}

function toFileRows(
  { path, columns }: ScannedFile,
  labelled: ReadonlyMap<number, { name: string; index: IntervalIndex }>,
  { bare = false, places, times: noted }: Pick<ParquetTable, 'bare' | 'places' | 'times'>,
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
      return { series: name, rows: count, intervals, times: noted?.wants(sid) ?? false };
    }),
    times,
    values,
    flags: bare ? null : flags,
    observations: bare ? null : observations,
  };
}
