/** Parquet files of the types that people have, written by DuckDB, with their sources. */
import type { FileSource } from '../../../src/core/recipe/types';
import { parquetOf } from '../../../src/engine/worker/ingest/parquetTest.node';

interface Described {
  /** By the path of each file, the query of its rows. */
  queries: Record<string, string>;
  source: FileSource;
}

const options = 'ROW_GROUP_SIZE 2048, COMPRESSION zstd';
const minutes = (count: number): string => `FROM range(${count}) AS t(i)`;
const time = "TIMESTAMP '2024-03-09 20:00:00' + INTERVAL (i) MINUTE";
const utc = { column: 'at', format: 'timestamp', zone: 'UTC' } as const;

const described: Described[] = [
  {
    queries: {
      'local.parquet': `SELECT ${time} AS at, CASE WHEN i % 97 = 5 THEN NULL WHEN i % 97 = 6 THEN 'inf'::DOUBLE ELSE i / 7 END AS value ${minutes(5000)}`,
    },
    source: { file: 'local.parquet', time: { ...utc, zone: 'America/New_York' }, values: ['value'] },
  },
  {
    queries: {
      'aware.parquet': `SELECT (${time})::TIMESTAMPTZ AS at, i::FLOAT / 3 AS small, (9007199254740993 + i) AS large, (i * 1.05)::DECIMAL(18, 3) AS exact, i % 2 = 0 AS flag,
        CASE WHEN i % 40 IN (3, 4, 5) THEN 'Drift' WHEN i % 40 = 9 THEN '1' ELSE 'no' END AS state ${minutes(3000)}`,
    },
    source: {
      file: 'aware.parquet',
      time: { ...utc, zone: 'Europe/Berlin' },
      values: ['small', 'large', 'exact', 'flag'],
      labels: { column: 'state', normal: ['no'] },
    },
  },
  {
    queries: Object.fromEntries(
      ['north', 'south%20east', '__HIVE_DEFAULT_PARTITION__'].flatMap((site, k) =>
        [0, 1].map((part) => [
          `sites/site=${site}/year=2024/part-${part}.parquet`,
          `SELECT ${time} + INTERVAL (${part * 10}) HOUR AS at, CASE i % 5 WHEN 0 THEN '1.5e3' WHEN 1 THEN 'n/a' WHEN 2 THEN 'open' ELSE (i * ${k + 1})::VARCHAR END AS value,
            CASE i % 3 WHEN 0 THEN 'a:b' WHEN 1 THEN '' ELSE 'c' END AS unit ${minutes(400)}`,
        ]),
      ),
    ),
    source: { file: 'sites', time: utc, values: ['value'], series: ['site', 'unit'] },
  },
  {
    queries: {
      'parts.parquet': `SELECT DATE '2024-05-01' + (i // 24)::INT AS day, make_time(i % 24, 30, 0.5) AS clock, uuid_of AS id, i::UTINYINT AS value
        FROM range(200) AS t(i), (SELECT 'f47ac10b-58cc-4372-a567-0e02b2c3d479'::UUID AS uuid_of)`,
    },
    source: {
      file: 'parts.parquet',
      time: { column: ['day', 'clock'], format: 'iso', zone: 'UTC' },
      values: ['value'],
      series: 'id',
    },
  },
  {
    queries: {
      'fine.parquet': `SELECT make_timestamp_ns(1710000000000000000 + i * 1000000500) AS at, CASE WHEN i % 20 = 0 THEN NULL ELSE i END AS value ${minutes(600)}
        UNION ALL SELECT NULL, 7`,
    },
    source: { file: 'fine.parquet', time: utc, values: ['value'] },
  },
  {
    queries: {
      'days.parquet': `SELECT DATE '1969-12-20' + i::INT AS at, i::UBIGINT AS value ${minutes(60)}`,
    },
    source: { file: 'days.parquet', time: { ...utc, format: 'iso' }, values: ['value'] },
  },
  {
    queries: {
      'rows/part-0.parquet': `SELECT i AS value ${minutes(2500)}`,
      'rows/part-1.parquet': `SELECT i + 2500 AS value ${minutes(100)}`,
    },
    source: {
      file: 'rows',
      time: { column: [], format: 'index', zone: 'UTC', start: '2024-01-01T00:00:00Z', step: '1min' },
      values: ['value'],
      anomalies: [[2490, 2510]],
    },
  },
];

/** Content by path, and the sources. */
export async function parquetFiles(): Promise<{
  files: Map<string, Uint8Array<ArrayBuffer>>;
  sources: FileSource[];
}> {
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const sources: FileSource[] = [];
  for (const { queries, source } of described) {
    const names = Object.keys(queries);
    for (const [path, query] of Object.entries(queries)) {
      const { file } = await parquetOf(query, path, options);
      files.set(path, new Uint8Array(await file.arrayBuffer()));
    }
    sources.push(names.length > 1 ? { ...source, parts: names.map((file) => ({ file })) } : source);
  }
  return { files, sources };
}
