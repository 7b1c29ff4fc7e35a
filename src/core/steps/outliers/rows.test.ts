import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import type { OutliersOptions } from '../../recipe/types';
import { doInPieces, doInSql, type Done, type GivenRow, type Spans } from '../pieces.node';
import { outliersKernel } from './rows';
import { toSql } from './sql';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const spans: Spans = [
  [-5, 2],
  [4, 9],
];

const value = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }) },
  { weight: 1, arbitrary: fc.constantFrom(-90, 60, 60.5, NaN, NaN, Infinity) },
);
/** Whole numbers that look like a series, and the ends of what doubles hold. */
const given = fc
  .record({
    rows: fc.array(
      fc.record({ step: fc.integer({ min: 0, max: 2 }), value, outlier: fc.boolean(), filled: fc.boolean() }),
      { maxLength: 20 },
    ),
    unit: fc.constantFrom(1, 0.1, 1e-170, 1e200),
    base: fc.constantFrom(0, 0, 1e12),
  })
  .map(({ rows, unit, base }) => {
    let ts = -9;
    return rows.map(({ step, value: x, ...row }): GivenRow => ({
      ...row,
      ts: (ts += step),
      value: (x + base) * unit,
    }));
  });

const options = fc.record({
  rule: fc.constantFrom('zscore' as const, 'iqr' as const, 'hampel' as const),
  threshold: fc.constantFrom(0.77, 1.37, 2.37),
  then: fc.constantFrom('flag' as const, 'remove' as const, 'interpolate' as const, 'clip' as const),
  protect: fc.boolean(),
});

/** Equal but for the last digits, of numbers of any size. */
const near = (x: number): unknown =>
  Number.isFinite(x) && x !== 0
    ? expect.toSatisfy((found: number) => Math.abs(found - x) <= 1e-12 * Math.abs(x), `near ${x}`)
    : x;

const nearly = ({ rows, counts, changes }: Done) => ({
  rows: rows.map((row) => ({ ...row, value: near(row.value) })),
  counts,
  changes: changes.map((change) => ({ ...change, after: near(change.after) })),
});

const done = (
  given_: readonly GivenRow[],
  chosen: OutliersOptions,
  more: Parameters<typeof doInPieces>[2],
) => {
  const { retries: _, ...rest } = doInPieces(outliersKernel(chosen), given_, more);
  return rest;
};

describe('outliers, in pieces', () => {
  it('does what the SQL does', async () => {
    await fc.assert(
      fc.asyncProperty(given, options, async (rows, chosen) => {
        fc.pre(rows.length > 0);
        const sql = await doInSql(database, (context) => toSql(chosen, context), rows, spans);
        expect(done(rows, chosen, { spans })).toEqual(nearly(sql));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it('does the same to pieces as to the whole', () => {
    const cuts = fc.array(fc.integer({ min: -9, max: 20 }), { maxLength: 4 });
    fc.assert(
      fc.property(given, options, cuts, fc.nat(3), (rows, chosen, times, around) => {
        const whole = done(rows, chosen, { spans });
        expect(done(rows, chosen, { spans, cuts: times, around })).toEqual(nearly(whole));
      }),
      { numRuns: 1500 },
    );
  });

  const plain: OutliersOptions = { rule: 'zscore', threshold: 3, then: 'flag', protect: true };
  const series = (...values: number[]): GivenRow[] => values.map((x, ts) => ({ ts, value: x }));

  it.each(['zscore', 'iqr', 'hampel'] as const)('says why it finds none: %s', (rule) => {
    const counts = (...values: number[]) =>
      done(series(...values), { ...plain, rule, threshold: 7 }, {}).counts;
    const none = { found: 0, protected: 0, changed: 0, constant: 0, short: 0, meanDeviation: 0, noWidth: 0 };
    expect(counts()).toEqual({ ...none, rowsIn: 0, rowsOut: 0 });
    expect(counts(NaN, Infinity)).toEqual({ ...none, rowsIn: 2, rowsOut: 2 });
    expect(counts(0.1, 0.1, 0.1)).toMatchObject({ ...none, constant: 1 });
    expect(counts(1, 2)).toMatchObject({ ...none, short: 1 });
    expect(counts(...Array.from({ length: 100 }, (_, i) => i % 7))).toEqual({
      ...none,
      rowsIn: 100,
      rowsOut: 100,
    });
  });

  it('says that equal quartiles have no width, and that the mean deviation was taken', () => {
    const stuck = series(...Array.from({ length: 30 }, (_, i) => (i === 15 ? 50 : 1)));
    expect(done(stuck, { ...plain, rule: 'iqr' }, { cuts: [9] }).counts).toMatchObject({
      found: 0,
      noWidth: 1,
    });
    expect(done(stuck, { ...plain, rule: 'hampel' }, { cuts: [9] }).counts).toMatchObject({
      found: 1,
      meanDeviation: 1,
      noWidth: 0,
    });
  });

  it('looks for good neighbours beyond a cut, and only there', () => {
    const values = [1, 2, 1, 2, 900, 900, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2];
    const retries = (cut: number, around: number, then: OutliersOptions['then']) =>
      doInPieces(outliersKernel({ ...plain, threshold: 2, then }), series(...values), { cuts: [cut], around })
        .retries;
    expect(retries(5, 1, 'interpolate')).toBe(2);
    expect(retries(5, 2, 'interpolate')).toBe(0);
    expect(retries(12, 1, 'interpolate')).toBe(0);
    expect(retries(5, 1, 'flag')).toBe(0);
  });

  it('leaves windows to the kernel for these', () => {
    const rows = series(
      ...Array.from({ length: 40 }, (_, i) => (i === 8 ? 9 : (i > 20 ? 100 : 0) + (i % 3))),
    );
    expect(done(rows, plain, {}).counts).toMatchObject({ found: 0 });
    expect(done(rows, { ...plain, threshold: 2, window: 11 }, {}).changes).toMatchObject([{ ts: 8 }]);
  });

  it('refuses answers to other questions', () => {
    for (const rule of ['zscore', 'iqr', 'hampel'] as const)
      expect(() => outliersKernel({ ...plain, rule })([{ kind: 'meanDistance', count: 1, mean: 0 }])).toThrow(
        RangeError,
      );
  });
});
