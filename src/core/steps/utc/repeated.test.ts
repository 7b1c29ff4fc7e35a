import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { localRules } from '../../ingest/zone';
import { stepDefaults } from '../../recipe/defaults';
import type { UtcOptions } from '../../recipe/types';
import { describe as describeStep } from '../describe';
import type { Counts } from '../types';
import { toSql } from './sql';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const us = (text: string): number => Date.parse(text) * 1000;
const MINUTE = 6e7;
const HOUR = 60 * MINUTE;

/** Times of a day in Berlin, in the file's order, as one series; the moments they become, by row. */
async function moments(local: readonly number[], options: Partial<UtcOptions> = {}) {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
  );
  const values = local.map((ts, row) => `(4, ${row}, make_timestamp(${ts}::BIGINT), ${row}, false, false)`);
  await database.run(`INSERT INTO given VALUES ${values.join(', ')}`);
  await database.run('DROP TABLE IF EXISTS done');
  const rules = localRules('Europe/Berlin', Math.min(...local), Math.max(...local) + 1);
  const context = { index: 0, input: 'given', output: 'done', zones: [{ sid: 4, rules }] };
  const act = toSql({ ...stepDefaults.utc, ...options }, context).act({});
  for (const statement of act.statements) await database.run(statement);
  const out = await database.rows<{ row: number; ts: number }>(
    `SELECT "row", epoch_us(ts)::DOUBLE AS ts FROM ${act.output}`,
  );
  const [counts] = await database.rows<Counts>(act.report);
  for (const statement of act.cleanup) await database.run(statement);
  return { utc: out.map(({ ts }) => ts), rows: out.map(({ row }) => row), counts: counts ?? {} };
}

const local = (...times: string[]): number[] => times.map((time) => us(`2024-10-27T${time}Z`));
const utc = (...times: string[]): number[] => times.map((time) => us(`2024-10-27T${time}Z`));
const every = (from: number, step: number, rows: number): number[] =>
  Array.from({ length: rows }, (_, i) => from + i * step);
/** What a clock in Berlin showed around 27 October 2024. */
const shown = (moment: number): number => moment + (moment < us('2024-10-27T01:00Z') ? 2 : 1) * HOUR;

describe('the repeated hour by the order of rows', () => {
  it('gives a file that was written through it its twelve moments (Grafana, every half hour)', async () => {
    const expected = every(us('2024-10-26T22:00Z'), 30 * MINUTE, 12);
    const { utc: got, counts } = await moments(expected.map(shown));
    expect(got).toEqual(expected);
    expect(counts).toMatchObject({ ambiguous: 4, undecided: 0, dropped: 0, converted: 12 });
  });

  it('takes an hour that comes twice in hourly rows for both of its moments, as pandas does', async () => {
    const { utc: got, counts } = await moments(local('01:00', '02:00', '02:00', '03:00'));
    expect(got).toEqual([us('2024-10-26T23:00Z'), ...utc('00:00', '01:00', '02:00')]);
    expect(counts).toMatchObject({ undecided: 0 });
  });

  it('reads a file that begins with the newest row from its end', async () => {
    const expected = every(us('2024-10-26T22:00Z'), 10 * MINUTE, 40).toReversed();
    const { utc: got, rows } = await moments(expected.map(shown));
    expect(got).toEqual(expected);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
  });

  it('is told by the row before it where the series ends in it, by the row after it where it begins in it', async () => {
    const ended = await moments(local('01:00', '01:30', '02:00', '02:30'));
    expect(ended.utc.slice(2)).toEqual(utc('00:00', '00:30'));
    const begun = await moments(local('02:00', '02:30', '03:00', '03:30'));
    expect(begun.utc.slice(0, 2)).toEqual(utc('01:00', '01:30'));
    expect([ended.counts, begun.counts]).toMatchObject([{ undecided: 0 }, { undecided: 0 }]);
  });

  it.each([
    ['earlier', ['00:00', '00:30']],
    ['later', ['01:00', '01:30']],
    ['drop', []],
  ] as const)(
    'that cannot tell counts its rows and does what was chosen: %s',
    async (undecided, expected) => {
      const once = local('01:00', '01:30', '02:00', '02:30', '03:00', '03:30');
      const { utc: got, counts } = await moments(once, { undecided });
      expect(got.filter((at) => at >= us('2024-10-27T00:00Z') && at < us('2024-10-27T02:00Z'))).toEqual(
        utc(...expected),
      );
      expect(counts).toMatchObject({ ambiguous: 2, undecided: 2, dropped: 2 - expected.length });
      expect(describeStep('utc', counts)).toContain('2 of them in an order that does not tell which');
    },
  );

  it('does not take one row that is there twice for the change of the clock', async () => {
    const rows = local('01:50', '02:00', '02:10', '02:10', '02:20', '02:30');
    const { utc: got } = await moments(rows);
    expect(got).toEqual(rows.map((at) => at - 2 * HOUR));
  });

  it('cannot tell where rows step back twice', async () => {
    const { counts } = await moments(local('02:00', '02:30', '02:10', '02:40', '02:20', '03:30'));
    expect(counts).toMatchObject({ ambiguous: 5, undecided: 5 });
  });

  it('has every moment of a regular series back, whatever its step, its first row and its order', async () => {
    const regular = fc.record({
      step: fc.constantFrom(1, 5, 7, 10, 15, 20, 30, 60),
      before: fc.integer({ min: 1, max: 30 }),
      after: fc.integer({ min: 1, max: 30 }),
      newest: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(regular, async ({ step, before, after, newest }) => {
        // From before the first of the two hours until after the second.
        const first = us('2024-10-27T00:00Z') - before * step * MINUTE;
        const expected = every(first, step * MINUTE, before + Math.ceil(120 / step) + after);
        const rows = newest ? expected.toReversed() : expected;
        const { utc: got, counts } = await moments(rows.map(shown));
        expect(got).toEqual(rows);
        expect(counts).toMatchObject({ undecided: 0 });
      }),
      { numRuns: 40 },
    );
  });
});

describe('a skipped hour', () => {
  const day = (...times: string[]): number[] => times.map((time) => us(`2024-03-31T${time}Z`));

  it('never displaces a real row: a moved one gives way, and is counted', async () => {
    // 02:30 does not exist in Berlin; moved, it would lie on 03:30.
    const { utc: got, rows, counts } = await moments(day('01:30', '02:30', '03:30', '04:30'));
    expect(got).toEqual(day('00:30', '01:30', '02:30'));
    expect(rows).toEqual([0, 2, 3]);
    expect(counts).toMatchObject({ nonexistent: 1, displaced: 1, dropped: 1, rowsOut: 3, converted: 3 });
    expect(describeStep('utc', counts)).toContain('dropped 1, 1 of them moved onto the time of another row');
  });

  it('keeps a moved row where nothing else is', async () => {
    const { utc: got, counts } = await moments(day('01:30', '02:30', '03:45'));
    expect(got).toEqual(day('00:30', '01:30', '01:45'));
    expect(counts).toMatchObject({ nonexistent: 1, displaced: 0, dropped: 0 });
  });
});
