import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import type { Counts } from '../types';
import type { MissingOptions } from '../../recipe/types';
import { double } from '../../sql';
import { describe as describeStep } from '../describe';
import { toSql } from './sql';

type Row = { sid: number; row: number; ts: number; value: number | null; filled: boolean };
type Change = { sid: number; ts: number; action: string; before: number | null; after: number | null };
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

async function run(rows: readonly Omit<Row, 'filled'>[], options: MissingOptions, spans: string[] = []) {
  await database.run(
    'CREATE OR REPLACE TABLE changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, "before" DOUBLE, "after" DOUBLE)',
  );
  await database.run('CREATE OR REPLACE TABLE label_spans (sid INTEGER, start TIMESTAMP, "end" TIMESTAMP)');
  if (spans.length > 0) await database.run(`INSERT INTO label_spans VALUES ${spans.join(', ')}`);
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const values = rows.map(
    (r) =>
      `(${r.sid}, ${r.row}, make_timestamp(${r.ts}::BIGINT), ${r.value === null ? 'NULL' : double(r.value)}, false, false)`,
  );
  if (values.length > 0) await database.run(`INSERT INTO given VALUES ${values.join(', ')}`);
  return runOn('given', options);
}

async function execute(input: string, options: MissingOptions) {
  await database.run('DROP TABLE IF EXISTS done');
  const sql = toSql(options, { index: 2, input, output: 'done' });
  const [found] = await database.rows<Counts>(sql.probe);
  const act = sql.act(found ?? {});
  for (const statement of act.statements) await database.run(statement);
  const report = await database.rows<Counts>(act.report);
  for (const statement of act.cleanup) await database.run(statement);
  return { act, report };
}

async function runOn(input: string, options: MissingOptions) {
  const { act, report } = await execute(input, options);
  const out = await database.rows<Row>(
    `SELECT sid, "row", epoch_us(ts) AS ts, value, filled FROM ${act.output}`,
  );
  const changes = await database.rows<Change>(
    'SELECT sid, epoch_us(ts) AS ts, action, "before", "after" FROM changes WHERE step = 2',
  );
  return { act, out, report, changes };
}

/** The page on the steps, followed row by row through one series. */
function reference(rows: readonly Omit<Row, 'filled'>[], options: MissingOptions, longest: number) {
  const { sentinels, fill, min = -Infinity, max = Infinity } = options;
  const counts: Record<string, number> = { missing: 0, sentinel: 0, outOfRange: 0, filled: 0, dropped: 0 };
  const count = (key: string): number => (counts[key] = (counts[key] ?? 0) + 1);
  const changes: Change[] = [];
  const given = rows.map(({ value, ...rest }) => {
    const before = value !== null && Number.isFinite(value) ? value : null;
    const gone = before === null || sentinels.includes(before) || before < min || before > max;
    if (before === null) count('missing');
    else if (gone) count(sentinels.includes(before) ? 'sentinel' : 'outOfRange');
    return { ...rest, before, value: gone ? null : before };
  });
  const out: Row[] = [];
  given.forEach((r, index) => {
    const { before, ...row } = r;
    if (r.value !== null) return out.push({ ...row, filled: false });
    const change = { sid: r.sid, ts: r.ts, before };
    if (fill === 'drop') {
      count('dropped');
      return changes.push({ ...change, action: 'dropped', after: null });
    }
    const left = given.slice(0, index).findLast(({ value }) => value !== null);
    const right = given.slice(index).find(({ value }) => value !== null);
    const gap = (right ?? given.at(-1) ?? r).ts - (left?.ts ?? 0);
    let after: number | null = null;
    if (left && gap <= longest && fill === 'forward') after = left.value;
    if (left && right && gap <= longest && fill === 'linear') {
      const [a, b] = [left.value ?? NaN, right.value ?? NaN];
      after = left.ts === right.ts ? a : a + (b - a) * ((r.ts - left.ts) / (right.ts - left.ts));
    }
    if (after !== null) {
      count('filled');
      changes.push({ ...change, action: 'filled', after });
    }
    return out.push({ ...row, value: after, filled: after !== null });
  });
  const there = given.filter(({ value }) => value !== null);
  const gaps = there.slice(1).map(({ ts }, index) => ts - (there[index]?.ts ?? NaN));
  return { out, changes, counts: { ...counts, longestGapUs: Math.max(0, ...gaps) } };
}

const linear: MissingOptions = { sentinels: [], fill: 'linear' };
const series = (...pairs: [ts: number, value: number | null][]): Omit<Row, 'filled'>[] =>
  pairs.map(([ts, value], row) => ({ sid: 0, row, ts, value }));
const valuesOf = ({ out }: { out: Row[] }): (number | null)[] => out.map(({ value }) => value);

describe('missing', () => {
  it.each(['drop', 'linear', 'forward', 'leave'] as const)(
    '%s agrees with the page on the steps',
    async (fill) => {
      const row = fc.record({
        sid: fc.integer({ min: 0, max: 2 }),
        step: fc.integer({ min: 0, max: 3 }),
        value: fc.constantFrom(null, null, NaN, Infinity, -1, -1, -0, 0, 0.1, 2.5, 7, 8, 100),
      });
      const options = fc.record(
        {
          sentinels: fc.constantFrom<number[]>([], [-1], [0], [-1, 100, 1, 2, 3, 4, 5, 6]),
          fill: fc.constant(fill),
          min: fc.constantFrom(-0.5, 0.1),
          max: fc.constant(7.5),
          longest: fc.constantFrom('1s', '3s', '5s'),
        },
        { requiredKeys: ['sentinels', 'fill'] },
      );
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 24 }), options, async (random, chosen) => {
          let ts = 0;
          const rows = [...random]
            .sort((a, b) => a.sid - b.sid)
            .map(({ sid, step, value }, index) => ({ sid, row: index, ts: (ts += step * 1e6), value }));
          const longest = chosen.longest === undefined ? Infinity : parseInt(chosen.longest) * 1e6;
          const { out, report, changes } = await run(rows, chosen);
          const expected = [0, 1, 2]
            .map((sid) => rows.filter((r) => r.sid === sid))
            .filter((own) => own.length > 0)
            .map((own) => ({ own, ...reference(own, chosen, longest) }));
          expect(out).toEqual(expected.flatMap((part) => part.out));
          expect(changes).toEqual(expected.flatMap((part) => part.changes));
          expect(report).toMatchObject(
            expected.map(({ own, counts, out: rest }) => ({
              rowsIn: own.length,
              rowsOut: rest.length,
              ...counts,
            })),
          );
          for (const {
            missing: lost = 0,
            sentinel = 0,
            outOfRange = 0,
            filled = 0,
            dropped = 0,
            left = 0,
          } of report)
            expect(lost + sentinel + outOfRange).toBe(filled + dropped + left);
        }),
        { numRuns: 40 },
      );
    },
  );

  it('fills a run whole or not at all, by the time from value to value', async () => {
    const rows = series([0, 1], [60e6, null], [120e6, null], [180e6, 4], [240e6, null], [300e6, 6]);
    const { out, report, changes } = await run(rows, { ...linear, longest: '2min' });
    expect(out.map(({ value }) => value)).toEqual([1, null, null, 4, 5, 6]);
    expect(report).toMatchObject([{ missing: 3, filled: 1, left: 2, longestGapUs: 180e6 }]);
    expect(changes).toEqual([{ sid: 0, ts: 240e6, action: 'filled', before: null, after: 5 }]);
    expect(valuesOf(await run(rows, { ...linear, longest: '3min' }))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('is linear in time, not in rows', async () => {
    expect(valuesOf(await run(series([0, 0], [10, null], [90, null], [100, 100]), linear))).toEqual([
      0, 10, 90, 100,
    ]);
  });

  it('leaves the ends to forward, which measures the last run to its last row', async () => {
    const rows = series([0, null], [1e6, 5], [2e6, null], [3e6, null]);
    expect(valuesOf(await run(rows, linear))).toEqual([null, 5, null, null]);
    expect(valuesOf(await run(rows, { ...linear, fill: 'forward' }))).toEqual([null, 5, 5, 5]);
    expect(valuesOf(await run(rows, { ...linear, fill: 'forward', longest: '2s' }))).toEqual([null, 5, 5, 5]);
    expect(valuesOf(await run(rows, { ...linear, fill: 'forward', longest: '1s' }))).toEqual([
      null,
      5,
      null,
      null,
    ]);
  });

  it('makes no NaN between equal times nor between the ends of what a double holds', async () => {
    expect(valuesOf(await run(series([5, 1], [5, null], [5, 3]), linear))).toEqual([1, 1, 3]);
    const most = Number.MAX_VALUE;
    expect(valuesOf(await run(series([0, -most], [1, null], [2, most]), linear))).toEqual([-most, 0, most]);
  });

  it('takes the value away from sentinels and values out of range that stay', async () => {
    const rows = series([0, -999], [1, 3], [2, 50], [3, NaN]);
    const result = await run(rows, { sentinels: [-999], min: 0, max: 10, fill: 'leave' });
    expect(valuesOf(result)).toEqual([null, 3, null, null]);
    expect(result.report).toMatchObject([{ missing: 1, sentinel: 1, outOfRange: 1, left: 3, rowsOut: 4 }]);
    expect(result.changes).toEqual([]);
  });

  it('counts the dropped rows inside labelled intervals, without the end', async () => {
    const rows = series([0, null], [1, null], [2, null], [3, null]);
    const span = '(0, make_timestamp(1::BIGINT), make_timestamp(3::BIGINT))';
    const { report } = await run(rows, { ...linear, fill: 'drop' }, [span]);
    expect(report).toMatchObject([{ rowsIn: 4, rowsOut: 0, dropped: 4, labelled: 2 }]);
  });

  it('copies nothing where nothing has to change', async () => {
    const full = await run(series([0, 1], [7, 2]), linear);
    expect(full.act).toMatchObject({ statements: [], output: 'given' });
    expect(full.report).toMatchObject([{ missing: 0, longestGapUs: 7 }]);
    const left = await run(series([0, 1], [7, null]), { ...linear, fill: 'leave' });
    expect(left.act).toMatchObject({ statements: [], output: 'given' });
    expect(left.report).toMatchObject([{ missing: 1, left: 1 }]);
  });

  it('keeps the order of a table of many blocks', async () => {
    await database.run(`CREATE OR REPLACE TABLE many AS SELECT (range // 100000)::INTEGER AS sid, (range % 100000)::INTEGER AS "row", make_timestamp(range % 100000 * 1000000) AS ts,
CASE WHEN range % 10 = 5 THEN NULL WHEN range % 10 = 6 THEN -1 ELSE range % 100000 END::DOUBLE AS value, false AS outlier, false AS filled FROM range(300000)`);
    await database.run('DELETE FROM changes');
    const { report } = await execute('many', { sentinels: [-1, -2, -3, -4, -5, -6, -7], fill: 'linear' });
    expect(report).toMatchObject([0, 1, 2].map((sid) => ({ sid, filled: 20_000, longestGapUs: 3e6 })));
    const [wrong] = await database.rows<Counts>(
      'SELECT count(*) FILTER (abs(value - "row") > 1e-6) AS wrong, count(*) FILTER (sid < sid_ OR (sid = sid_ AND "row" <= row_)) AS unordered, count(*) AS n FROM (SELECT *, lag(sid) OVER () AS sid_, lag("row") OVER () AS row_ FROM done)',
    );
    expect(wrong).toEqual({ wrong: 0, unordered: 0, n: 300_000 });
  });

  it('says in a line what was done', () => {
    expect(
      describeStep('missing', { missing: 1120, sentinel: 7, filled: 12, left: 1115, longestGapUs: 900e6 }),
    ).toBe('filled 12 of 1,127; left 1,115 without a value; longest gap 15 min');
    expect(describeStep('missing', {})).toBe('no missing values');
  });
});
