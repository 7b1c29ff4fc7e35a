/** The processed table as a sequence of files' rows, partition by partition. */
import { firstWhere, lookup } from '../../../core/list';
import { partitionOf, partPath, type Partition } from '../../../core/dataset/partition';
import type { PartitionUnit } from '../../../core/recipe/types';
import { identifier, integer, text, timestamp } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { rawBatches } from '../duckdb/arrow';
import { flag, number } from '../duckdb/shape';
import { readBatch, RowBuffer, type Batch } from './rowBuffer';

export interface ScanOptions {
  database: Database;
  table: string;
  kind: 'clean' | 'resampled';
  units: readonly PartitionUnit[];
  /** Series in the order of their names. */
  series: readonly { id: number; name: string }[];
  signal?: AbortSignal;
  /** SQL of the rows where they are not the whole table. */
  source?: string;
  /** Whether each series' rows are known to be in the order of time; looked up where absent. */
  ordered?: boolean;
  /** Folder of the bundle that the files lie below; `data/processed` where absent. */
  root?: string;
  /** Rows held at once, and rows in one file, at most. */
  maxRows?: number;
}

/** Rows of one file at most. */
const MAX_ROWS = 2 ** 21;

/** One file's rows, sorted by series' name and time. */
export interface ScannedFile {
  path: string;
  rows: RowBuffer;
}

/** Whether the table's own order is by series and time, each series in one stretch. */
async function isSorted({ database, table, source, signal }: ScanOptions): Promise<boolean> {
  const { unsorted } = await database.readOne(
    `SELECT count(*) AS unsorted FROM (SELECT sid, ts, lag(sid) OVER () AS s, lag(ts) OVER () AS t FROM ${source ?? identifier(table)}) WHERE sid < s OR (sid = s AND ts < t)`,
    { unsorted: number },
    signal,
  );
  return unsorted === 0;
}

/** Files in the order of partitions. Memory: at most `maxRows` rows (and what grows them) at a time. */
export async function* scan(options: ScanOptions): AsyncGenerator<ScannedFile, void> {
  const { database, kind, units, series, signal, maxRows = MAX_ROWS } = options;
  const source = options.source ?? identifier(options.table);
  const found = await database.readOne(
    `SELECT count(*) AS rows, coalesce(min(sid), 0) AS first, coalesce(max(sid), 0) AS last, coalesce(bool_or(filled), false)${kind === 'clean' ? ' OR coalesce(bool_or(outlier), false)' : ''} AS marks FROM ${source}`,
    { rows: number, first: number, last: number, marks: flag },
    signal,
  );
  if (found.rows === 0) return;
  const single = found.first === found.last;
  const order = (single && options.ordered) || (await isSorted(options)) ? '' : ' ORDER BY sid, ts';
  const rank = new Map(series.map(({ id }, index) => [id, index]));
  // Columns that hold one value throughout are not worth fetching.
  const wanted = [
    ...(single ? [] : ['sid']),
    'ts',
    'value',
    ...(kind === 'resampled' ? ['observations'] : found.marks ? ['outlier::UTINYINT AS outlier'] : []),
    ...(found.marks ? ['filled::UTINYINT AS filled'] : []),
  ].join(', ');
  const gathered = (capacity?: number): RowBuffer => new RowBuffer(kind, capacity, found.first);

  async function* batches(where: string): AsyncGenerator<Batch[], void> {
    const sql = `SELECT ${wanted} FROM ${source}${where}${order}`;
    for await (const slice of rawBatches(database.slices(sql, signal))) yield slice.map(readBatch);
  }

  /** Rows of one series after another: a file is complete when the next partition or the limit is reached. */
  async function* stream(where: string, part = { next: 0 }): AsyncGenerator<ScannedFile, void> {
    let partition: Partition | undefined;
    let rows = gathered();
    const file = ({ folder }: Partition): ScannedFile => ({
      path: partPath(folder, part.next++, options.root),
      rows,
    });
    for await (const slice of batches(where))
      for (const batch of slice) {
        for (let at = 0; at < batch.rows;) {
          const time = Number(batch.times[at]);
          if (!partition || time >= partition.end || time < partition.start) {
            if (partition && rows.rows > 0) {
              yield file(partition);
              rows = gathered(rows.rows + 64);
            }
            if (partition) part.next = 0;
            partition = partitionOf(time, units);
          }
          const end = Math.min(stretch(batch, at, partition), at + maxRows - rows.rows);
          rows.append(batch, at, end);
          at = end;
          if (rows.rows >= maxRows) {
            yield file(partition);
            rows = gathered(rows.rows + 64);
          }
        }
      }
    if (partition && rows.rows > 0) yield file(partition);
  }

  if (single) {
    yield* stream('');
    return;
  }
  for (const group of await groups(options, found.rows, maxRows)) {
    if (group.rows > maxRows) {
      const part = { next: 0 };
      for (const { id } of series)
        yield* stream(`${group.where ? `${group.where} AND` : ' WHERE'} sid = ${integer(id)}`, part);
      continue;
    }
    const files = new Map<number, { partition: Partition; rows: RowBuffer }>();
    let current: { partition: Partition; rows: RowBuffer } | undefined;
    for await (const slice of batches(group.where))
      for (const batch of slice) {
        for (let at = 0; at < batch.rows;) {
          const time = Number(batch.times[at]);
          if (!current || time >= current.partition.end || time < current.partition.start) {
            const partition = partitionOf(time, units);
            current = files.get(partition.start) ?? { partition, rows: gathered(256) };
            files.set(partition.start, current);
          }
          const end = stretch(batch, at, current.partition);
          current.rows.append(batch, at, end);
          at = end;
        }
      }
    for (const start of [...files.keys()].sort((a, b) => a - b)) {
      const file = lookup(files, start);
      files.delete(start);
      yield {
        path: partPath(file.partition.folder, 0, options.root),
        rows: file.rows.inOrder((sid) => lookup(rank, sid)),
      };
    }
  }
}

/** How many files `scan` makes of a table, without reading its rows. */
export async function countFiles({
  database,
  table,
  units,
  signal,
  maxRows = MAX_ROWS,
}: Pick<ScanOptions, 'database' | 'table' | 'units' | 'signal' | 'maxRows'>): Promise<number> {
  const unit = units.at(-1);
  const part = unit === undefined ? '0' : `date_trunc(${text(unit)}, ts)`;
  // A partition with more rows than a file may have is written series by series.
  const { files } = await database.readOne(
    `WITH pieces AS (SELECT ${part} AS part, count(*) AS rows FROM ${identifier(table)} GROUP BY 1, sid),
     parts AS (SELECT CASE WHEN sum(rows) <= ${integer(maxRows)} THEN 1 ELSE sum(ceil(rows / ${integer(maxRows)})) END AS files FROM pieces GROUP BY part)
     SELECT coalesce(sum(files), 0)::DOUBLE AS files FROM parts`,
    { files: number },
    signal,
  );
  return files;
}

/** Where the rows of one series within one partition end that begin at `at`. */
function stretch({ rows, sids, times }: Batch, at: number, { end }: Partition): number {
  let last = rows;
  if (sids && sids[rows - 1] !== sids[at]) {
    last = at + 1;
    while (last < rows && sids[last] === sids[at]) last++;
  }
  return Number(times[last - 1]) < end ? last : firstWhere(at, last, (row) => Number(times[row]) >= end);
}

/** Stretches of time of whole partitions with at most `maxRows` rows each, or a single partition with more. */
async function groups(
  { database, table, units, signal }: ScanOptions,
  rows: number,
  maxRows: number,
): Promise<{ where: string; rows: number }[]> {
  const unit = units.at(-1);
  if (rows <= maxRows || unit === undefined) return [{ where: '', rows }];
  const found = await database.read(
    `SELECT epoch_us(date_trunc(${text(unit)}, ts)) AS start, count(*) AS rows FROM ${identifier(table)} GROUP BY 1 ORDER BY 1`,
    { start: number, rows: number },
    signal,
  );
  const made: { start: number; end: number; rows: number }[] = [];
  for (const part of found) {
    const { end } = partitionOf(part.start, units);
    const last = made.at(-1);
    if (last && last.rows + part.rows <= maxRows) Object.assign(last, { end, rows: last.rows + part.rows });
    else made.push({ start: part.start, end, rows: part.rows });
  }
  return made.map(({ start, end, rows: n }) => ({
    where: ` WHERE ts >= ${timestamp(start)} AND ts < ${timestamp(end)}`,
    rows: n,
  }));
}
