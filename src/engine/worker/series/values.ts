/** Numbers of a series taken out of the database, for what a single pass of TypeScript does quicker than SQL. */
import { rawBatches, type RawBatch } from '../duckdb/arrow';
import type { Database } from '../duckdb/database';

const CHUNK = 262_144;

/** The doubles of a column without nulls. */
export function doubles(batch: RawBatch, name: string): Float64Array {
  const column = batch.column(name);
  if (!column) throw new TypeError(`expected a column ${name}`);
  const bytes = column.data.byteOffset % 8 === 0 ? column.data : column.data.slice();
  return new Float64Array(bytes.buffer, bytes.byteOffset, batch.rows);
}

/** Where rows are read from, and until when. */
export interface Reading {
  database: Database;
  signal: AbortSignal;
}

/** Hands on what a query brings, batch by batch. Columns must be of fixed width and not boolean. Rejects with AbortError. */
export async function eachBatch(
  sql: string,
  { database, signal }: Reading,
  take: (batch: RawBatch) => void,
): Promise<void> {
  for await (const slice of rawBatches(database.slices(sql, signal))) for (const batch of slice) take(batch);
}

/** Rows that one statement of the background takes at most, where they are evenly spread: some 20 ms. */
export const PIECE_ROWS = 400_000;

/** A stretch of time cut into pieces for one short statement each. Microseconds, half-open. */
export function timePieces(rows: number, from: number, to: number): { from: number; to: number }[] {
  const count = Math.max(1, Math.ceil(rows / PIECE_ROWS));
  const width = Math.max(1, Math.ceil((to - from) / count));
  const pieces: { from: number; to: number }[] = [];
  for (let at = from; at < to; at += width) pieces.push({ from: at, to: Math.min(to, at + width) });
  return pieces;
}

/** What queries bring, one after the other, in their column `v`, in chunks of a quarter of a million. */
export async function allValues(queries: readonly string[], reading: Reading): Promise<Float64Array[]> {
  const chunks: Float64Array[] = [];
  let chunk = new Float64Array(0);
  let filled = 0;
  for (const sql of queries) {
    await eachBatch(sql, reading, (batch) => {
      const values = doubles(batch, 'v');
      if (filled + values.length > chunk.length) {
        if (filled > 0) chunks.push(chunk.subarray(0, filled));
        chunk = new Float64Array(CHUNK);
        filled = 0;
      }
      chunk.set(values, filled);
      filled += values.length;
    });
  }
  if (filled > 0) chunks.push(chunk.subarray(0, filled));
  return chunks;
}
