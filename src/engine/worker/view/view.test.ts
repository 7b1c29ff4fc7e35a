import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { text, timestamp } from '../../../core/sql';
import { gridFor } from '../../../core/view/grid';
import {
  coarserLevelSql,
  countByLevelSql,
  countSql,
  levelColumns,
  levelSql,
  m4LevelSql,
  m4Sql,
  type M4Column,
} from '../../../core/view/lines';
import type { StageTables } from '../../../core/view/tables';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import type { SparkExtent } from '../../../core/view/sparkline';
import { chart, checks, histogram, rows, sparks, summary, ViewIndex, type ViewContext } from './index';

interface Row {
  t: number;
  v: number | null;
}

const tables: StageTables = {
  raw: 'seen_raw',
  processed: 'seen_clean',
  processedKind: 'clean',
  changes: 'seen_changes',
};
let database: Database;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run("CREATE TABLE series AS SELECT 1 AS sid, 'O''Neil \"x\"' AS name");
});

const fill = async (table: string, list: readonly Row[]): Promise<void> => {
  await database.run(
    `CREATE OR REPLACE TABLE ${table} (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)`,
  );
  if (list.length === 0) return;
  const values = list.map(
    ({ t, v }, row) =>
      `(1, ${row}, ${timestamp(t)}, ${v === null ? 'NULL' : `${text(`${v}`)}::DOUBLE`}, false, false)`,
  );
  await database.run(`INSERT INTO ${table} VALUES ${values.join(', ')}`);
};

/** Raw rows as they are, processed ones sorted and without duplicates. */
async function given(list: readonly Row[]): Promise<ViewContext> {
  const seen = new Set<number>();
  await fill('seen_raw', list);
  await fill(
    'seen_clean',
    list.toSorted((a, b) => a.t - b.t).filter(({ t }) => !seen.has(t) && seen.add(t)),
  );
  await database.run(
    'CREATE OR REPLACE TABLE seen_changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, "before" DOUBLE, after DOUBLE)',
  );
  return {
    database,
    tables,
    view: new ViewIndex(),
    signal: new AbortController().signal,
    progress: () => undefined,
  };
}

const series = 'O\'Neil "x"';
const value = fc.option(fc.double({ min: -1000, max: 1000, noNaN: true }), { freq: 6 });
const anyRows = fc.array(fc.record({ t: fc.integer({ min: -5_000_000, max: 5_000_000 }), v: value }), {
  minLength: 1,
  maxLength: 300,
});
const runs = { numRuns: 30 };

const present = (list: readonly Row[]): number[] => list.flatMap(({ v }) => (v === null ? [] : [v]));
const quantile = (sorted: readonly number[], p: number): number => {
  const at = (sorted.length - 1) * p;
  const low = sorted[Math.floor(at)] ?? NaN;
  return low + ((sorted[Math.ceil(at)] ?? NaN) - low) * (at - Math.floor(at));
};

describe('the chart', () => {
  it('keeps the lowest and highest value of any range, and every column its own', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        fc.integer({ min: 1, max: 40 }),
        fc.tuple(fc.nat(10_000_000), fc.nat(10_000_000)),
        async (list, columns, ends) => {
          const context = await given(list);
          const from = Math.min(...ends) - 5_000_000;
          const to = Math.max(...ends) - 4_999_999;
          const { raw } = await chart({ series, from, to, columns, layers: ['raw'] }, context);
          const inside = list.filter(({ t }) => t >= from && t < to);
          expect(raw?.rows).toBe(inside.length);
          const drawn = new Set(raw?.values);
          const values = present(inside);
          if (values.length > 0) {
            if (raw?.exact) for (const v of values) expect(drawn.has(v)).toBe(true);
            else {
              const grid = gridFor(from, to, columns, []);
              for (let start = grid.start; start < grid.end; start += grid.width) {
                const column = present(list.filter(({ t }) => t >= start && t < start + grid.width));
                if (column.length === 0) continue;
                expect(drawn.has(Math.min(...column))).toBe(true);
                expect(drawn.has(Math.max(...column))).toBe(true);
              }
            }
          }
          const times = raw?.timesMs ?? [];
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        },
      ),
      runs,
    );
  });

  it('is the same from a level of detail as from the rows', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyRows,
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 0, max: 8_000_000 }),
        async (list, columns, length) => {
          const distinct = list.filter((row, index) => list.findIndex(({ t }) => t === row.t) === index);
          await fill('seen_raw', distinct);
          const widths = [2 ** 12, 2 ** 15];
          for (const [index, width] of widths.entries()) {
            await database.run(`CREATE OR REPLACE TABLE l${index} (${levelColumns})`);
            await database.run(
              index === 0
                ? levelSql('l0', 'seen_raw', 1, width)
                : coarserLevelSql(`l${index}`, 'l0', 1, width),
            );
          }
          const levels = widths.map((width, index) => ({ table: `l${index}`, width }));
          const grid = gridFor(-4_000_000, -4_000_000 + length + 1, columns, levels);
          const fromRows = await database.rows<M4Column>(m4Sql('seen_raw', 1, grid));
          if (!grid.level) return;
          const fromLevel = await database.rows<M4Column>(m4LevelSql(grid.level.table, 1, grid));
          const shape = ({ at, tFirst, vFirst, tLast, vLast, vMin, vMax }: M4Column): unknown => ({
            at,
            tFirst,
            vFirst,
            tLast,
            vLast,
            vMin,
            vMax,
          });
          expect(fromLevel.map(shape)).toEqual(fromRows.map(shape));
        },
      ),
      runs,
    );
  });

  it('draws every row when they are few, with the neighbours beyond either edge and the nulls between', async () => {
    const context = await given([0, 1, 2, 3, 4].map((t) => ({ t: t * 1e6, v: t === 2 ? null : t })));
    const { raw } = await chart({ series, from: 1e6, to: 3e6, columns: 100, layers: ['raw'] }, context);
    expect(raw).toEqual({ timesMs: [0, 1000, 2000, 3000], values: [0, 1, null, 3], rows: 2, exact: true });
  });

  it('breaks the line at columns without a value', async () => {
    const context = await given(
      Array.from({ length: 400 }, (_, t) => ({ t, v: t >= 100 && t < 300 ? null : 1 })),
    );
    const { raw } = await chart({ series, columns: 40, layers: ['raw'] }, context);
    expect(raw?.exact).toBe(false);
    expect(raw?.values.filter((v) => v === null)).toHaveLength(20);
  });

  it('puts marks where values were found or filled, and counts them all when it thins them', async () => {
    const context = await given(Array.from({ length: 10 }, (_, t) => ({ t: t * 1e6, v: t })));
    await database.run(`INSERT INTO seen_changes VALUES (1, 1, ${timestamp(1e6)}, 'outlier', 99, 1), (1, 1, ${timestamp(2e6)}, 'outlier-protected', 98, 98),
      (0, 1, ${timestamp(3e6)}, 'filled', NULL, 3), (0, 1, ${timestamp(4e6)}, 'dropped', NULL, NULL)`);
    const few = await chart({ series, columns: 100, layers: [] }, context);
    expect(few.outliers).toEqual({ timesMs: [1000], values: [99], total: 1 });
    expect(few.protectedOutliers).toEqual({ timesMs: [2000], values: [98], total: 1 });
    expect(few.filled).toEqual({ timesMs: [3000], values: [3], total: 1 });
    await database.run(
      `INSERT INTO seen_changes SELECT 1, 1, make_timestamp(range), 'outlier', range % 1000, 0 FROM range(9000)`,
    );
    await context.view.forget(tables.raw, database);
    const many = await chart({ series, columns: 100, layers: [] }, context);
    expect(many.outliers.total).toBe(9001);
    expect(many.outliers.values.length).toBeLessThanOrEqual(2000);
    expect(Math.max(...many.outliers.values)).toBe(999);
  });

  it('finds gaps in a file whose lines are out of order', async () => {
    const context = await given([0, 1, 9, 3, 2, 10, 11].map((t) => ({ t: t * 1e6, v: t })));
    const { gaps } = await chart({ series, columns: 100, layers: [] }, context);
    expect(gaps).toEqual([{ fromMs: 3000, toMs: 9000 }]);
    expect((await summary({ series }, context)).raw).toMatchObject({
      backward: 2,
      step: 1e6,
      gaps: 1,
      duplicates: 0,
    });
  });

  it('says what to do about a series that is not loaded', async () => {
    const context = await given([]);
    await expect(chart({ series: 'x', columns: 1, layers: [] }, context)).rejects.toMatchObject({
      error: { code: 'source-missing' },
    });
  });
});

describe('long series', () => {
  it('have the levels that SQL would make; stopped half-way, they have none and the chart is right', async () => {
    const context = await given([{ t: 0, v: 0 }]);
    await database.run(
      `INSERT INTO seen_raw SELECT 1, range, make_timestamp(range * 1000000), CASE WHEN range = 123456 THEN 999 WHEN range // 100 = 5 THEN NULL ELSE sin(range) END, false, false FROM range(1, 300000)`,
    );
    const build = (signal = new AbortController().signal): Promise<void> =>
      context.view.buildLevels([tables.raw], { database: database.background(), signal });
    const stop = new AbortController();
    const stopped = build(stop.signal);
    stop.abort();
    await stopped;
    expect(await context.view.levels(tables.raw, 1, context)).toEqual([]);
    const before = await chart({ series, columns: 50, layers: ['raw'] }, context);
    void build();
    const levels = await context.view.levelsSoon(tables.raw, 1, context);
    expect(levels.map(({ width }) => width)).toEqual([2 ** 26]);
    const [{ table } = { table: '' }] = levels;
    await database.run('CREATE OR REPLACE TABLE by_sql AS SELECT * FROM ' + table + ' WHERE false');
    await database.run(levelSql('by_sql', tables.raw, 1, 2 ** 26));
    const differences = `(FROM by_sql EXCEPT FROM ${table}) UNION ALL (FROM ${table} EXCEPT FROM by_sql)`;
    expect(await database.rows(differences)).toEqual([]);
    const after = await chart({ series, columns: 50, layers: ['raw'] }, context);
    for (const data of [before, after])
      expect(Math.max(...(data.raw?.values ?? []).filter((v) => v !== null))).toBe(999);
    expect(after.raw?.rows).toBe(300_000);
    await context.view.forget(tables.raw, database);
    expect(
      await database.rows(
        "SELECT * FROM duckdb_tables() WHERE table_name LIKE 'view\\_seen\\_raw%' ESCAPE '\\'",
      ),
    ).toEqual([]);
  });
});

describe('the histogram', () => {
  it('counts each finite value once, in bins that raw and processed share, with the reference quantiles', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, fc.constantFrom('auto', 'scott', 'freedman-diaconis'), async (list, rule) => {
        const context = await given(list);
        const result = await histogram({ series, rule }, context);
        const values = present(list).toSorted((a, b) => a - b);
        expect(result.raw.reduce((sum, n) => sum + n, 0)).toBe(values.length);
        expect(result.edges.length).toBeLessThanOrEqual(201);
        if (values.length === 0) return;
        expect(result.edges[0]).toBeLessThanOrEqual(values[0] ?? NaN);
        expect(result.edges.at(-1)).toBeGreaterThanOrEqual(values.at(-1) ?? NaN);
        const q = result.quantiles.raw;
        for (const [p, observed] of [
          [0, q?.min],
          [0.01, q?.p01],
          [0.25, q?.q1],
          [0.5, q?.median],
          [0.95, q?.p95],
          [1, q?.max],
        ] as const) {
          expect(observed).toBeCloseTo(quantile(values, p), 6);
        }
      }),
      runs,
    );
  });

  it('has one bin for a constant, none for nothing, and leaves infinities out', async () => {
    const constant = await histogram(
      { series, rule: 'auto' },
      await given([0, 1, 2].map((t) => ({ t, v: 5 }))),
    );
    expect(constant).toMatchObject({ edges: [4.5, 5.5], raw: [3], processed: [3] });
    const nothing = await histogram({ series, rule: 'auto' }, await given([{ t: 0, v: null }]));
    expect(nothing).toEqual({ edges: [], raw: [], processed: [], quantiles: { raw: null, processed: null } });
    const vast = await histogram(
      { series, rule: 'auto' },
      await given([-1e308, 1, 1e308].map((v, t) => ({ t, v }))),
    );
    expect(vast.raw.reduce((sum, n) => sum + n, 0)).toBe(3);
    const infinite = await histogram(
      { series, rule: 'auto' },
      await given([1, Infinity, 2].map((v, t) => ({ t, v }))),
    );
    expect(infinite.raw.reduce((sum, n) => sum + n, 0)).toBe(2);
  });
});

describe('numbers, rows and checks', () => {
  it('summarise like the reference', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, async (list) => {
        const { raw, processed } = await summary({ series }, await given(list));
        const values = present(list);
        const times = [...new Set(list.map(({ t }) => t))].toSorted((a, b) => a - b);
        const distances = times.slice(1).map((t, index) => t - (times[index] ?? t));
        const step = distances.toSorted((a, b) => a - b)[Math.ceil(distances.length / 2) - 1] ?? null;
        const mean = values.length > 0 ? values.reduce((sum, v) => sum + v, 0) / values.length : null;
        expect(raw).toMatchObject({
          rows: list.length,
          count: values.length,
          missing: list.length - values.length,
          first: times[0],
          last: times.at(-1),
          duplicates: list.length - times.length,
          backward: list.filter(({ t }, index) => index > 0 && t < (list[index - 1]?.t ?? t)).length,
          step,
          gaps: step === null ? 0 : distances.filter((d) => d > Math.floor(1.5 * step)).length,
        });
        if (mean === null) expect(raw.mean).toBeNull();
        else expect(raw.mean).toBeCloseTo(mean, 6);
        expect(processed).toMatchObject({ rows: times.length, duplicates: 0, backward: 0, step });
      }),
      runs,
    );
  });

  it('page through rows with times as ISO text', async () => {
    const context = await given([0, 1, 2].map((t) => ({ t: t * 1e6, v: t })));
    expect(await rows({ series, layer: 'raw', offset: 1, limit: 1 }, context)).toEqual({
      total: 3,
      rows: [{ row: 1, ts: '1970-01-01T00:00:01Z', value: 1, outlier: false, filled: false }],
    });
  });

  it('tell an even series from one with a gap', async () => {
    expect(await checks([], await given([0, 1, 2].map((t) => ({ t, v: t }))))).toMatchObject([
      {
        series,
        rows: 3,
        ordered: true,
        step: 1,
        gaps: 0,
        regular: true,
        missing: 0,
        filled: 0,
        filledLimit: 3,
      },
    ]);
    expect(await checks([], await given([0, 1, 2, 4].map((t) => ({ t, v: null }))))).toMatchObject([
      { gaps: 1, regular: false, missing: 4, longestFilled: null },
    ]);
  });

  it('draw sparklines with the extremes in them', async () => {
    const context = await given(Array.from({ length: 500 }, (_, t) => ({ t, v: t === 250 ? 99 : t % 3 })));
    const extents = await context.database.rows<SparkExtent>(
      `SELECT sid, count(*) AS rows, epoch_us(min(ts)) AS first, epoch_us(max(ts)) AS last FROM "${tables.raw}" GROUP BY sid`,
    );
    const line = (await sparks(tables.raw, extents, context)).get(1) ?? [];
    expect(line).toHaveLength(60);
    expect(line).toContain(99);
  });
});

it('counts the rows of a range by a level as by the rows themselves', async () => {
  const fresh = await openNodeDatabase();
  await fresh.run(
    'CREATE TABLE base AS SELECT 1 AS sid, make_timestamp(range * 7 - 500) AS ts, 1.0::DOUBLE AS value FROM range(1000)',
  );
  await fresh.run(`CREATE TABLE fine (${levelColumns})`);
  await fresh.run(levelSql('fine', 'base', 1, 64));
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: -600, max: 7000 }),
      fc.integer({ min: 1, max: 7000 }),
      async (from, length) => {
        const level = { table: 'fine', width: 64 };
        const [byLevel] = await fresh.rows(countByLevelSql('base', level, 1, from, from + length));
        expect([byLevel]).toEqual(await fresh.rows(countSql('base', 1, from, from + length)));
      },
    ),
    { numRuns: 60 },
  );
});
