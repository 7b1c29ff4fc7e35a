/** Parquet files for tests, written by DuckDB, and what the lab makes of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { at, lookup } from '../../../core/list';
import type { Inspection } from '../../../core/ingest/types';
import type { FileSource } from '../../../core/recipe/types';
import type { InspectFile, NamedFile } from '../../protocol';
import { RowStore } from '../series/rowStore';
import { storedRows } from '../series/stored.node';
import { Undo } from '../transaction';
import { nodeEnvironment } from './environment.node';
import { inspectFiles } from './inspectFiles';
import { loadFiles, type LoadOutcome } from './load';

/** Writes the result of a query as Parquet. `options`: of DuckDB's COPY, such as `ROW_GROUP_SIZE 2048`. */
export async function parquetOf(query: string, name = 'p.parquet', options = ''): Promise<NamedFile> {
  const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
  const instance = await DuckDBInstance.create();
  try {
    const connection = await instance.connect();
    const path = join(folder, 'file.parquet');
    await connection.run("SET TimeZone = 'UTC'");
    await connection.run(
      `COPY (${query}) TO '${path}' (FORMAT parquet${options === '' ? '' : `, ${options}`})`,
    );
    connection.closeSync();
    return { name, file: new File([readFileSync(path)], name, { lastModified: 1 }) };
  } finally {
    instance.closeSync();
    rmSync(folder, { recursive: true });
  }
}

const context = {
  signal: new AbortController().signal,
  progress: () => undefined,
  environment: nodeEnvironment,
};

/** The inspection of one file or data set. */
export async function inspectOne(item: InspectFile): Promise<Inspection> {
  return at(await inspectFiles([item], context), 0);
}

export interface Loaded extends LoadOutcome {
  rows: { name: string; zone: string; us: number; value: number | null }[];
}

/** Loads one source alone; its rows by series and place in the file. */
export async function loadOne(item: NamedFile, source: FileSource, guessed = false): Promise<Loaded> {
  const store = new RowStore();
  const outcome = await loadFiles(
    { files: [{ ...item, source, guessed }] },
    { ...context, store, existing: [], undo: new Undo() },
  );
  const series = new Map(outcome.series.map((one) => [one.sid, one]));
  const rows = storedRows(store).map(({ sid, us, value }) => {
    const { name, zone } = lookup(series, sid);
    return { name, zone, us, value };
  });
  return { ...outcome, rows };
}

/** The source that the inspection proposes. */
export function sourceOf({ source, error }: Inspection): FileSource {
  if (!source || !('time' in source)) throw new Error(error?.message ?? 'expected a source of observations');
  return source;
}

/** Loads a file as its inspection proposes. */
export async function loadProposed(item: InspectFile): Promise<Loaded> {
  return loadOne(item, sourceOf(await inspectOne(item)));
}
