import { createRequire } from 'node:module';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import type * as ParquetWasm from 'parquet-wasm/esm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { IntervalIndex, type Interval, type IntervalColumns } from '../../../../core/label/flags';
import { FILLED, OUTLIER } from '../../../../core/rows/types';
import type { FileRows } from './fileRows';
import { writeFile } from './parquetFile';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as typeof ParquetWasm;
const folder = mkdtempSync(join(tmpdir(), 'parquet-'));
let native: DuckDBConnection;
let files = 0;
beforeAll(async () => {
  native = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => rmSync(folder, { recursive: true }));

const numbers = fc.oneof(
  fc.double({ noNaN: true }),
  fc.constantFrom(0, -0, 1, 1.5, Infinity, -Infinity, 5e-324),
);
const step = fc.oneof(fc.constant(1e6), fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2 ** 45 }));
const word = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 });
const columns = (intervals: readonly Interval[]): IntervalColumns =>
  new IntervalIndex(intervals).touching(-Infinity, Infinity);
const bit = fc.integer({ min: 0, max: 1 });

/** Up to three series of up to 400 rows each, with gaps, labels and flags. */
const anyRows: fc.Arbitrary<FileRows> = fc
  .array(
    fc.record({
      series: word,
      start: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }),
      rows: fc.array(fc.tuple(step, fc.option(numbers, { freq: 8 }), bit, fc.nat(2 ** 31 - 1)), {
        minLength: 1,
        maxLength: 400,
      }),
      intervals: fc.array(
        fc.record({ from: fc.nat(400), length: fc.nat(50), id: word, type: fc.constantFrom('point', 'é') }),
        { maxLength: 3 },
      ),
      repeat: fc.constantFrom(1, 1, 7),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .chain((found) => fc.tuple(fc.constant(found), fc.boolean()))
  .map(([found, resampled]) => {
    const times: number[] = [];
    const values: (number | null)[] = [];
    const bits: number[] = [];
    const counts: number[] = [];
    const runs = found.map(({ series, start, rows, intervals, repeat }) => {
      let time = start;
      const mine: number[] = [];
      for (let n = 0; n < repeat; n++)
        for (const [by, value, flag, count] of rows) {
          time += by;
          mine.push(time);
          times.push(time);
          values.push(value);
          bits.push(flag);
          counts.push(count);
        }
      const made = intervals.map(({ from, length, id, type }) => {
        const first = mine[from % mine.length] ?? 0;
        return { start: first, end: first + 1 + length * 1e6, id, type };
      });
      return { series, rows: mine.length, intervals: columns(made) };
    });
    return {
      path: 'x.parquet',
      rows: times.length,
      runs,
      times: Float64Array.from(times),
      values: Float64Array.from(values, (value) => value ?? Number.NaN),
      flags: Uint8Array.from(bits, (flag) => (flag ? OUTLIER : FILLED)),
      observations: resampled ? Int32Array.from(counts) : null,
    };
  });

/** What each row must read as, straight from its definition. */
function expected(rows: FileRows): unknown[][] {
  const out: unknown[][] = [];
  let at = 0;
  for (const run of rows.runs) {
    for (const end = at + run.rows; at < end; at++) {
      const time = rows.times[at] ?? Number.NaN;
      const value = rows.values[at] ?? Number.NaN;
      const { starts, ends, ids, types } = run.intervals;
      const interval = starts.findIndex((from, index) => from <= time && time < (ends[index] ?? 0));
      out.push([
        run.series,
        BigInt(time),
        Number.isNaN(value) ? null : value,
        interval >= 0,
        types[interval] ?? null,
        ids[interval] ?? null,
        rows.observations ? rows.observations[at] : rows.flags?.[at] === OUTLIER,
        rows.flags?.[at] === FILLED,
      ]);
    }
  }
  return out;
}

describe('a Parquet file', () => {
  it('reads back as it was in DuckDB and in parquet-wasm, whatever the rows', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.constantFrom('snappy' as const, 'none' as const), async (rows, codec) => {
        const bytes = writeFile(rows, codec);
        // A name of its own: DuckDB keeps parts of files that it has read.
        const path = join(folder, `${files++}.parquet`);
        writeFileSync(path, bytes);
        const last = rows.observations ? 'observations' : 'outlier';
        const wanted = expected(rows);
        const read = await native.runAndReadAll(
          `SELECT series, epoch_us("timestamp") AS t, value, is_anomaly, anomaly_type, anomaly_id, ${last}, filled FROM read_parquet('${path}')`,
        );
        expect(read.getRows()).toEqual(wanted);
        const table = tableFromIPC(parquet.readParquet(bytes).intoIPCStream());
        expect([...(table.getChild('value') ?? [])]).toEqual(wanted.map(([, , value]) => value));
        expect([...(table.getChild('anomaly_id') ?? [])]).toEqual(wanted.map(([, , , , , id]) => id));
      }),
      { numRuns: 60 },
    );
  });

  it('of more rows than a row group holds keeps them all, and its statistics hold', async () => {
    const count = 600_000;
    const rows: FileRows = {
      path: 'x.parquet',
      rows: count,
      runs: [
        {
          series: 'a',
          rows: 300_000,
          intervals: columns([{ start: 5, end: 299_999, id: 'one', type: 'window' }]),
        },
        { series: 'b', rows: 300_000, intervals: columns([]) },
      ],
      times: Float64Array.from({ length: count }, (_, i) => i % 300_000),
      values: Float64Array.from({ length: count }, (_, i) => (i % 1000) - 500),
      flags: new Uint8Array(count),
      observations: null,
    };
    const path = join(folder, 'long.parquet');
    writeFileSync(path, writeFile(rows, 'snappy'));
    const read = await native.runAndReadAll(
      `SELECT series, count(*)::INTEGER, sum(value), count(*) FILTER (is_anomaly)::INTEGER, count(anomaly_id)::INTEGER FROM read_parquet('${path}') GROUP BY 1 ORDER BY 1`,
    );
    expect(read.getRows()).toEqual([
      ['a', 300_000, -150_000, 299_994, 299_994],
      ['b', 300_000, -150_000, 0, 0],
    ]);
    const stats = await native.runAndReadAll(
      `SELECT DISTINCT path_in_schema, stats_min_value, stats_max_value FROM parquet_metadata('${path}') WHERE path_in_schema = 'value'`,
    );
    expect(stats.getRows()).toEqual([['value', '-500.0', '499.0']]);
  });
});
