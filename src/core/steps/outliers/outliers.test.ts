import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { double } from '../../sql';
import type { Counts } from '../types';
import type { OutliersOptions } from '../../recipe/types';
import { describe as describeStep } from '../describe';
import { toSql } from './sql';

type Row = { sid: number; row: number; ts: number; value: number | null; outlier: boolean };
type Span = { sid: number; start: number; end: number };
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run('CREATE TABLE label_spans (sid INTEGER, start TIMESTAMP, "end" TIMESTAMP)');
  await database.run(
    'CREATE TABLE changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, before DOUBLE, after DOUBLE)',
  );
});

const time = (us: number): string => `make_timestamp(${us}::BIGINT)`;
const plain: OutliersOptions = { rule: 'zscore', threshold: 1.37, then: 'flag', protect: true };
/** One series at times 0, 1, 2, … */
const series = (...values: (number | null)[]): Row[] =>
  values.map((value, row) => ({ sid: 0, row, ts: row, value, outlier: false }));

async function act(options: OutliersOptions) {
  for (const table of ['done']) await database.run(`DROP TABLE IF EXISTS ${table}`);
  await database.run('DELETE FROM changes');
  const sql = toSql(options, { index: 3, input: 'given', output: 'done' });
  const [found] = await database.rows<Counts>(sql.probe);
  const plan = sql.act(found ?? {});
  for (const statement of plan.statements) await database.run(statement);
  const report = await database.rows<Counts>(plan.report);
  for (const statement of plan.cleanup) await database.run(statement);
  return { plan, report };
}

async function run(rows: readonly Row[], options: OutliersOptions, spans: readonly Span[] = []) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const values = rows.map(
    (r) =>
      `(${r.sid}, ${r.row}, ${time(r.ts)}, ${r.value === null ? 'NULL' : double(r.value)}, ${r.outlier}, false)`,
  );
  if (values.length > 0) await database.run(`INSERT INTO given VALUES ${values.join()}`);
  await database.run('DELETE FROM label_spans');
  for (const s of spans)
    await database.run(`INSERT INTO label_spans VALUES (${s.sid}, ${time(s.start)}, ${time(s.end)})`);
  const { plan, report } = await act(options);
  const out = await database.rows<Row>(
    `SELECT sid, "row", epoch_us(ts) AS ts, value, outlier FROM ${plan.output}`,
  );
  const changes = await database.rows(
    'SELECT step, sid, epoch_us(ts) AS ts, action, before, after FROM changes',
  );
  return { out, report, changes, plan };
}

function quantile(sorted: readonly number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? Number.NaN;
  return low + ((sorted[Math.ceil(at)] ?? Number.NaN) - low) * (at - Math.floor(at));
}
const middle = (values: readonly number[]): number =>
  quantile(
    [...values].sort((a, b) => a - b),
    0.5,
  );

function limitsOf(
  values: readonly number[],
  { rule, threshold }: OutliersOptions,
): [number, number] | undefined {
  if (values.length < 2 || new Set(values).size < 2) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  if (rule === 'iqr') {
    const [q1, q3] = [quantile(sorted, 0.25), quantile(sorted, 0.75)];
    return q3 > q1 ? [q1 - threshold * (q3 - q1), q3 + threshold * (q3 - q1)] : undefined;
  }
  const centre =
    rule === 'zscore' ? values.reduce((sum, x) => sum + x, 0) / values.length : quantile(sorted, 0.5);
  const far = values.map((x) => Math.abs(x - centre));
  // Iglewicz and Hoaglin (1993) where the MAD is zero.
  const spread =
    rule === 'zscore'
      ? Math.sqrt(values.reduce((sum, x) => sum + (x - centre) ** 2, 0) / (values.length - 1))
      : 1.4826 * middle(far) || (1.253314 * far.reduce((sum, x) => sum + x, 0)) / values.length;
  return spread > 0 ? [centre - threshold * spread, centre + threshold * spread] : undefined;
}

function reference(rows: readonly Row[], options: OutliersOptions, spans: readonly Span[]) {
  const limits = rows.map((r) => {
    const own = rows.filter((other) => other.sid === r.sid);
    const at = own.indexOf(r);
    const half = options.window === undefined ? own.length : (options.window - 1) / 2;
    const around = own.slice(Math.max(0, at - half), at + half + 1);
    return limitsOf(
      around.flatMap((other) => (other.value === null ? [] : [other.value])),
      options,
    );
  });
  const candidate = rows.map((r, i) => {
    const [lo, hi] = limits[i] ?? [-Infinity, Infinity];
    return r.value !== null && (r.value < lo || r.value > hi);
  });
  const safe = rows.map(
    (r) => options.protect && spans.some((s) => s.sid === r.sid && s.start <= r.ts && r.ts < s.end),
  );
  const good = rows.filter((r, i) => !candidate[i] && r.value !== null);
  const out = rows.flatMap((r, i): Row[] => {
    if (!candidate[i] || safe[i]) return [r];
    if (options.then === 'remove') return [];
    const [lo, hi] = limits[i] ?? [0, 0];
    let value = r.value ?? 0;
    if (options.then === 'clip') value = Math.min(Math.max(value, lo), hi);
    if (options.then === 'interpolate') {
      const a = good.filter((g) => g.sid === r.sid && rows.indexOf(g) < i).at(-1);
      const b = good.find((g) => g.sid === r.sid && rows.indexOf(g) > i);
      const [va, vb] = [a?.value ?? b?.value ?? value, b?.value ?? a?.value ?? value];
      const part = a && b && b.ts > a.ts ? (r.ts - a.ts) / (b.ts - a.ts) : 0;
      value = va + (vb - va) * part;
    }
    return [{ ...r, value, outlier: true }];
  });
  const found = candidate.filter(Boolean).length;
  return { out, found, safe: candidate.filter((is, i) => is && safe[i]).length };
}

const none = { constant: 0, short: 0, meanDeviation: 0, noWidth: 0 };

const near = (rows: readonly Row[]) =>
  rows.map((r) => ({ ...r, value: r.value === null ? null : expect.closeTo(r.value, 6) }));

const given = fc
  .array(
    fc.record({
      sid: fc.integer({ min: 0, max: 1 }),
      ts: fc.integer({ min: -9, max: 20 }),
      value: fc.option(fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom(-90, 60))),
    }),
    { maxLength: 16 },
  )
  .map((rows) =>
    rows.sort((a, b) => a.sid - b.sid || a.ts - b.ts).map((r, row): Row => ({ ...r, row, outlier: false })),
  );

describe('outliers', () => {
  it('agrees with a reference for every rule, window and treatment', async () => {
    const options = fc.record({
      rule: fc.constantFrom('zscore' as const, 'iqr' as const, 'hampel' as const),
      threshold: fc.constantFrom(0.77, 1.37, 2.37),
      window: fc.constantFrom(undefined, 3, 7),
      then: fc.constantFrom('flag' as const, 'remove' as const, 'interpolate' as const, 'clip' as const),
      protect: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(given, options, async (rows, { window, ...rest }) => {
        const chosen: OutliersOptions = window === undefined ? rest : { ...rest, window };
        const spans = [
          { sid: 0, start: -5, end: 2 },
          { sid: 0, start: 4, end: 9 },
          { sid: 1, start: 3, end: 6 },
        ];
        const expected = reference(rows, chosen, spans);
        const { out, report, changes } = await run(rows, chosen, spans);
        expect(out).toEqual(near(expected.out));
        const sum = (name: string): number => report.reduce((total, r) => total + (r[name] ?? 0), 0);
        expect([sum('found'), sum('protected')]).toEqual([expected.found, expected.safe]);
        expect([sum('rowsIn'), sum('rowsOut')]).toEqual([rows.length, out.length]);
        expect(changes.filter((c) => c['action'] === 'outlier-protected')).toHaveLength(expected.safe);
        expect(changes).toHaveLength(expected.found);
      }),
      { numRuns: 120 },
    );
  }, 60_000);

  it('passes a table without outliers through without a copy', async () => {
    const { plan, report } = await run(series(1, 2, 3, 2), { ...plain, threshold: 3 });
    expect(plan).toMatchObject({ statements: [], output: 'given' });
    expect(report).toEqual([
      { sid: 0, rowsIn: 4, rowsOut: 4, found: 0, protected: 0, changed: 0, ...none, short: 1 },
    ]);
  });

  it('leaves the table alone but says so where every outlier is protected', async () => {
    const { plan, changes } = await run(series(1, 2, 1, 2, 90), plain, [{ sid: 0, start: 4, end: 5 }]);
    expect(plan.output).toBe('given');
    expect(changes).toEqual([{ step: 3, sid: 0, ts: 4, action: 'outlier-protected', before: 90, after: 90 }]);
  });

  it.each(['zscore', 'iqr', 'hampel'] as const)('finds nothing in a constant series (%s)', async (rule) => {
    const tenths = Array.from({ length: 999 }, () => 0.1);
    for (const window of [undefined, 9]) {
      const options = { ...plain, rule, threshold: 1e-6, ...(window === undefined ? {} : { window }) };
      const { report } = await run(series(...tenths), options);
      expect(report).toMatchObject([{ found: 0, constant: 1 }]);
    }
  });

  it.each([undefined, 9, 21])(
    'measures a stuck sensor by the mean deviation, since its MAD is zero, and says so',
    async (window) => {
      const stuck = Array.from({ length: 30 }, (_, i) => (i === 15 ? 50 : 1));
      const options = { ...plain, rule: 'hampel' as const, threshold: 3 };
      const { report, changes } = await run(
        series(...stuck),
        window === undefined ? options : { ...options, window },
      );
      expect(report).toMatchObject([{ ...none, found: 1, meanDeviation: 1 }]);
      expect(changes).toMatchObject([{ ts: 15, before: 50 }]);
      expect(describeStep('outliers', report[0] ?? {})).toContain('MAD zero 1 times: mean deviation used');
    },
  );

  it.each([undefined, 9])(
    'says of equal quartiles that the rule has no width, not that the series is constant',
    async (window) => {
      const stuck = Array.from({ length: 30 }, (_, i) => (i === 15 ? 50 : 1));
      const options = { ...plain, rule: 'iqr' as const, threshold: 1.5 };
      const { report } = await run(series(...stuck), window === undefined ? options : { ...options, window });
      expect(report).toMatchObject([{ ...none, found: 0, noWidth: 1 }]);
      expect(describeStep('outliers', report[0] ?? {})).toBe(
        'no outliers; quartiles equal 1 times: the rule has no width there',
      );
    },
  );

  it('says of a series in which no value can exceed the threshold that it is too short', async () => {
    const report = async (...values: number[]) =>
      (await run(series(...values), { ...plain, threshold: 3 })).report;
    const ten = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1e6];
    expect(await report(...ten)).toMatchObject([{ ...none, found: 0, short: 1 }]);
    expect(await report(...ten, 1)).toMatchObject([{ ...none, found: 1, short: 0 }]);
    expect(await report(1, 1, 1)).toMatchObject([{ ...none, constant: 1 }]);
    expect(describeStep('outliers', { short: 1 })).toContain('1 series too short');
  });

  it.each([
    [1e15, 1],
    [0, 1e-170],
    [3e307, 1e300],
  ])('takes the deviation of values about %f with a spread of %f whole', async (base, unit) => {
    const values = [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 30].map((x) => base + unit * x);
    // The deviation of the twelve is 8.2513 units, the mean 4.0833: the last one is 3.1409 deviations above.
    for (const window of [undefined, 101]) {
      const within = async (threshold: number) => {
        const options = { ...plain, threshold, ...(window === undefined ? {} : { window }) };
        return (await run(series(...values), options)).report[0]?.['found'];
      };
      expect([await within(3.11), await within(3.17)]).toEqual([1, 0]);
    }
  });

  it('keeps the mean of equal values among them, so that none of millions is an outlier', async () => {
    await database.run(
      'CREATE OR REPLACE TABLE given AS SELECT 0 AS sid, i::INTEGER AS "row", make_timestamp(i) AS ts, CASE WHEN i = 7 THEN 0.2 ELSE 0.1 END::DOUBLE AS value, false AS outlier, false AS filled FROM range(1000000) AS r(i)',
    );
    const { report } = await act({ ...plain, threshold: 1e-6 });
    // The mean lies 1e-7 above 0.1, the deviation is 1e-4: only what is exact tells 1e-6 deviations.
    expect(report).toMatchObject([{ found: 1_000_000 }]);
    const { report: wide } = await act({ ...plain, threshold: 1.1e-3 });
    expect(wide).toMatchObject([{ found: 1 }]);
  });

  it('never gives an infinity between values whose difference no double holds', async () => {
    const { out } = await run(series(-1.7e308, 5, 1.7e308, 1.6e308, 1.7e308, -1.7e308, 1.7e308), {
      rule: 'iqr',
      threshold: 1e-9,
      then: 'interpolate',
      protect: true,
    });
    for (const { value } of out) expect(Number.isFinite(value)).toBe(true);
  });

  it.each([3, undefined])(
    'survives one row, no value at all, and none but NaN and infinities',
    async (window) => {
      const options = { ...plain, then: 'interpolate' as const, ...(window === undefined ? {} : { window }) };
      for (const rows of [[], series(5), series(null, null), series(Number.NaN, Infinity, -Infinity, null)]) {
        const { out, report } = await run(rows, options);
        expect(out).toEqual(rows);
        expect(report.every((r) => r['found'] === 0)).toBe(true);
      }
    },
  );

  it('counts NaN and infinities as no values, neither as outliers nor as neighbours', async () => {
    const rows = series(2, Number.NaN, 90, Infinity, 4, 2, 4, 2, 4);
    const { out } = await run(rows, { ...plain, then: 'interpolate' });
    expect(out.map((r) => r.value)).toEqual([2, Number.NaN, 3, Infinity, 4, 2, 4, 2, 4]);
  });

  it.each([undefined, 9])('finds outliers whose squares no double holds', async (window) => {
    const options = { ...plain, ...(window === undefined ? {} : { window }) };
    const { report } = await run(series(2, 1e200, 3, 2, 3, 2, 3, 2, 3), options);
    expect(report).toMatchObject([{ found: window === undefined ? 1 : expect.any(Number), constant: 0 }]);
    const { report: widest } = await run(series(1.7e308, 1.7e308, -1.7e308, 1), options);
    expect(widest).toMatchObject([{ constant: 0 }]);
  });

  it('says what each treatment did', async () => {
    const rows = series(2, 2, 90, 4, 4, 3, 3, 3);
    const done = async (then: OutliersOptions['then']) => (await run(rows, { ...plain, then })).changes;
    expect(await done('flag')).toMatchObject([{ action: 'outlier', before: 90, after: 90 }]);
    expect(await done('remove')).toMatchObject([{ action: 'outlier', before: 90, after: null }]);
    expect(await done('interpolate')).toMatchObject([{ action: 'outlier', before: 90, after: 3 }]);
  });

  it.each(['flag', 'remove', 'interpolate', 'clip'] as const)(
    'keeps a long table in order: %s',
    async (then) => {
      await database.run(
        `CREATE OR REPLACE TABLE given AS SELECT (i // 150000)::INTEGER AS sid, (i % 150000)::INTEGER AS "row", make_timestamp((i % 150000) * 1000000) AS ts, CASE WHEN i % 97 = 0 THEN 1e3 ELSE sin(i) END AS value, false AS outlier, false AS filled FROM range(300000) AS r(i)`,
      );
      const { plan, report } = await act({ ...plain, then });
      expect(report.reduce((sum, r) => sum + (r['found'] ?? 0), 0)).toBe(3093);
      const [order] = await database.rows<Counts>(
        `SELECT count(*) AS n, count(*) FILTER (NOT (sid > s OR ts > t)) AS wrong FROM (SELECT *, lag(sid) OVER () AS s, lag(ts) OVER () AS t FROM ${plan.output})`,
      );
      expect(order).toEqual({ n: then === 'remove' ? 300000 - 3093 : 300000, wrong: 0 });
    },
  );

  it('describes itself', () => {
    expect(describeStep('outliers', { found: 23, protected: 17, changed: 0, constant: 0 })).toBe(
      '23 outliers, 17 of them inside labelled windows: kept',
    );
    expect(describeStep('outliers', {})).toBe('no outliers');
    expect(describeStep('outliers', { constant: 1 })).toBe('no outliers; 1 constant series skipped');
  });
});
