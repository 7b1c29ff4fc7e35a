import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../engine/worker/duckdb/database';
import { openNodeDatabase } from '../../engine/worker/duckdb/database.node';
import { bucketFields } from './buckets';
import { gatherFacts, mergeFacts, type StageFacts } from './facts';
import { levelsOf, levelWidths } from './levels';
import { rowsOf } from './piece';
import {
  coarserLevelSql,
  extentSql,
  filledTableSql,
  gapCountSql,
  gapTableSql,
  levelColumns,
  levelSql,
  stepSql,
} from './reference.node';
import { FILLED, OUTLIER, type Rows } from './types';

let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
});

const rowsArbitrary = fc
  .array(
    fc.record({
      distance: fc.oneof({ weight: 5, arbitrary: fc.constant(10) }, fc.nat(40)),
      value: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
      filled: fc.boolean(),
    }),
    { maxLength: 80 },
  )
  .map((steps): Rows => {
    let time = -300;
    const rows = rowsOf(
      Float64Array.from(steps, ({ distance }) => (time += distance)),
      Float64Array.from(steps, ({ value }) => value),
    );
    return { ...rows, flags: Uint8Array.from(steps, ({ filled }) => (filled ? FILLED | OUTLIER : OUTLIER)) };
  });

/** Facts of rows in parts that are cut at some places. */
function factsOf(rows: Rows, cuts: readonly number[], width: number | null): StageFacts {
  const ends = [...cuts.map((cut) => cut % (rows.length + 1)), rows.length].sort((a, b) => a - b);
  return mergeFacts(ends.map((end, i) => gatherFacts(rows, ends[i - 1] ?? 0, end, width)));
}

async function insert(rows: Rows): Promise<void> {
  await database.run(
    'CREATE OR REPLACE TABLE given (sid INTEGER, ts TIMESTAMP, value DOUBLE, filled BOOLEAN)',
  );
  const list = [...rows.times].map((time, i) => {
    const value = rows.values[i] ?? NaN;
    return `(0, make_timestamp(${time}::BIGINT), ${Number.isNaN(value) ? 'NULL' : value}, ${((rows.flags[i] ?? 0) & FILLED) > 0})`;
  });
  if (list.length > 0) await database.run(`INSERT INTO given VALUES ${list.join()}`);
}

const scope = { relation: 'given', known: [] };
type Measured = Pick<StageFacts, 'rows' | 'count' | 'first' | 'last' | 'backward' | 'duplicates' | 'regular'>;

/** The same by the SQL of the view. */
async function bySql(): Promise<Omit<StageFacts, 'levels' | 'usual'> | null> {
  const [extent] = await database.rows<Measured>(extentSql(scope));
  if (!extent) return null;
  const steps = await database.rows<{ sid: number; duplicates: number; step: number | null }>(
    stepSql(scope, [], true),
  );
  await database.run(gapTableSql('gaps', scope, [], steps));
  const [gaps] = await database.rows<{ n: number }>(gapCountSql('gaps'));
  await database.run(filledTableSql('stretches', 'given'));
  const stretches = await database.rows<{ f: number; first: number; t: number; n: number }>(
    'SELECT f, first, t, n FROM stretches ORDER BY first, f, t',
  );
  const { rows, count, first, last, backward, regular } = extent;
  return {
    rows,
    count,
    first,
    last,
    backward,
    regular,
    duplicates: steps[0]?.duplicates ?? 0,
    step: steps[0]?.step ?? null,
    gaps: gaps?.n ?? 0,
    filled: Float64Array.from(stretches.flatMap(({ f, first: start, t, n }) => [f, start, t, n])),
  };
}

describe('facts of a stage', () => {
  it('are what SQL finds in a table, and the same in parts', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.array(fc.nat(80), { maxLength: 5 }), async (rows, cuts) => {
        await insert(rows);
        const { levels, usual: _usual, ...facts } = factsOf(rows, cuts, null);
        expect(levels).toEqual([]);
        const expected = await bySql();
        if (expected) expect(facts).toEqual(expected);
        else expect(facts).toMatchObject({ rows: 0, count: 0, step: null, filled: new Float64Array(0) });
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  it('join what is filled across parts, also through whole ones', () => {
    const rows = rowsOf(Float64Array.of(1, 2, 3, 4, 5, 6, 7), new Float64Array(7));
    for (const [flags, stretches] of [
      [
        [0, 2, 2, 2, 2, 0, 0],
        [1, 2, 6, 4],
      ],
      [
        [2, 2, 2, 2, 2, 2, 2],
        [1, 1, 7, 7],
      ],
      [
        [2, 0, 0, 0, 2, 0, 2],
        [1, 1, 2, 1, 4, 5, 6, 1, 6, 7, 7, 1],
      ],
    ] as const) {
      rows.flags = Uint8Array.from(flags);
      for (const cuts of [[], [2], [2, 4], [1, 2, 3, 4, 5, 6], [0, 3, 3]]) {
        expect([...factsOf(rows, cuts, null).filled]).toEqual(stretches);
      }
    }
  });

  it('take further looks and rows out of order from elsewhere', () => {
    const rows = rowsOf(Float64Array.of(1, 2, 3), new Float64Array(3));
    const part = gatherFacts(rows, 0, 3, null);
    expect(mergeFacts([part], { backward: 2 })).toMatchObject({ backward: 2, regular: false, step: 1 });
    const distances = { ...part.distances, rows: 9 };
    expect(mergeFacts([part], { distances }).rows).toBe(9);
  });
});

describe('levels', () => {
  it('are those of SQL, finer and coarser', async () => {
    const rows = 60_000;
    const times = Float64Array.from({ length: rows }, (_, i) => i * 3 - 1e5 + (i % 7 === 0 ? 1 : 0));
    const values = times.map((_, i) => (i % 5 === 0 || (i > 5000 && i < 9000) ? NaN : (i * 7919) % 1009));
    const parts = [0, 20_001, 33_333].map((start, i, starts) =>
      gatherFacts(rowsOf(times, values), start, starts[i + 1] ?? rows, 256),
    );
    expect(mergeFacts(parts).levels).toEqual([]);
    const levels = levelsOf(
      parts.map(({ finest }) => finest?.records ?? new Float64Array(0)),
      256,
      1_100_000,
    );
    expect(levels.map(({ width }) => width)).toEqual([256, 2048]);
    await database.run(
      `CREATE OR REPLACE TABLE given AS SELECT 0 AS sid, make_timestamp(t) AS ts, CASE WHEN NOT (i % 5 = 0 OR (i > 5000 AND i < 9000)) THEN (i * 7919 % 1009)::DOUBLE END AS value
      FROM (SELECT i, i * 3 - 100000 + (i % 7 = 0)::BIGINT AS t FROM range(${rows}) AS r(i)) ORDER BY t`,
    );
    for (const [index, { width, records }] of levels.entries()) {
      await database.run(`CREATE OR REPLACE TABLE level_${index} (${levelColumns})`);
      await database.run(
        index === 0
          ? levelSql('level_0', 'given', 0, width)
          : coarserLevelSql('level_1', 'level_0', 0, width),
      );
      const sql = await database.rows<Record<string, number | null>>(
        `SELECT * FROM level_${index} ORDER BY bucket`,
      );
      expect(records).toHaveLength(sql.length * bucketFields.length);
      const expected = sql.flatMap((row) => bucketFields.map((field) => row[field] ?? NaN));
      // Of several rows with the lowest or highest value, SQL may name another one.
      const chosen = bucketFields.flatMap((field, at) => (field === 'tmin' || field === 'tmax' ? [at] : []));
      const known = (all: ArrayLike<number>): number[] =>
        Array.from(all).filter((_, at) => !chosen.includes(at % bucketFields.length));
      expect(known(records)).toEqual(known(expected));
    }
  }, 60_000);

  it('that are coarser are the same as made of the rows', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const finest = gatherFacts(rows, 0, rows.length, 16).finest;
        const coarser = gatherFacts(rows, 0, rows.length, 128).finest;
        const levels = levelsOf([finest?.records ?? new Float64Array(0)], 16, 1_100_000);
        expect(levels[1]).toEqual(coarser);
      }),
    );
  });

  it('are none of short series, and of those without a step', () => {
    expect(levelWidths(199_999, 1e6)).toEqual([]);
    expect(levelWidths(1e6, null)).toEqual([]);
    expect(levelWidths(1e6, 1e6)).toEqual([2 ** 26]);
    expect(levelWidths(1e7, 1e6)).toEqual([2 ** 26, 2 ** 29, 2 ** 32]);
  });
});
