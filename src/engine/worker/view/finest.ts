import { Field, Float64, makeData, RecordBatch, RecordBatchStreamWriter, Schema, Struct } from 'apache-arrow';
import { Buckets } from '../../../core/view/buckets';
import { identifier, integer, timestamp } from '../../../core/sql';
import type { Profile } from '../../../core/view/tables';
import type { Database } from '../database';
import { rawBatches } from '../export/batches';
import { doubles, timePieces } from './values';

const columns = ['bucket', 'n', 'tf', 'vf', 'tl', 'vl', 'tmin', 'vmin', 'tmax', 'vmax'] as const;
const schema = new Schema(columns.map((name) => new Field(name, new Float64(), false)));

/** Fills a level from the rows of a series that are in order of time: one pass, some four times as quick as SQL's. */
export async function fillFinest(
  table: string,
  relation: string,
  { sid, rows, first, last }: Profile,
  width: number,
  { database, signal }: { database: Database; signal: AbortSignal },
): Promise<void> {
  const level = new Buckets(width);
  for (const { from, to } of timePieces(rows, first, last + 1)) {
    const sql = `SELECT epoch_us(ts)::DOUBLE AS t, coalesce(value, 'NaN'::DOUBLE) AS v FROM ${identifier(relation)} WHERE sid = ${integer(sid)} AND ts >= ${timestamp(from)} AND ts < ${timestamp(to)}`;
    for await (const slice of rawBatches(database.slices(sql, signal))) {
      for (const batch of slice) level.append(doubles(batch, 't'), doubles(batch, 'v'));
    }
  }
  const length = level.bucket.length;
  const children = columns.map((name) =>
    makeData({ type: new Float64(), data: Float64Array.from(level[name]), nullCount: 0 }),
  );
  const writer = new RecordBatchStreamWriter();
  writer.write(
    new RecordBatch(schema, makeData({ type: new Struct(schema.fields), length, nullCount: 0, children })),
  );
  writer.close();
  const loose = `${table}_loose`;
  await database.run(
    `CREATE OR REPLACE TABLE ${identifier(loose)} (${columns.map((name) => `${name} DOUBLE`).join(', ')})`,
    signal,
  );
  try {
    database.insert(loose, writer.toUint8Array(true));
    const time = (name: string): string => `CASE WHEN NOT isnan(${name}) THEN ${name}::BIGINT END`;
    const value = (name: string): string => `CASE WHEN NOT isnan(${name}) THEN ${name} END`;
    await database.run(
      `INSERT INTO ${identifier(table)} SELECT ${integer(sid)}, bucket::BIGINT, n::BIGINT, ${columns
        .slice(2)
        .map((name) => (name.startsWith('t') ? time(name) : value(name)))
        .join(', ')} FROM ${identifier(loose)}`,
      signal,
    );
  } finally {
    await database.run(`DROP TABLE IF EXISTS ${identifier(loose)}`);
  }
}
