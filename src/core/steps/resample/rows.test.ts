import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { seriesGrids } from '../../../engine/worker/steps/reference/grids.node';
import type { ResampleOptions } from '../../recipe/types';
import { wholePiece } from '../../rows/piece';
import type { Piece } from '../../rows/types';
import { double } from '../../sql';
import type { Counts } from '../types';
import {
  changesOf,
  holdsOwn,
  optionsArbitrary,
  readyFor,
  rowsArbitrary,
  rowsFrom,
  whole,
  type Bucket,
  type Done,
  type Row,
} from './given.node';
import { toSql } from './sql';

const second = 1e6;
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run("CREATE TABLE series AS SELECT 0 AS sid, 'a' AS name");
});

async function bySql(rows: readonly Row[], options: ResampleOptions): Promise<Pick<Done, 'out' | 'counts'>> {
  for (const kind of ['VIEW', 'TABLE']) await database.run(`DROP ${kind} IF EXISTS done`).catch(() => null);
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const list = rows.map(
    ({ t, v, filled = false }, row) =>
      `(0, ${row}, make_timestamp(${t}::BIGINT), ${Number.isNaN(v) ? 'NULL' : double(v)}, true, ${filled})`,
  );
  if (list.length > 0) await database.run(`INSERT INTO given VALUES ${list.join()}`);
  const access = { database, signal: new AbortController().signal };
  const grids = await seriesGrids([{ resample: options }], 0, 'given', [{ sid: 0, name: 'a' }], access);
  const plan = toSql(options, { index: 0, input: 'given', output: 'done', grids, bucketed: false }).act({});
  for (const statement of plan.statements) await database.run(statement);
  const [report] = await database.rows<Counts>(plan.report);
  for (const statement of plan.cleanup) await database.run(statement);
  const out = await database.rows<Bucket>(
    `SELECT epoch_us(ts) AS t, value AS v, observations, filled FROM ${plan.output} ORDER BY ts`,
  );
  const { sid: _, ...counts } = report ?? {};
  return { out, counts };
}

const close = (buckets: readonly Bucket[]) =>
  buckets.map((bucket) => {
    const { v } = bucket;
    if (v === null) return bucket;
    const near = expect.toSatisfy((value: number) => Math.abs(value - v) <= 1e-12 * Math.max(1, Math.abs(v)));
    return { ...bucket, v: near };
  });

describe('rows in buckets', () => {
  it('are those of the SQL, counts included', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary(24), optionsArbitrary, async (rows, options) => {
        const sql = await bySql(rows, options);
        const { out, counts, applied } = whole(rows, options);
        expect(out).toEqual(close(sql.out));
        if (rows.length > 0) {
          // Of a stated length, the usual step is taken from elsewhere.
          const { usualUs: _, ...others } = sql.counts;
          expect(counts).toEqual(options.every === 'source' ? sql.counts : others);
        }
        const before = whole(rows, { ...options, empty: 'null' });
        const made = out.filter(({ v, t }) => v !== null && before.out.find((b) => b.t === t)?.v === null);
        const { changes } = applied;
        const listed = Array.from({ length: changes?.length ?? 0 }, (_, i) => ({
          t: changes?.times[i],
          v: changes?.after[i],
        }));
        // Rows that stay as they are may have a time twice.
        if (options.empty !== 'omit' && counts['everyUs'] !== 0)
          expect(listed).toEqual(made.map(({ t, v }) => ({ t, v })));
      }),
      { numRuns: 120 },
    );
  }, 120_000);
});

const at = (date: string): number => Date.parse(`${date}Z`) * 1000;
const seconds = (values: readonly number[], apart = 5): Row[] =>
  values.map((v) => ({ t: v * apart * second, v }));

describe('a bucket', () => {
  it('of a week starts on Monday, also before 1970', () => {
    for (const [t, monday] of [
      ['1970-01-04T23:59:59', '1969-12-29T00:00'],
      ['1970-01-05T00:00:00', '1970-01-05T00:00'],
      ['1969-12-28T23:59:59', '1969-12-22T00:00'],
      ['2024-02-29T12:00:00', '2024-02-26T00:00'],
    ] as const) {
      expect(whole([{ t: at(t), v: 1 }], { every: '1w' }).out.map((b) => b.t)).toEqual([at(monday)]);
    }
    expect(whole([{ t: -1, v: 1 }], { every: '5min' }).out.map((b) => b.t)).toEqual([-300 * second]);
  });

  it('takes only finite numbers as observations, and none is infinite', () => {
    const rows = [1, NaN, Infinity, 3].map((v, t): Row => ({ t, v }));
    expect(whole(rows, { with: 'sum' }).out).toEqual([{ t: 0, v: 4, observations: 2, filled: false }]);
    const great = [1.7e308, 1.7e308].map((v, t): Row => ({ t, v }));
    expect(whole(great, { with: 'sum' }).out).toMatchObject([{ v: null, observations: 2, filled: false }]);
    const rise = [0, 4].map((s): Row => ({ t: s * second, v: s ? 1.7e308 : -1.7e308 }));
    const parts = [-1, -0.5, 0, 0.5, 1].map((part) => expect.closeTo(part, 12));
    const filled = whole(rise, { every: '1s', longest: '1min' }).out;
    expect(filled.map(({ v }) => (v ?? NaN) / 1.7e308)).toEqual(parts);
  });

  it('is filled where a step before put in all of its values, also a count', () => {
    const rows = Array.from({ length: 6 }, (_, i): Row => ({ t: i * second, v: 1, filled: i > 0 && i < 4 }));
    for (const options of [{}, { with: 'count' }, { with: 'count', empty: 'omit' }] as const) {
      const { out } = whole(rows, { every: '2s', ...options });
      expect(out.map(({ filled }) => filled)).toEqual([false, true, false]);
    }
  });

  it('stays without a value where a gap is longer than the longest that is filled', () => {
    const values = (options: Partial<ResampleOptions>, before?: number) =>
      whole(seconds([0, 1, 3, 4, 8, 9]), options, before).out.map(({ v }) => v);
    expect(values({})).toEqual([0, 1, 2, 3, 4, null, null, null, 8, 9]);
    expect(values({}, 20 * second)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(values({ empty: 'forward' })).toEqual([0, 1, 1, 3, 4, null, null, null, 8, 9]);
    expect(values({ longest: '9s' }, 20 * second)).toEqual([0, 1, null, 3, 4, null, null, null, 8, 9]);
  });

  it('of nothing has the count 0 and no sum, and neither is filled', () => {
    for (const empty of ['linear', 'forward', 'null'] as const) {
      const sums = whole(seconds([0, 1, 3]), { with: 'sum', empty });
      expect(sums.out.map(({ v }) => v)).toEqual([0, 1, null, 3]);
      const counts = whole(seconds([0, 1, 3]), { with: 'count', empty });
      expect(counts.out.map(({ v }) => v)).toEqual([1, 1, 0, 1]);
      expect(counts.counts).toMatchObject({ empty: 1, filled: 0, missing: 0 });
      expect([sums.applied.changes, counts.applied.changes]).toEqual([null, null]);
    }
  });

  it('that is filled is listed with its value', () => {
    const { applied } = whole(seconds([0, 1, 3]), {});
    expect(changesOf(applied)).toEqual([[10 * second, 2, NaN, 2]]);
  });
});

describe('a series', () => {
  it('without a usual step stays as it is, with observations', () => {
    const rows: Row[] = [0, 31, 59, 90].map((days, i) => ({
      t: days * 8.64e10,
      v: i === 2 ? Infinity : i,
      filled: i === 1,
    }));
    const { out, counts } = whole(rows, { every: 'source' });
    expect(out.map(({ v, observations, filled }) => [v, observations, filled])).toEqual([
      [0, 1, false],
      [1, 1, true],
      [null, 0, false],
      [3, 1, false],
    ]);
    expect(counts).toEqual({
      rowsIn: 4,
      rowsOut: 4,
      buckets: 4,
      empty: 1,
      filled: 0,
      missing: 1,
      usualUs: 0,
      everyUs: 0,
    });
  });

  it('without rows has no buckets', () => {
    for (const every of ['5s', 'source']) {
      const { out, counts } = whole([], { every });
      expect(out).toEqual([]);
      expect(counts).toMatchObject({ rowsIn: 0, rowsOut: 0, buckets: 0, empty: 0 });
    }
  });

  it('is not known from a piece that has lost all its rows', () => {
    for (const every of ['5s', '1h']) {
      for (const empty of ['linear', 'omit'] as const) {
        const own = { from: 0, to: 40 * second };
        const piece: Piece = { ...wholePiece('a', rowsFrom([])), ...own, first: false, last: false };
        readyFor([], { every, empty }).apply(piece);
        expect(holdsOwn(piece)).toBe(false);
      }
    }
  });

  it('with more buckets than memory holds is refused, unless empty ones are left out', () => {
    const rows: Row[] = [
      { t: 0, v: 1 },
      { t: 50_000_000 * second, v: 1 },
    ];
    expect(() => whole(rows, { every: '1s' })).toThrow('got 50,000,001, of them 50,000,001 in a');
    expect(whole(rows, { every: '1s', empty: 'omit' }).out).toHaveLength(2);
  });
});
