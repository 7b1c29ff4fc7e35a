import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../../engine/worker/duckdb/database.node';
import type { MissingOptions } from '../../recipe/types';
import { doInPieces, doInSql, type Done, type GivenRow, type Spans } from '../pieces.node';
import { missingKernel } from './rows';
import { toSql } from './sql';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const spans: Spans = [
  [-5e6, 2e6],
  [7e6, 12e6],
  [20e6, 21e6],
];

const given = fc
  .array(
    fc.record({
      step: fc.integer({ min: 0, max: 3 }),
      value: fc.constantFrom(NaN, NaN, NaN, Infinity, -1, -1, -0, 0, 0.1, 2.5, 7, 8, 100, -1.7e308, 1.7e308),
      outlier: fc.boolean(),
      filled: fc.boolean(),
    }),
    { maxLength: 24 },
  )
  .map((random) => {
    let ts = -4e6;
    return random.map(({ step, ...row }): GivenRow => ({ ...row, ts: (ts += step * 1e6) }));
  });

const optionsFor = (fill: MissingOptions['fill']) =>
  fc.record(
    {
      sentinels: fc.constantFrom<number[]>([], [-1], [0], [-1, 100, 1, 2]),
      fill: fc.constant(fill),
      min: fc.constantFrom(-0.5, 0.1),
      max: fc.constant(7.5),
      longest: fc.constantFrom('1s', '3s', '5s'),
    },
    { requiredKeys: ['sentinels', 'fill'] },
  );

const fills = ['drop', 'linear', 'forward', 'leave'] as const;

/** The kernel tells no rows that it drops, and no value for an infinity that is none. */
const told = ({ rows, counts, changes }: Done): Done => ({
  rows: rows.map((row) => ({ ...row, value: Number.isFinite(row.value) ? row.value : NaN })),
  counts,
  changes: changes.filter(({ action }) => action !== 'dropped'),
});

const near = (value: number): unknown =>
  Number.isFinite(value) ? expect.closeTo(value, 12 - Math.ceil(Math.log10(Math.abs(value) + 1))) : value;

describe('missing, in pieces', () => {
  it.each(fills)('%s does what the SQL does', async (fill) => {
    await fc.assert(
      fc.asyncProperty(given, optionsFor(fill), async (rows, options) => {
        fc.pre(rows.length > 0);
        const { retries: _, ...found } = doInPieces(missingKernel(options), rows, { spans });
        const {
          rows: out,
          counts,
          changes,
        } = told(await doInSql(database, (context) => toSql(options, context), rows, spans));
        expect(found.counts).toEqual(counts);
        expect(found.rows).toEqual(out.map((row) => ({ ...row, value: near(row.value) })));
        expect(found.changes).toEqual(changes.map((change) => ({ ...change, after: near(change.after) })));
      }),
      { numRuns: 60 },
    );
  });

  it.each(fills)('%s does the same to pieces as to the whole', (fill) => {
    const cuts = fc.array(
      fc.integer({ min: -4, max: 40 }).map((s) => s * 1e6),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(given, optionsFor(fill), cuts, fc.nat(3), (rows, options, times, around) => {
        const { retries: _, ...whole } = doInPieces(missingKernel(options), rows, { spans });
        const { retries: __, ...parts } = doInPieces(missingKernel(options), rows, {
          spans,
          cuts: times,
          around,
        });
        expect(parts).toEqual(whole);
      }),
      { numRuns: 1000 },
    );
  });

  const at = (...values: number[]): GivenRow[] => values.map((value, i) => ({ ts: i * 1e6, value }));
  const linear: MissingOptions = { sentinels: [], fill: 'linear' };

  it('asks for more rows only where the values around a run are not there', () => {
    const retries = (rows: GivenRow[], options: MissingOptions): number =>
      doInPieces(missingKernel(options), rows, { cuts: [3e6], around: 2 }).retries;
    expect(retries(at(1, 2, 3, 4, 5, 6), linear)).toBe(0);
    expect(retries(at(1, 2, 3, NaN, 5, 6), linear)).toBe(0);
    // The value after the run is three rows beyond the cut.
    expect(retries(at(1, 2, NaN, NaN, NaN, 6, 7), linear)).toBe(1);
    expect(retries(at(1, 2, NaN, NaN, NaN, 6, 7), { sentinels: [], fill: 'forward' })).toBe(0);
    // The time since the value before the cut is known from the piece before.
    expect(retries(at(1, NaN, NaN, 3, 4, 5), { sentinels: [], fill: 'leave' })).toBe(0);
    // Here the row before the cut is asked for too, and it was dropped.
    expect(retries(at(1, NaN, NaN, 3, 4, 5), { sentinels: [], fill: 'drop' })).toBe(1);
    // The first piece knows that nothing comes before its rows; the second one does not.
    expect(retries(at(NaN, NaN, NaN, NaN, NaN, NaN, 7), linear)).toBe(1);
  });

  it.each(['linear', 'forward'] as const)(
    '%s asks for no more rows than tell that a run is too long',
    (fill) => {
      const outage = at(1, 2, ...Array<number>(20).fill(NaN), 3, 4);
      const retries = (longest: MissingOptions['longest'], around: number): number =>
        doInPieces(missingKernel({ sentinels: [], fill, longest }), outage, {
          cuts: [4e6, 12e6, 20e6],
          around,
        }).retries;
      expect(retries('3s', 4)).toBe(0);
      expect(retries('21s', 4)).toBeGreaterThan(0);
      // Three rows on from the last value that is here the next one may come: then they would be filled.
      expect(retries('3s', 1)).toBeGreaterThan(0);
    },
  );

  it('knows the longest gap from pieces without values between those with some', () => {
    const rows = at(NaN, 1, NaN, NaN, NaN, NaN, NaN, 7, 8, NaN);
    const longest = (...cuts: number[]): number | undefined =>
      doInPieces(missingKernel({ sentinels: [], fill: 'leave' }), rows, { cuts, around: 0 }).counts[
        'longestGapUs'
      ];
    expect([longest(), longest(1e6, 4e6, 6e6), longest(7e6), longest(8e6, 9e6)]).toEqual([
      6e6, 6e6, 6e6, 6e6,
    ]);
    expect(longest(-5e6, 2e6, 20e6)).toBe(6e6);
  });

  it('counts the gap from value to value over pieces', () => {
    const { counts } = doInPieces(missingKernel(linear), at(1, NaN, NaN, NaN, NaN, NaN, 7), {
      cuts: [2e6, 4e6],
    });
    expect(counts).toEqual({
      rowsIn: 7,
      rowsOut: 7,
      missing: 5,
      sentinel: 0,
      outOfRange: 0,
      filled: 5,
      dropped: 0,
      left: 0,
      longestGapUs: 6e6,
      labelled: 0,
    });
  });
});
