import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Label } from '../../../core/label/types';
import { emptyRecipe } from '../../../core/recipe';
import type { Recipe, Step } from '../../../core/recipe/types';
import { double } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { execute } from './run';
import type { LoadedSeries } from '../series/loaded';

let database: Database;
let runs = 0;
beforeAll(async () => {
  database = await openNodeDatabase();
  await database.run("CREATE TABLE series AS SELECT 0 AS sid, 'a' AS name, 'a' AS file, 'UTC' AS zone");
  await database.run('CREATE TABLE ingested (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE)');
  await database.run(
    'CREATE VIEW stage_raw AS SELECT sid, "row", ts, value, false AS outlier, false AS filled FROM ingested',
  );
});

const second = 1e6;
const series: LoadedSeries[] = [
  { sid: 0, name: 'a', file: 'a', source: 'file', zone: 'UTC', rows: 0, first: 0, last: 0, sparkline: [] },
];

type Row = readonly [at: number, value: number | null];

async function run(rows: readonly Row[], labels: readonly Label[], steps: Step[]) {
  await database.run('DELETE FROM ingested');
  const values = rows.map(
    ([at, value], row) =>
      `(0, ${row}, make_timestamp(${at * second}::BIGINT), ${value === null ? 'NULL' : double(value)})`,
  );
  await database.run(`INSERT INTO ingested VALUES ${values.join()}`);
  const recipe: Recipe = { ...emptyRecipe(), steps };
  const outcome = await execute(recipe, {
    database,
    series,
    labels,
    prefix: `run${++runs}`,
    signal: new AbortController().signal,
    progress: () => undefined,
  });
  const found = await database.rows<{ t: number }>(
    `SELECT epoch_us(ts)::DOUBLE AS t FROM ${outcome.tables.processed ?? ''} ORDER BY ts`,
  );
  for (const table of outcome.made) await database.run(`DROP TABLE IF EXISTS "${table}"`);
  return { ...outcome.report, times: found.map(({ t }) => t) };
}

const anyRows = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 120 }),
      fc.option(fc.double({ min: -50, max: 50, noNaN: true }), { freq: 4 }),
    ),
    { minLength: 1, maxLength: 60 },
  )
  .map((rows): Row[] => rows);

const anyLabels = fc
  .array(fc.tuple(fc.integer({ min: -10, max: 130 }), fc.integer({ min: 1, max: 40 })), { maxLength: 6 })
  .map((list) =>
    list.map(([start, length], index): Label => ({
      id: `label-${index}`,
      series: 'a',
      start: start * second,
      end: (start + length) * second,
      type: 'anomaly',
      shape: 'window',
      origin: 'manual',
    })),
  );

const one = <T extends string>(...values: T[]) => fc.constantFrom(...values);
const anySteps = fc
  .record({
    duplicates: fc.option(one('first', 'last', 'mean')),
    missing: fc.option(one('drop', 'linear', 'forward', 'leave')),
    outliers: fc.option(
      fc.record({
        rule: one('zscore', 'iqr', 'hampel'),
        threshold: fc.constantFrom(0.5, 1.5, 3),
        then: one('flag', 'remove', 'interpolate', 'clip'),
        protect: fc.boolean(),
      }),
    ),
    resample: fc.option(
      fc.record({
        every: one('1s', '5s', '1min'),
        with: one('mean', 'count', 'last'),
        empty: one('linear', 'null', 'omit'),
        labels: fc.constantFrom<'any' | 'majority' | number>('any', 'majority', 0.25, 1),
      }),
    ),
  })
  .map(({ duplicates, missing, outliers, resample }): Step[] => [
    ...(duplicates ? [{ duplicates: { keep: duplicates } }] : []),
    ...(missing ? [{ missing: { sentinels: [], fill: missing } }] : []),
    ...(outliers ? [{ outliers }] : []),
    ...(resample ? [{ resample }] : []),
  ]);

describe('a run over random rows, labels and steps', () => {
  it('keeps every label in its report, and warns of each that it leaves without a row', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyLabels, anySteps, async (rows, labels, steps) => {
        const report = await run(rows, labels, steps);
        expect(report.labels.map(({ id }) => id)).toEqual(labels.map(({ id }) => id));
        for (const { id, processedRows, processedStart } of report.labels) {
          const warned = report.warnings.some((warning) => warning.includes(`${id} `));
          expect(warned).toBe(processedStart === null);
          expect(processedRows > 0).toBe(processedStart !== null);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('gives each label ends that are rows, and counts the rows between them', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyLabels, anySteps, async (rows, labels, steps) => {
        const { times, labels: followed } = await run(rows, labels, steps);
        for (const { processedStart, processedEnd, processedLast, processedRows } of followed) {
          if (processedStart === null || processedEnd === null || processedLast === null) continue;
          const inside = times.filter((t) => t >= processedStart && t < processedEnd);
          expect(inside).toHaveLength(processedRows);
          expect(inside[0]).toBe(processedStart);
          expect(inside.at(-1)).toBe(processedLast);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('says of each cleaning step how many rows under labels it took', async () => {
    await fc.assert(
      fc.asyncProperty(anyRows, anyLabels, anySteps, async (rows, labels, steps) => {
        const report = await run(rows, labels, steps);
        const clean = report.steps.filter(({ kind }) => kind !== 'resample');
        if (labels.length === 0 || clean.length === 0) return;
        const first = clean[0]?.labels;
        const last = clean.at(-1)?.labels;
        const sum = (of: (row: (typeof report.labels)[number]) => number): number =>
          report.labels.reduce((total, row) => total + of(row), 0);
        expect(last?.rowsAfter).toBe(sum(({ cleanRows }) => cleanRows));
        expect(first?.rowsBefore).toBe(sum(({ rawRows }) => rawRows));
        clean.slice(1).forEach((step, index) => {
          expect(step.labels?.rowsBefore).toBe(clean[index]?.labels?.rowsAfter);
        });
      }),
      { numRuns: 20 },
    );
  });
});
