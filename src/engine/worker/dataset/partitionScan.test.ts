import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import type { ParquetModule } from './parquet/parquetWasm';
import { countFiles, scan } from './partitionScan';
import { inProcessWriter } from './parquet/writer';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule & {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
};
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run(
    `CREATE TABLE clean AS SELECT sid::INTEGER AS sid, r::BIGINT AS "row", TIMESTAMP '2023-03-14 00:00:00' + to_minutes(r * 10) AS ts,
     CASE WHEN r % 50 = 7 THEN NULL ELSE sid + r / 7.0 END AS value, r % 9 = 0 AS outlier, r % 11 = 0 AS filled
     FROM range(2) s(sid), range(400) t(r) ORDER BY sid, r`,
  );
});
const series = [
  { id: 1, name: 'a' },
  { id: 0, name: "b'; --" },
];

async function write(maxRows?: number): Promise<{ path: string; bytes: Uint8Array; rows: number }[]> {
  const files = [];
  const options = {
    database,
    table: 'clean',
    kind: 'clean',
    units: ['year', 'month', 'day'],
    series,
  } as const;
  for await (const file of scan(maxRows === undefined ? options : { ...options, maxRows })) {
    const { rows } = file;
    const intervals = [
      {
        start: Date.UTC(2023, 2, 14, 1) * 1000,
        end: Date.UTC(2023, 2, 14, 2) * 1000,
        id: 'x',
        type: 'spike',
      },
    ];
    files.push(
      await inProcessWriter(parquet).write(
        {
          path: file.path,
          rows: rows.rows,
          runs: rows.runs.map((run) => ({
            series: series.find(({ id }) => id === run.sid)?.name ?? '',
            rows: run.to - run.from,
            intervals: run.sid === 1 ? intervals : [],
          })),
          times: rows.times.slice(0, rows.rows),
          values: rows.values.slice(0, rows.rows),
          valid: rows.valid?.slice(0, rows.rows) ?? null,
          observations: null,
          outlier: rows.outlier.slice(0, rows.rows),
          filled: rows.filled.slice(0, rows.rows),
        },
        { codec: 'snappy', smallest: false },
      ),
    );
  }
  return files;
}

describe('processed rows as Parquet', () => {
  it('come back the same from native DuckDB, by day, sorted by name and time', async () => {
    const files = await write();
    expect(files.map(({ path }) => path)).toEqual(
      ['14', '15', '16'].map((day) => `data/processed/year=2023/month=03/day=${day}/part-0.parquet`),
    );
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    for (const { path, bytes } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const connection = await (await DuckDBInstance.create()).connect();
    const read = `read_parquet('${folder}/data/processed/**/*.parquet', hive_partitioning = true)`;
    const reader = await connection.runAndReadAll(
      `SELECT series, count(*)::INT AS n, count(value)::INT AS v, sum(value) AS s, count(*) FILTER (is_anomaly)::INT AS a,
       count(*) FILTER (outlier)::INT AS o, count(DISTINCT day)::INT AS d, any_value(typeof("timestamp")) AS t FROM ${read} GROUP BY 1 ORDER BY 1`,
    );
    const own = await database.rows<{ s: number }>(
      'SELECT sum(value) AS s FROM clean GROUP BY sid ORDER BY sid DESC',
    );
    expect(reader.getRowObjectsJS()).toEqual([
      {
        series: 'a',
        n: 400,
        v: 392,
        s: expect.closeTo(own[0]?.s ?? 0, 6),
        a: 6,
        o: 45,
        d: 3,
        t: 'TIMESTAMP WITH TIME ZONE',
      },
      {
        series: "b'; --",
        n: 400,
        v: 392,
        s: expect.closeTo(own[1]?.s ?? 0, 6),
        a: 0,
        o: 45,
        d: 3,
        t: 'TIMESTAMP WITH TIME ZONE',
      },
    ]);
  });

  it('come back the same from parquet-wasm', async () => {
    const [first] = await write();
    const table = tableFromIPC(parquet.readParquet(first?.bytes ?? new Uint8Array()).intoIPCStream());
    expect(table.numRows).toBe(288);
    expect(table.getChild('anomaly_type')?.get(6)).toBe('spike');
    expect(table.getChild('anomaly_type')?.get(5)).toBeNull();
  });

  it('are the same rows however few may be held at once', async () => {
    for (const maxRows of [97, 100, 300]) {
      const files = await write(maxRows);
      const units = ['year', 'month', 'day'] as const;
      expect(await countFiles({ database, table: 'clean', units, maxRows })).toBe(files.length);
      expect(files.reduce((sum, file) => sum + file.rows, 0)).toBe(800);
      expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
    }
  });
});
