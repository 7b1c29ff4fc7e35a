import { createRequire } from 'node:module';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partitionOf } from '../../../core/dataset/partition';
import { at } from '../../../core/list';
import type { PartitionUnit } from '../../../core/recipe/types';
import type { StageFacts } from '../../../core/rows/facts';
import { rowsOf } from '../../../core/rows/piece';
import { FILLED, OUTLIER, type Rows } from '../../../core/rows/types';
import { Buckets } from '../../../core/rows/buckets';
import { MemoryStages, type MemorySeries } from '../series/memoryStages.node';
import type { Stage } from '../series/stages';
import { countFiles } from './countFiles';
import { putTable } from './parquet/putTable';
import { generalWriter, type ParquetModule } from './parquet/parquetWasm';
import { inProcessWriter } from './parquet/writer';
import { MemorySink } from './memorySink.node';
import { scan, type ScannedFile } from './partitionScan';
import { stageRows } from './rowSource';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule & {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
};
const { signal } = new AbortController();
const units: PartitionUnit[] = ['year', 'month', 'day', 'hour'];
const start = Date.UTC(2023, 2, 14) * 1000;
const minutes = 60e6;

/** 400 rows ten minutes apart, some of them flagged or without a value. */
function clean(offset: number): Rows {
  const rows = rowsOf(
    Float64Array.from({ length: 400 }, (_, row) => start + row * 10 * minutes),
    Float64Array.from({ length: 400 }, (_, row) => (row % 50 === 7 ? Number.NaN : offset + row / 7)),
  );
  for (let row = 0; row < 400; row++)
    rows.flags[row] = (row % 9 === 0 ? OUTLIER : 0) | (row % 11 === 0 ? FILLED : 0);
  return rows;
}
const two: MemorySeries[] = [
  { name: "b'; --", clean: clean(0) },
  { name: 'a', clean: clean(1) },
];

async function written(): Promise<MemorySink> {
  const sink = new MemorySink();
  const stages = new MemoryStages(two, 64);
  const hour = start + 60 * minutes;
  await putTable(
    {
      source: stageRows(stages, 'processed', 'clean'),
      units: ['year', 'month', 'day'],
      series: two.map(({ name }, id) => ({ id, name })),
      intervals: (name) =>
        name === 'a' ? [{ start: hour, end: hour + 60 * minutes, id: 'x', type: 'spike' }] : [],
      root: 'data/processed',
      stage: '',
      total: 800,
    },
    { partition: ['year', 'month', 'day'], codec: 'snappy', smallest: false, csv: false, raw: false },
    { signal, progress: () => undefined },
    { sink, writer: inProcessWriter(generalWriter(parquet)) },
  );
  return sink;
}

describe('processed rows as Parquet', () => {
  it('come back the same from native DuckDB, by day, sorted by name and time', async () => {
    const { files } = await written();
    expect([...files.keys()]).toEqual(
      ['14', '15', '16'].map((day) => `data/processed/year=2023/month=03/day=${day}/part-0.parquet`),
    );
    const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    for (const [path, bytes] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const connection = await (await DuckDBInstance.create()).connect();
    const read = `read_parquet('${folder}/data/processed/**/*.parquet', hive_partitioning = true)`;
    const reader = await connection.runAndReadAll(
      `SELECT series, count(*)::INT AS n, count(value)::INT AS v, sum(value) AS s, count(*) FILTER (is_anomaly)::INT AS a,
       count(*) FILTER (outlier)::INT AS o, count(*) FILTER (filled)::INT AS f, count(DISTINCT day)::INT AS d, any_value(typeof("timestamp")) AS t FROM ${read} GROUP BY 1 ORDER BY 1`,
    );
    const sum = (rows: Rows | undefined): number =>
      (rows?.values ?? new Float64Array(0)).reduce((total, value) => total + (value || 0), 0);
    const both = { n: 400, v: 392, o: 45, f: 37, d: 3, t: 'TIMESTAMP WITH TIME ZONE' };
    expect(reader.getRowObjectsJS()).toEqual([
      { series: 'a', ...both, a: 6, s: expect.closeTo(sum(two[1]?.clean), 6) },
      { series: "b'; --", ...both, a: 0, s: expect.closeTo(sum(two[0]?.clean), 6) },
    ]);
  });

  it('come back the same from parquet-wasm', async () => {
    const [first] = (await written()).files.values();
    const table = tableFromIPC(parquet.readParquet(first ?? new Uint8Array()).intoIPCStream());
    expect(table.numRows).toBe(288);
    expect(table.getChild('anomaly_type')?.get(6)).toBe('spike');
    expect(table.getChild('anomaly_type')?.get(5)).toBeNull();
  });
});

/** Up to four series whose rows lie densely, sparsely, or far apart. */
const anySeries = fc.array(
  fc
    .record({
      from: fc.integer({ min: -(10 ** 6), max: 10 ** 6 }),
      steps: fc.array(
        fc.tuple(fc.constantFrom(0, 1, 1, 1, 10, 1000, 40_000), fc.integer({ min: 1, max: 30 })),
        { maxLength: 12 },
      ),
    })
    .map(({ from, steps }): Rows => {
      let minute = from;
      const times = steps.flatMap(([step, count]) =>
        Array.from({ length: count }, () => (minute += step) * minutes),
      );
      return rowsOf(
        Float64Array.from(times),
        Float64Array.from(times, (_, row) => row),
      );
    }),
  { minLength: 1, maxLength: 4 },
);

interface Limits {
  maxRows: number;
  budget: number;
  pieceRows: number;
}
const anyLimits: fc.Arbitrary<Limits> = fc.record({
  maxRows: fc.integer({ min: 1, max: 200 }),
  budget: fc.integer({ min: 1, max: 300 }),
  pieceRows: fc.integer({ min: 1, max: 100 }),
});

async function scanned(
  series: readonly Rows[],
  depth: number,
  { maxRows, budget, pieceRows }: Limits,
): Promise<ScannedFile[]> {
  const stages = new MemoryStages(
    series.map((rows, sid) => ({ name: `${sid}`, clean: rows })),
    pieceRows,
  );
  const files: ScannedFile[] = [];
  for await (const file of scan({
    source: stageRows(stages, 'clean', 'clean'),
    units: units.slice(0, depth),
    series: series.map((_, sid) => sid),
    signal,
    root: 'r',
    maxRows,
    budget,
  }))
    files.push(file);
  return files;
}

/** What each file is to hold: rows of a partition by series and time, so many at a time. */
function expectedFiles(series: readonly Rows[], depth: number, maxRows: number): unknown[] {
  const parts = new Map<number, { folder: string; rows: [number, number, number][] }>();
  for (const [sid, rows] of series.entries())
    for (let row = 0; row < rows.length; row++) {
      const { start: from, folder } = partitionOf(at(rows.times, row), units.slice(0, depth));
      const part = parts.get(from) ?? { folder, rows: [] };
      part.rows.push([sid, at(rows.times, row), at(rows.values, row)]);
      parts.set(from, part);
    }
  return [...parts.keys()]
    .sort((a, b) => a - b)
    .flatMap((from) => {
      const { folder, rows } = parts.get(from) ?? { folder: '', rows: [] };
      return Array.from({ length: Math.ceil(rows.length / maxRows) }, (_, part) => ({
        path: `r/${folder === '' ? '' : `${folder}/`}part-${part}.parquet`,
        rows: rows.slice(part * maxRows, (part + 1) * maxRows),
      }));
    });
}

describe('the files of rows', () => {
  it('are the same however the rows come and however few may be held', async () => {
    await fc.assert(
      fc.asyncProperty(anySeries, fc.nat(4), anyLimits, async (series, depth, limits) => {
        const files = await scanned(series, depth, limits);
        const found = files.map(({ path, columns }) => {
          const sids = columns.runs.flatMap(({ sid, rows }) => Array.from({ length: rows }, () => sid));
          expect(columns.times).toHaveLength(columns.rows);
          return {
            path,
            rows: sids.map((sid, row) => [sid, columns.times[row], columns.values[row]]),
          };
        });
        expect(found).toEqual(expectedFiles(series, depth, limits.maxRows));
      }),
      { numRuns: 300 },
    );
  });

  it('are as many as are counted before, from the grid, from levels of detail or from rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries,
        fc.nat(4),
        anyLimits,
        fc.option(fc.integer({ min: 20, max: 38 })),
        async (series, depth, limits, log) => {
          const made = series.map((rows, sid): MemorySeries => ({ name: `${sid}`, clean: rows }));
          const stages = log === null ? new MemoryStages(made) : new LevelledStages(made, 2 ** log);
          const { maxRows } = limits;
          const counted = await countFiles({
            stages,
            stage: 'clean',
            units: units.slice(0, depth),
            series: series.map((_, sid) => sid),
            signal,
            maxRows,
          });
          expect(counted).toBe((await scanned(series, depth, limits)).length);
        },
      ),
      { numRuns: 300 },
    );
  });
});

/** With one level of detail for each series. */
class LevelledStages extends MemoryStages {
  constructor(
    private readonly given: readonly MemorySeries[],
    private readonly width: number,
  ) {
    super(given);
  }

  override facts(sid: number, stage: Stage): StageFacts | null {
    const facts = super.facts(sid, stage);
    const rows = at(this.given, sid).clean;
    if (!facts || !rows) return facts;
    const buckets = new Buckets(this.width);
    buckets.append(rows.values, rows.length, (row) => at(rows.times, row));
    return { ...facts, levels: [{ width: this.width, records: buckets.records() }] };
  }
}
