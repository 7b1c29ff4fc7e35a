import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import { LabFailure } from '../../errors';
import { doInPieces, doInSql, type GivenRow } from '../pieces.node';
import { duplicatesKernel } from './rows';
import { toSql } from './sql';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const keeps = ['first', 'last', 'mean'] as const;
const rowsWith = (value: fc.Arbitrary<number>) =>
  fc.array(
    fc.record({
      ts: fc.integer({ min: -4, max: 6 }),
      value: fc.oneof(fc.constantFrom(NaN, NaN, Infinity, -Infinity), value),
      outlier: fc.boolean(),
      filled: fc.boolean(),
    }),
    { maxLength: 16 },
  );
/** Not both kinds: of great values that cancel, the sums of SQL lose the small ones. */
const given = fc.oneof(
  rowsWith(fc.integer({ min: 0, max: 99 }).map((x) => x / 10)),
  rowsWith(fc.constantFrom(1.7e308, -1.7e308)),
);
/** In order of time, as they are before the step, and how many came before an earlier one. */
const sorted = (rows: readonly GivenRow[]): { rows: GivenRow[]; backward: number } => ({
  rows: [...rows].sort((a, b) => a.ts - b.ts),
  backward: rows.filter(({ ts }, i) => i > 0 && ts < (rows[i - 1]?.ts ?? ts)).length,
});
const near = (value: number): unknown =>
  Number.isFinite(value) && value !== 0
    ? expect.toSatisfy((found: number) => Math.abs(found - value) <= 1e-15 * Math.abs(value))
    : value;

describe('duplicates, in pieces', () => {
  it.each(keeps)('keeps what the SQL keeps: %s', async (keep) => {
    await fc.assert(
      fc.asyncProperty(given, async (random) => {
        fc.pre(random.length > 0);
        const { rows, backward } = sorted(random);
        const { retries, ...found } = doInPieces(duplicatesKernel({ keep }, 0), rows, { backward });
        const sql = await doInSql(database, (context) => toSql({ keep }, context), random);
        expect(found).toEqual({ ...sql, rows: sql.rows.map((row) => ({ ...row, value: near(row.value) })) });
        expect(retries).toBe(0);
      }),
      { numRuns: 80 },
    );
  });

  it.each(keeps)('keeps the same of pieces as of the whole: %s', (keep) => {
    const cuts = fc.array(fc.integer({ min: -4, max: 7 }), { maxLength: 4 });
    fc.assert(
      fc.property(given, cuts, fc.nat(2), (random, times, around) => {
        const { rows, backward } = sorted(random);
        const { retries: _, ...whole } = doInPieces(duplicatesKernel({ keep }, 0), rows, { backward });
        const { retries: __, ...parts } = doInPieces(duplicatesKernel({ keep }, 0), rows, {
          backward,
          cuts: times,
          around,
        });
        expect(parts).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });

  it('counts the times at which it kept another row, since the one to keep has no value', () => {
    const rows = [NaN, 3, 4, NaN].map((value) => ({ ts: 0, value }));
    const done = (keep: 'first' | 'last' | 'mean') => doInPieces(duplicatesKernel({ keep }, 0), rows);
    expect(done('first')).toMatchObject({ rows: [{ value: 3 }], counts: { removed: 3, preferred: 1 } });
    expect(done('last')).toMatchObject({ rows: [{ value: 4 }], counts: { removed: 3, preferred: 1 } });
    const apart = [1.7e308, 0.3, -1.7e308].map((value) => ({ ts: 0, value }));
    expect(doInPieces(duplicatesKernel({ keep: 'mean' }, 0), apart).rows).toMatchObject([
      { value: expect.closeTo(0.1, 12) },
    ]);
    expect(done('mean')).toMatchObject({ rows: [{ value: 3.5 }], counts: { removed: 3, preferred: 0 } });
  });

  it('refuses as the SQL does, naming the series and the first time', async () => {
    const day = 86_400_000_000;
    const rows = [-1.5, 0.25, 0.5, 0.5, 0.75, 0.75].map((days) => ({ ts: days * day + 999, value: 1 }));
    const kernel = duplicatesKernel({ keep: 'refuse' }, 3);
    const found = (() => {
      try {
        return doInPieces(kernel, rows);
      } catch (thrown) {
        return thrown instanceof LabFailure ? thrown.error : thrown;
      }
    })();
    const { probe, act } = toSql({ keep: 'refuse' }, { index: 3, input: 'given', output: 'refused' });
    await doInSql(database, (context) => toSql({ keep: 'first' }, context), rows);
    const [probed = {}] = await database.rows<Record<string, number>>(probe);
    const { refuse } = act(probed);
    expect(refuse).toBeDefined();
    expect(found).toEqual(refuse?.error(await database.rows(refuse.sql)));
    expect(found).toMatchObject({ message: expect.stringContaining('a has several at 1970-01-01 12:00:00') });
    expect(doInPieces(kernel, rows.slice(0, 3))).toMatchObject({ counts: { rowsOut: 3, removed: 0 } });
  });
});
