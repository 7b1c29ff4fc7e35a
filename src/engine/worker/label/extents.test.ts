import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { extentsOf, type Interval } from './extents';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const signal = new AbortController().signal;

describe('the rows that labels cover', () => {
  it('are the same whether labels are asked about one by one or all at once, in rows of any order', async () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.integer({ min: 0, max: 99 })), {
      minLength: 1,
      maxLength: 60,
    });
    const interval = fc
      .tuple(
        fc.integer({ min: 0, max: 2 }),
        fc.integer({ min: -5, max: 105 }),
        fc.integer({ min: 0, max: 30 }),
      )
      .map(([sid, start, length]): Interval => ({ sid, start, end: start + length }));
    await fc.assert(
      fc.asyncProperty(rows, fc.array(interval, { minLength: 1, maxLength: 12 }), async (table, few) => {
        const values = table.map(([sid, ts]) => `(${sid}, make_timestamp(${ts}::BIGINT))`).join();
        await database.run(`CREATE OR REPLACE TABLE t AS SELECT * FROM (VALUES ${values}) AS v(sid, ts)`);
        const many = Array.from({ length: 240 }, (_, index) => few[index % few.length] as Interval);
        const one = await extentsOf('t', few, { database, signal });
        const all = await extentsOf('t', many, { database, signal });
        all.forEach((extent, index) => {
          expect(extent).toEqual({ ...one[index % few.length], label: index });
        });
        few.forEach(({ sid, start, end }, index) => {
          const inside = table.filter(([s, ts]) => s === sid && ts >= start && ts < end).map(([, ts]) => ts);
          expect(one[index]?.rows).toBe(inside.length);
          expect(one[index]?.last).toBe(inside.length > 0 ? Math.max(...inside) : null);
        });
      }),
      { numRuns: 30 },
    );
  });
});
