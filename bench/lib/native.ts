/** The peer: DuckDB itself, in memory, on as many threads as the browser has cores here. */
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { availableParallelism } from 'node:os';

export const threads = Math.min(2, availableParallelism());

export interface Native {
  run(sql: string): Promise<void>;
  /** Rows as objects of text, numbers and booleans; bigints as text. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  close(): void;
}

/** A fresh database. */
export async function openNative(): Promise<Native> {
  const instance = await DuckDBInstance.create(':memory:', { threads: String(threads) });
  const connection: DuckDBConnection = await instance.connect();
  return {
    run: async (sql) => {
      await connection.run(sql);
    },
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowObjectsJson(),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Seconds that the action took. */
export async function seconds(action: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await action();
  return (performance.now() - begin) / 1000;
}
