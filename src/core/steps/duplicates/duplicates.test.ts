import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { describe as describeStep } from '../describe';
import type { Counts } from '../types';
import type { DuplicatesOptions } from '../../recipe/types';
import { toSql } from './sql';

type Row = { sid: number; row: number; ts: number; value: number | null };
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run("CREATE TABLE series AS SELECT 0 AS sid, 'a' AS name UNION ALL SELECT 1, 'b'");
});

async function run(rows: readonly Row[], keep: DuplicatesOptions['keep']) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  for (const r of rows)
    await database.run(
      `INSERT INTO given VALUES (${r.sid}, ${r.row}, make_timestamp(${r.ts}::BIGINT), ${r.value}, false, false)`,
    );
  await database.run('DROP TABLE IF EXISTS done');
  const sql = toSql({ keep }, { index: 0, input: 'given', output: 'done' });
  const [found] = await database.rows<Counts>(sql.probe);
  const act = sql.act(found ?? {});
  for (const statement of act.statements) await database.run(statement);
  const refused = act.refuse && act.refuse.error(await database.rows(act.refuse.sql));
  const out = await database.rows<Row>(`SELECT sid, "row", epoch_us(ts) AS ts, value FROM ${act.output}`);
  const report = await database.rows<Counts>(act.report);
  for (const statement of act.cleanup) await database.run(statement);
  return { out, report, refused, act };
}

function reference(rows: readonly Row[], keep: 'first' | 'last' | 'mean'): Row[] {
  const groups = new Map<string, Row[]>();
  for (const r of [...rows].sort((a, b) => a.sid - b.sid || a.ts - b.ts || a.row - b.row)) {
    groups.set(`${r.sid} ${r.ts}`, [...(groups.get(`${r.sid} ${r.ts}`) ?? []), r]);
  }
  return [...groups.values()].map((group) => {
    const valued = group.filter(({ value }) => value !== null);
    const among = valued.length > 0 && keep !== 'mean' ? valued : group;
    const chosen = (keep === 'last' ? among[among.length - 1] : among[0]) as Row;
    const there = group.flatMap((r) => (r.value === null ? [] : [r.value]));
    const mean = there.length ? there.reduce((a, b) => a + b, 0) / there.length : null;
    return keep === 'mean' ? { ...chosen, value: mean } : chosen;
  });
}

describe('duplicates', () => {
  it.each(['first', 'last', 'mean'] as const)('keeps the %s, in order of time', async (keep) => {
    const row = fc.record({
      sid: fc.integer({ min: 0, max: 1 }),
      ts: fc.integer({ min: -4, max: 4 }),
      value: fc.option(fc.integer({ min: 0, max: 8 })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 10 }), async (random) => {
        const rows = random.sort((a, b) => a.sid - b.sid).map((r, index) => ({ ...r, row: index }));
        const { out, report } = await run(rows, keep);
        expect(out).toEqual(reference(rows, keep));
        expect(report.reduce((sum, r) => sum + (r['rowsOut'] ?? 0), 0)).toBe(out.length);
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['first', 3, 1],
    ['last', 4, 2],
  ] as const)(
    'keeps of the rows of one time the %s that has a value, and counts it',
    async (keep, value, row) => {
      const values = [null, 3, 4, null];
      const { out, report } = await run(
        [
          ...values.map((one, index) => ({ sid: 0, row: index, ts: 0, value: one })),
          { sid: 0, row: 4, ts: 1, value: 9 },
        ],
        keep,
      );
      expect(out).toEqual([
        { sid: 0, row, ts: 0, value },
        { sid: 0, row: 4, ts: 1, value: 9 },
      ]);
      expect(report).toMatchObject([{ duplicates: 3, removed: 3, preferred: 1 }]);
      expect(describeStep('duplicates', report[0] ?? {})).toBe(
        'removed 3 duplicate rows; 1 time kept the row with a value instead of the one without',
      );
    },
  );

  it('refuses, naming the series and the first time', async () => {
    const { refused } = await run(
      [
        { sid: 1, row: 0, ts: 0, value: 1 },
        { sid: 1, row: 1, ts: 0, value: 2 },
      ],
      'refuse',
    );
    expect(refused).toMatchObject({
      code: 'duplicates-refused',
      message: expect.stringContaining('b has several at 1970-01-01 00:00:00'),
    });
  });

  it('passes a table in order through without a copy', async () => {
    const { act } = await run(
      [
        { sid: 0, row: 0, ts: 0, value: 1 },
        { sid: 0, row: 1, ts: 1, value: 2 },
      ],
      'first',
    );
    expect(act).toMatchObject({ statements: [], output: 'given' });
  });
});
