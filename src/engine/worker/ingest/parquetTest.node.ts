/** Parquet files for tests, written by DuckDB, and what the lab makes of them. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { at } from '../../../core/list';
import type { Inspection } from '../../../core/ingest/types';
import type { FileSource } from '../../../core/recipe/types';
import type { InspectFile, NamedFile } from '../../protocol';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
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

let database: Promise<Database> | undefined;

async function empty(): Promise<Database> {
  database ??= openNodeDatabase();
  const opened = await database;
  await opened.run('CREATE OR REPLACE TABLE series (sid INTEGER, name VARCHAR, file VARCHAR, zone VARCHAR)');
  await opened.run(
    'CREATE OR REPLACE TABLE ingested (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)',
  );
  return opened;
}

export interface Loaded extends LoadOutcome {
  rows: { name: string; zone: string; us: number; value: number | null }[];
}

/** Loads one source alone; its rows by series and place in the file. */
export async function loadOne(item: NamedFile, source: FileSource, guessed = false): Promise<Loaded> {
  const opened = await empty();
  const outcome = await loadFiles(
    { files: [{ ...item, source, guessed }] },
    { ...context, database: opened, existing: [], undo: new Undo() },
  );
  const rows = await opened.rows<Loaded['rows'][number]>(
    'SELECT s.name, s.zone, epoch_us(i.ts) AS us, i.value FROM ingested i JOIN series s USING (sid) ORDER BY sid, "row"',
  );
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
