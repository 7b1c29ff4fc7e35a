import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import type { LocalRule } from '../../ingest/types';
import { localRules } from '../../ingest/zone';
import { stepDefaults } from '../../recipe/defaults';
import type { UtcOptions } from '../../recipe/types';
import type { Counts } from '../types';
import { toUtc } from './rows';
import { toSql } from './sql';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const MINUTE = 6e7;
const HOUR = 60 * MINUTE;
const us = (text: string): number => Date.parse(text) * 1000;

async function bySql(times: readonly number[], options: UtcOptions, rules: LocalRule[]) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const rows = times.map((ts, row) => `(4, ${row}, make_timestamp(${ts}::BIGINT), ${row}, false, false)`);
  await database.run(`INSERT INTO given VALUES ${rows.join()}`);
  await database.run('DROP TABLE IF EXISTS done');
  const context = { index: 0, input: 'given', output: 'done', zones: [{ sid: 4, rules }] };
  const act = toSql(options, context).act({});
  for (const statement of act.statements) await database.run(statement);
  const out = await database.rows<{ row: number; ts: number; value: number }>(
    `SELECT "row", epoch_us(ts)::DOUBLE AS ts, value FROM ${act.output}`,
  );
  const [report] = await database.rows<Counts>(act.report);
  for (const statement of act.cleanup) await database.run(statement);
  const { sid: _, ...counts } = report ?? {};
  return { rows: out.map(({ row, ts, value }) => [row, ts, value]), counts };
}

function byKernel(times: readonly number[], options: UtcOptions, rules: LocalRule[]) {
  const given = Float64Array.from(times);
  const out = toUtc(
    given,
    Float64Array.from(times, (_, row) => row),
    options,
    rules,
  );
  expect(given).toEqual(Float64Array.from(times));
  expect(out.rows === null).toBe(out.rowsIn === out.rowsOut);
  const rows = Array.from(out.times, (ts, i) => [out.rows?.[i] ?? i, ts, out.values[i]]);
  return { rows, counts: { rowsIn: out.rowsIn, rowsOut: out.rowsOut, ...out.counts } };
}

const choices: UtcOptions[] = (['shift', 'drop'] as const).flatMap((nonexistent) =>
  (['infer', 'earlier', 'later', 'drop'] as const).flatMap((ambiguous) =>
    (['earlier', 'later', 'drop'] as const).map((undecided) => ({ nonexistent, ambiguous, undecided })),
  ),
);

/** Zones by their rules in two years: an hour, half an hour, and clocks that change twice within hours of each other. */
const clocks: Record<string, LocalRule[]> = {
  ...Object.fromEntries(
    ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'].map((zone) => [
      zone,
      localRules(zone, us('2023-01-01T00:00Z'), us('2025-01-01T00:00Z')),
    ]),
  ),
  'a nervous clock': [
    { from: 0, to: 10 * HOUR, kind: 'normal', offset: 2 * HOUR },
    { from: 10 * HOUR, to: 11 * HOUR, kind: 'ambiguous', offset: 2 * HOUR, offsetLater: HOUR },
    { from: 11 * HOUR, to: 20 * HOUR, kind: 'normal', offset: HOUR },
    { from: 20 * HOUR, to: 21 * HOUR, kind: 'nonexistent', offset: HOUR },
    { from: 21 * HOUR, to: 30 * HOUR, kind: 'normal', offset: 2 * HOUR },
    { from: 30 * HOUR, to: 32 * HOUR, kind: 'ambiguous', offset: 2 * HOUR, offsetLater: 0 },
    { from: 32 * HOUR, to: 70 * HOUR, kind: 'normal', offset: 0 },
    { from: 70 * HOUR, to: 71 * HOUR, kind: 'ambiguous', offset: 0, offsetLater: -HOUR },
    { from: 71 * HOUR, to: 99 * HOUR, kind: 'normal', offset: -HOUR },
  ],
};

/** A recording around a change: every so many minutes of what a clock shows that is set back or forward at one time, some rows doubled, moved or left out. */
const recording = fc
  .record({
    step: fc.constantFrom(1, 5, 7, 10, 15, 20, 30, 60, 90),
    from: fc.integer({ min: -300, max: 30 }),
    count: fc.integer({ min: 1, max: 50 }),
    back: fc.constantFrom(-60, 0, 0, 30, 60, 120),
    newest: fc.boolean(),
    noise: fc.array(fc.tuple(fc.nat(50), fc.constantFrom('twice', 'gone', 'moved')), { maxLength: 3 }),
  })
  .map(({ step, from, count, back, newest, noise }) => {
    const shown = Array.from({ length: count }, (_, i) => from + i * step).map((at) =>
      at >= 60 ? at - back : at,
    );
    for (const [place, what] of noise) {
      const at = place % shown.length;
      const minute = shown[at] ?? 0;
      if (what === 'moved') shown[at] = minute - 37;
      else
        shown.splice(at, what === 'gone' && shown.length > 1 ? 1 : 0, ...(what === 'twice' ? [minute] : []));
    }
    return newest ? shown.toReversed() : shown;
  });

describe('local times over arrays', () => {
  it.each(Object.keys(clocks))(
    'become what the SQL makes of them: %s',
    async (name) => {
      const rules = clocks[name] ?? [];
      const changes = rules.filter(({ kind }) => kind !== 'normal').map(({ from }) => from);
      const series = fc.array(fc.tuple(fc.constantFrom(...changes), recording), {
        minLength: 1,
        maxLength: 3,
      });
      await fc.assert(
        fc.asyncProperty(series, fc.constantFrom(...choices), async (parts, options) => {
          const times = parts.flatMap(([change, minutes]) =>
            minutes.map((minute) => change + minute * MINUTE),
          );
          expect(byKernel(times, options, rules)).toEqual(await bySql(times, options, rules));
        }),
        { numRuns: 80 },
      );
    },
    120_000,
  );

  it('are what the first rule says before it, and the last one after it', async () => {
    const rules = clocks['a nervous clock'] ?? [];
    const times = [-5 * HOUR, 0, 99 * HOUR, 500 * HOUR];
    const { rows } = byKernel(times, stepDefaults.utc, rules);
    expect(rows.map(([, ts]) => ts)).toEqual([-7 * HOUR, -2 * HOUR, 100 * HOUR, 501 * HOUR]);
    expect(byKernel(times, stepDefaults.utc, rules)).toEqual(await bySql(times, stepDefaults.utc, rules));
  });

  it('are not copied more than they must be', () => {
    const values = Float64Array.of(1, 2);
    const out = toUtc(Float64Array.of(0, HOUR), values, stepDefaults.utc, clocks['a nervous clock'] ?? []);
    expect(out.values).toBe(values);
    expect(out.rows).toBeNull();
  });

  it('are never taken for UTC without a rule', () => {
    expect(() => byKernel([5], stepDefaults.utc, [])).toThrow('no rule of the time zone');
    expect(byKernel([], stepDefaults.utc, []).counts).toMatchObject({ rowsIn: 0, rowsOut: 0, converted: 0 });
  });
});
