import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { seriesGrids } from '../../../engine/worker/steps/reference/grids.node';
import { maxOf, minOf } from '../../list';
import { stepDefaults } from '../../recipe/defaults';
import { microseconds } from '../../recipe/duration';
import type { Counts } from '../types';
import type { Aggregate, ResampleOptions, Step } from '../../recipe/types';
import { double } from '../../sql';
import { describe as describeStep } from '../describe';
import { filledBefore } from './grid';
import { toSql } from './sql';

type Row = { sid: number; ts: number; value: number | null };
type Bucket = Row & { observations: number; filled: boolean };
const second = 1e6;
const day = 8.64e10;
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run("CREATE TABLE series AS SELECT 0 AS sid, 'a' AS name UNION ALL SELECT 1, 'b'");
});

const series = [
  { sid: 0, name: 'a' },
  { sid: 1, name: 'b' },
];
const off = { utc: { ...stepDefaults.utc }, off: true };

async function act(options: ResampleOptions, input = 'given', names?: string[]) {
  for (const kind of ['VIEW', 'TABLE']) await database.run(`DROP ${kind} IF EXISTS done`).catch(() => null);
  const steps: Step[] = [off, off, off, off, { resample: options, ...(names && { for: names }) }];
  const access = { database, signal: new AbortController().signal };
  const grids = await seriesGrids(steps, 4, input, series, access);
  const sql = toSql(options, { index: 4, input, output: 'done', grids, bucketed: false });
  const plan = sql.act({});
  for (const statement of plan.statements) await database.run(statement);
  const refused = plan.refuse?.error(await database.rows(plan.refuse.sql));
  const report = await database.rows<Counts>(plan.report);
  for (const statement of plan.cleanup) await database.run(statement);
  return { plan, refused, report };
}

async function run(rows: readonly Row[], options: Partial<ResampleOptions>, names?: string[]) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const values = rows.map(
    (r, row) =>
      `(${r.sid}, ${row}, make_timestamp(${r.ts}::BIGINT), ${r.value === null ? 'NULL' : double(r.value)}, false, false)`,
  );
  if (values.length > 0) await database.run(`INSERT INTO given VALUES ${values.join()}`);
  const { plan, refused, report } = await act(
    { every: '5s', with: 'mean', empty: 'linear', ...options },
    'given',
    names,
  );
  const out = refused
    ? []
    : await database.rows<Bucket>(
        `SELECT sid, epoch_us(ts) AS ts, value, observations, filled FROM ${plan.output}`,
      );
  return { out, refused, report, plan };
}

const by: Record<Aggregate, (values: readonly number[]) => number | null> = {
  mean: (v) => (v.length ? v.reduce((a, b) => a + b, 0) / v.length : null),
  median: (v) => {
    const sorted = [...v].sort((a, b) => a - b);
    return by.mean(sorted.slice(Math.ceil(v.length / 2) - 1, Math.floor(v.length / 2) + 1));
  },
  min: (v) => (v.length ? minOf(v) : null),
  max: (v) => (v.length ? maxOf(v) : null),
  sum: (v) => (v.length ? v.reduce((a, b) => a + b, 0) : null),
  count: (v) => v.length,
  first: (v) => v[0] ?? null,
  last: (v) => v.at(-1) ?? null,
  std: (v) => {
    const mean = by.mean(v) ?? 0;
    return v.length > 1 ? Math.sqrt(v.reduce((a, b) => a + (b - mean) ** 2, 0) / (v.length - 1)) : null;
  },
};

function reference(rows: readonly Row[], options: ResampleOptions): Bucket[] {
  const every = microseconds(options.every);
  const origin = every === 7 * day ? 4 * day : 0;
  const bucketOf = (ts: number): number => Math.floor((ts - origin) / every) * every + origin;
  return [0, 1].flatMap((sid) => {
    const own = rows.filter((r) => r.sid === sid);
    const [first, last] = [own[0], own.at(-1)];
    if (!first || !last) return [];
    const buckets: Bucket[] = [];
    for (let ts = bucketOf(first.ts); ts <= bucketOf(last.ts); ts += every) {
      const values = own.flatMap((r) => (bucketOf(r.ts) === ts && r.value !== null ? [r.value] : []));
      buckets.push({ sid, ts, value: by[options.with](values), observations: values.length, filled: false });
    }
    if (options.empty === 'omit')
      return buckets.filter((b) => (options.with === 'count' ? b.observations > 0 : b.value !== null));
    return buckets.map((bucket, i) => {
      if (bucket.value !== null) return bucket;
      const before = buckets.slice(0, i).findLast((b) => b.value !== null);
      const after = buckets.slice(i).find((b) => b.value !== null);
      let value: number | null = null;
      const gap = (after ?? { ts: bucketOf(last.ts) }).ts - (before ?? { ts: -Infinity }).ts;
      const longest = options.longest === undefined ? 3 * every : microseconds(options.longest);
      if (gap > longest || options.with === 'sum') return bucket;
      if (options.empty === 'forward') value = before?.value ?? null;
      if (options.empty === 'linear' && before && after) {
        const part = (bucket.ts - before.ts) / (after.ts - before.ts);
        value = (before.value ?? 0) * (1 - part) + (after.value ?? 0) * part;
      }
      return { ...bucket, value, filled: value !== null };
    });
  });
}

const near = (rows: readonly Bucket[]) =>
  rows.map((r) => ({ ...r, value: r.value === null ? null : expect.closeTo(r.value, 6) }));
const all = Object.keys(by) as Aggregate[];
const policies = ['linear', 'forward', 'null', 'omit'] as const;

describe('resample', () => {
  it.each(all)(
    'agrees with a reference for every policy, also before 1970 (%s)',
    async (aggregate) => {
      const row = fc.record({
        sid: fc.integer({ min: 0, max: 1 }),
        ts: fc.integer({ min: -30 * 4, max: 30 * 4 }).map((quarter) => (quarter * second) / 4),
        value: fc.option(fc.integer({ min: -9, max: 9 })),
      });
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { maxLength: 12 }),
          fc.constantFrom('1s', '5s', '7.5s', '1h'),
          fc.constantFrom(...policies),
          fc.constantFrom({}, { longest: '12s' }, { longest: '100d' }),
          fc.boolean(),
          async (random, every, empty, longest, onGrid) => {
            const timeOf = ({ ts }: Row): number =>
              onGrid ? Math.floor(ts / (5 * second)) * 5 * second : ts;
            const rows = random
              .map((one) => ({ ...one, ts: timeOf(one) }))
              .sort((a, b) => a.sid - b.sid || a.ts - b.ts);
            const options = { every, with: aggregate, empty, ...longest };
            const expected = reference(rows, options);
            const { out, report } = await run(rows, options);
            expect(out).toEqual(near(expected));
            const sum = (name: string): number => report.reduce((total, r) => total + (r[name] ?? 0), 0);
            const whole = reference(rows, { ...options, empty: 'null' });
            const without = (b: Bucket): boolean =>
              aggregate === 'count' ? b.observations === 0 : b.value === null;
            expect(['rowsIn', 'rowsOut', 'buckets', 'empty', 'filled', 'missing'].map(sum)).toEqual([
              rows.length,
              expected.length,
              expected.length,
              whole.filter(without).length,
              expected.filter((b) => b.filled).length,
              expected.filter((b) => b.value === null).length,
            ]);
          },
        ),
        { numRuns: 60 },
      );
    },
    60_000,
  );

  it('starts weeks on Monday, also before 1970', async () => {
    const at = (date: string): number => Date.parse(`${date}Z`) * 1000;
    for (const [ts, monday] of [
      ['1970-01-04T23:59:59', '1969-12-29T00:00'],
      ['1970-01-05T00:00:00', '1970-01-05T00:00'],
      ['1969-12-28T23:59:59', '1969-12-22T00:00'],
      ['2024-02-29T12:00:00', '2024-02-26T00:00'],
    ] as const) {
      const { out } = await run([{ sid: 0, ts: at(ts), value: 1 }], { every: '1w' });
      expect(out.map((b) => b.ts)).toEqual([at(monday)]);
    }
  });

  it('puts the last microsecond before 1970 in the bucket before it', async () => {
    const { out } = await run([{ sid: 0, ts: -1, value: 1 }], { every: '5min' });
    expect(out).toEqual([{ sid: 0, ts: -300 * second, value: 1, observations: 1, filled: false }]);
  });

  it.each(policies)('has no value where a series has none (%s)', async (empty) => {
    const rows = [0, 20].map((s) => ({ sid: 1, ts: s * second, value: s ? null : Number.NaN }));
    const { out, report } = await run(rows, { empty });
    expect(out.map((b) => b.value)).toEqual(empty === 'omit' ? [] : [null, null, null, null, null]);
    expect(report).toMatchObject([{ sid: 1, rowsIn: 2, rowsOut: out.length, empty: 5, filled: 0 }]);
  });

  it('makes an empty table of an empty one', async () => {
    expect(await run([], {})).toMatchObject({ out: [], report: [] });
  });

  it('takes only finite numbers as observations', async () => {
    const rows = [1, Number.NaN, Infinity, 3].map((value, ts) => ({ sid: 0, ts, value }));
    const { out } = await run(rows, { with: 'sum' });
    expect(out).toEqual([{ sid: 0, ts: 0, value: 4, observations: 2, filled: false }]);
  });

  it('holds no infinity where a sum or a square is beyond the doubles', async () => {
    const rows = [1.7e308, 1.7e308].map((value, ts) => ({ sid: 0, ts, value }));
    expect((await run(rows, { with: 'sum' })).out).toMatchObject([{ value: null, observations: 2 }]);
    const two = [1e200, 3e200].map((value, ts) => ({ sid: 0, ts, value }));
    const [bucket] = (await run(two, { with: 'std' })).out;
    expect((bucket?.value ?? 0) / 1e200).toBeCloseTo(Math.SQRT2, 12);
  });

  it('sums ten million tenths to a million, and their mean is a tenth', async () => {
    await database.run(
      'CREATE OR REPLACE TABLE given AS SELECT 0 AS sid, i::INTEGER AS "row", make_timestamp(i) AS ts, 0.1::DOUBLE AS value, false AS outlier, false AS filled FROM range(10000000) AS r(i)',
    );
    for (const [aggregate, value] of [
      ['sum', 1e6],
      ['mean', 0.1],
      ['std', 0],
    ] as const) {
      await act({ every: '1h', with: aggregate, empty: 'null' });
      expect(await database.rows('SELECT value FROM done')).toEqual([{ value }]);
    }
  }, 60_000);

  it.each([
    [1e15, 1],
    [0, 1e-170],
  ])('has the deviation of values about %f that differ by %f', async (base, unit) => {
    const rows = Array.from({ length: 8 }, (_, i) => ({ sid: 0, ts: i, value: base + unit * i }));
    const [bucket] = (await run(rows, { with: 'std' })).out;
    expect((bucket?.value ?? NaN) / unit).toBeCloseTo(Math.sqrt(6), 12);
  });

  it('never interpolates to an infinity', async () => {
    const rows = [0, 4].map((s) => ({ sid: 0, ts: s * second, value: s ? 1.7e308 : -1.7e308 }));
    const { out } = await run(rows, { empty: 'linear', every: '1s', longest: '1min' });
    const parts = [-1, -0.5, 0, 0.5, 1].map((part) => expect.closeTo(part, 12));
    expect(out.map((b) => (b.value ?? NaN) / 1.7e308)).toEqual(parts);
  });

  it('refuses more buckets than memory holds before making any, unless empty ones are left out', async () => {
    const rows = [
      { sid: 0, ts: 0, value: 1 },
      { sid: 1, ts: 0, value: 1 },
      { sid: 1, ts: 50_000_000 * second, value: 1 },
    ];
    const { refused } = await run(rows, { every: '1s' });
    expect(refused).toMatchObject({
      code: 'memory',
      path: '$.steps[4].resample.every',
      message: expect.stringContaining('got 50,000,002, of them 50,000,001 in b'),
    });
    expect((await run(rows, { every: '1s', empty: 'omit' })).out).toHaveLength(3);
  });

  it.each(['first', 'last'] as const)('takes the %s of many rows in time, and sorts', async (aggregate) => {
    await database.run(
      'CREATE OR REPLACE TABLE given AS SELECT (i // 150000)::INTEGER AS sid, (i % 150000)::INTEGER AS "row", make_timestamp((i % 150000) * 1000000) AS ts, (i % 150000)::DOUBLE AS value, false AS outlier, false AS filled FROM range(300000) AS r(i)',
    );
    await act({ every: '10s', with: aggregate, empty: 'null' });
    const offset = aggregate === 'first' ? 0 : 9;
    const [check] = await database.rows<Counts>(
      `SELECT count(*) AS n, count(*) FILTER (value <> epoch_us(ts) // 1000000 + ${offset}) AS wrong, count(*) FILTER (NOT (sid > s OR ts > t)) AS unsorted FROM (SELECT *, lag(sid) OVER () AS s, lag(ts) OVER () AS t FROM done)`,
    );
    expect(check).toEqual({ n: 30000, wrong: 0, unsorted: 0 });
  });

  it.each([
    ['complete rows on the grid', 5, 1],
    ['rows on the grid, some without a value', 5, 0.8],
    ['rows beside the grid', 0.5, 0.8],
  ])('agrees with a reference over more rows than the engine takes at once (%s)', async (_, unit, share) => {
    let state = 7;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const rows: Row[] = [];
    for (const sid of [0, 1]) {
      let at = 0;
      for (let i = 0; i < 2500; i++) {
        const distance = random() < 0.9 ? 5 : Math.ceil(random() * 12) * 5;
        at += unit === 5 ? distance : Math.ceil((distance * random() * 2) / unit) * unit;
        rows.push({ sid, ts: at * second, value: random() < share ? Math.floor(random() * 100) : null });
      }
    }
    const options = { every: '5s', with: 'mean', empty: 'linear', longest: '20s' } as const;
    expect((await run(rows, options)).out).toEqual(near(reference(rows, options)));
  });

  it('leaves a gap longer than three buckets, or than its own longest, without a value in a regular grid', async () => {
    const rows = [0, 1, 3, 4, 8, 9].map((value) => ({ sid: 0, ts: value * 5 * second, value }));
    const values = async (options: Partial<ResampleOptions>) =>
      (await run(rows, options)).out.map((b) => b.value);
    expect(await values({})).toEqual([0, 1, 2, 3, 4, null, null, null, 8, 9]);
    expect(await values({ empty: 'forward' })).toEqual([0, 1, 1, 3, 4, null, null, null, 8, 9]);
    expect(await values({ longest: '20s' })).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await values({ longest: '9s' })).toEqual([0, 1, null, 3, 4, null, null, null, 8, 9]);
  });

  it('takes the longest gap from the step for missing values before it, where that fills', () => {
    const missing = (options: object): Step => ({ missing: { sentinels: [], fill: 'linear', ...options } });
    const at = (...steps: Step[]) => filledBefore(steps, steps.length, 'a');
    expect(at(missing({ longest: '15min' }))).toBe(900 * second);
    expect(at(missing({}))).toBeUndefined();
    expect(at(missing({ fill: 'leave', longest: '15min' }))).toBeUndefined();
    expect(at({ ...missing({ longest: '15min' }), for: ['b*'] })).toBeUndefined();
    expect(at({ ...missing({ longest: '15min' }), off: true })).toBeUndefined();
  });

  it('makes 0 of the count and no value of the sum of nothing, and interpolates neither', async () => {
    const rows = [0, 1, 3].map((value) => ({ sid: 0, ts: value * 5 * second, value }));
    for (const empty of ['linear', 'forward', 'null'] as const) {
      const sums = await run(rows, { with: 'sum', empty });
      expect(sums.out.map((b) => b.value)).toEqual([0, 1, null, 3]);
      const counts = await run(rows, { with: 'count', empty });
      expect(counts.out.map((b) => b.value)).toEqual([1, 1, 0, 1]);
      expect([...sums.out, ...counts.out].some((b) => b.filled)).toBe(false);
    }
  });

  it('never fills with an infinity', async () => {
    const rows = [-1.7e308, null, 1.7e308].map((value, i) => ({ sid: 0, ts: i * 5 * second, value }));
    expect((await run(rows, {})).out[1]).toMatchObject({ value: 0, filled: true });
  });

  it('says that a bucket is filled where a step before put in all of its values', async () => {
    await database.run(
      'CREATE OR REPLACE TABLE given AS SELECT 0 AS sid, i::INTEGER AS "row", make_timestamp(i * 1000000) AS ts, 1.0::DOUBLE AS value, false AS outlier, i IN (1, 2, 3) AS filled FROM range(6) AS r(i)',
    );
    await act({ every: '2s', with: 'mean', empty: 'linear' });
    const rows = await database.rows('SELECT filled, observations FROM done');
    expect(rows).toEqual([false, true, false].map((filled) => ({ filled, observations: 2 })));
  });

  it('describes itself', () => {
    expect(describeStep('resample', { buckets: 1127, empty: 24, filled: 24, missing: 0 })).toBe(
      '1,127 buckets, 24 empty, 24 filled',
    );
  });
});
