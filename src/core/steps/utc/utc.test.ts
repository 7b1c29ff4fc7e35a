import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import type { Counts } from '../types';
import { stepDefaults } from '../../recipe/defaults';
import type { UtcOptions } from '../../recipe/types';
import type { LocalRule } from '../../ingest/types';
import { toSql, type ZoneRules } from './sql';

type Row = { sid: number; row: number; ts: number };
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

async function run(rows: readonly Row[], options: UtcOptions, zones: ZoneRules[]) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const values = rows.map((r) => `(${r.sid}, ${r.row}, make_timestamp(${r.ts}::BIGINT), 1, false, false)`);
  if (values.length > 0) await database.run(`INSERT INTO given VALUES ${values.join(', ')}`);
  await database.run('DROP TABLE IF EXISTS done');
  const sql = toSql(options, { index: 0, input: 'given', output: 'done', zones });
  const [found] = await database.rows<Counts>(sql.probe);
  const act = sql.act(found ?? {});
  for (const statement of act.statements) await database.run(statement);
  const out = await database.rows<Row>(`SELECT sid, "row", epoch_us(ts) AS ts FROM ${act.output}`);
  return { act, out, report: await database.rows<Counts>(act.report) };
}

const us = (iso: string): number => Date.parse(`${iso}Z`) * 1000;
const hour = 3_600_000_000;
const newYork: LocalRule[] = [
  { from: us('2023-01-01T00:00'), to: us('2023-03-12T02:00'), kind: 'normal', offset: -5 * hour },
  { from: us('2023-03-12T02:00'), to: us('2023-03-12T03:00'), kind: 'nonexistent', offset: -5 * hour },
  { from: us('2023-03-12T03:00'), to: us('2023-11-05T01:00'), kind: 'normal', offset: -4 * hour },
  {
    from: us('2023-11-05T01:00'),
    to: us('2023-11-05T02:00'),
    kind: 'ambiguous',
    offset: -4 * hour,
    offsetLater: -5 * hour,
  },
  { from: us('2023-11-05T02:00'), to: us('2024-01-01T00:00'), kind: 'normal', offset: -5 * hour },
];

/** New York's clock in 2023, said once more without rules: a search through the moments that could be meant. */
function moments(local: number): number[] {
  const summer = (at: number): boolean => at >= us('2023-03-12T07:00') && at < us('2023-11-05T06:00');
  return [4, 5]
    .map((hours) => local + hours * hour)
    .filter((at) => at + (summer(at) ? -4 : -5) * hour === local);
}

const choices: UtcOptions[] = (['shift', 'drop'] as const).flatMap((nonexistent) =>
  (['earlier', 'later', 'drop'] as const).map((ambiguous) => ({ nonexistent, ambiguous, undecided: 'drop' })),
);

describe('utc', () => {
  it('moves a skipped time forward by the length of the skip, or drops its row', async () => {
    const rows = [{ sid: 0, row: 0, ts: us('2023-03-12T02:30') }];
    const zones = [{ sid: 0, rules: newYork }];
    const shifted = await run(rows, { ...stepDefaults.utc, ambiguous: 'earlier' }, zones);
    expect(shifted.out).toEqual([{ sid: 0, row: 0, ts: us('2023-03-12T07:30') }]);
    expect(shifted.report).toEqual([
      {
        sid: 0,
        rowsIn: 1,
        rowsOut: 1,
        converted: 1,
        nonexistent: 1,
        ambiguous: 0,
        undecided: 0,
        displaced: 0,
        dropped: 0,
      },
    ]);
    const dropped = await run(rows, { ...stepDefaults.utc, nonexistent: 'drop' }, zones);
    expect(dropped.out).toEqual([]);
    expect(dropped.report).toEqual([
      {
        sid: 0,
        rowsIn: 1,
        rowsOut: 0,
        converted: 0,
        nonexistent: 1,
        ambiguous: 0,
        undecided: 0,
        displaced: 0,
        dropped: 1,
      },
    ]);
  });

  it.each([
    ['earlier', ['2023-11-05T05:30']],
    ['later', ['2023-11-05T06:30']],
    ['drop', []],
  ] as const)('takes the moment that was asked for of a repeated time: %s', async (ambiguous, expected) => {
    const { out, report } = await run(
      [{ sid: 0, row: 0, ts: us('2023-11-05T01:30') }],
      { ...stepDefaults.utc, ambiguous },
      [{ sid: 0, rules: newYork }],
    );
    expect(out.map(({ ts }) => ts)).toEqual(expected.map(us));
    expect(report).toMatchObject([{ ambiguous: 1, dropped: 1 - expected.length }]);
  });

  it('agrees with a search through all moments, keeps the order and leaves other series alone', async () => {
    const edges = newYork.map(({ from }) => from);
    const time = fc.oneof(
      fc
        .integer({ min: us('2023-01-02T00:00') / 1e6, max: us('2023-12-31T00:00') / 1e6 })
        .map((s) => s * 1e6),
      fc.tuple(fc.constantFrom(...edges.slice(1)), fc.integer({ min: -2, max: 2 })).map(([at, d]) => at + d),
    );
    const random = fc.array(fc.record({ sid: fc.integer({ min: 0, max: 4 }), ts: time }), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(random, fc.constantFrom(...choices), async (picked, options) => {
        const rows = picked.map((r, row) => ({ ...r, row }));
        const zones = [3, 1].map((sid) => ({ sid, rules: newYork }));
        const { out, report } = await run(rows, options, zones);
        const isReal = (sid: number, at: number): boolean =>
          rows.some((r) => r.sid === sid && moments(r.ts).length > 0 && moments(r.ts)[0] === at);
        const expected = rows.flatMap((r) => {
          if (r.sid !== 1 && r.sid !== 3) return [r];
          const found = moments(r.ts);
          if (found.length === 0) {
            const at = r.ts + 5 * hour;
            return options.nonexistent === 'drop' || isReal(r.sid, at) ? [] : [{ ...r, ts: at }];
          }
          if (found.length > 1 && options.ambiguous === 'drop') return [];
          const at = options.ambiguous === 'later' ? found.at(-1) : found[0];
          return [{ ...r, ts: at ?? NaN }];
        });
        expect(out).toEqual(expected.map(({ sid, row, ts }) => ({ sid, row, ts })));
        for (const counts of report) {
          const own = rows.filter(({ sid }) => sid === counts['sid']);
          const kept = expected.filter(({ sid }) => sid === counts['sid']).length;
          const local = counts['sid'] === 1 || counts['sid'] === 3;
          expect(counts).toMatchObject({
            rowsIn: own.length,
            rowsOut: kept,
            converted: local ? kept : 0,
            dropped: own.length - kept,
            nonexistent: local ? own.filter(({ ts }) => moments(ts).length === 0).length : 0,
            ambiguous: local ? own.filter(({ ts }) => moments(ts).length === 2).length : 0,
          });
        }
      }),
      { numRuns: 30 },
    );
  });

  it('passes the table through where all series are UTC', async () => {
    const { act, report } = await run([{ sid: 0, row: 0, ts: 5 }], stepDefaults.utc, []);
    expect(act).toMatchObject({ statements: [], output: 'given' });
    expect(report).toEqual([
      {
        sid: 0,
        rowsIn: 1,
        rowsOut: 1,
        converted: 0,
        nonexistent: 0,
        ambiguous: 0,
        undecided: 0,
        displaced: 0,
        dropped: 0,
      },
    ]);
  });

  it('never takes a local time for UTC where a series came without rules', async () => {
    await expect(run([{ sid: 0, row: 0, ts: 5 }], stepDefaults.utc, [{ sid: 0, rules: [] }])).rejects.toThrow(
      'no rule of the time zone',
    );
  });

  it('holds many series and many years', async () => {
    const rules = Array.from({ length: 400 }, (_, index): LocalRule => {
      return { from: index * hour, to: (index + 1) * hour, kind: 'normal', offset: -index };
    });
    const zones = Array.from({ length: 20 }, (_, sid) => ({ sid, rules }));
    const { out } = await run([{ sid: 7, row: 0, ts: 333 * hour }], stepDefaults.utc, zones);
    expect(out).toEqual([{ sid: 7, row: 0, ts: 333 * hour + 333 }]);
  });
});
