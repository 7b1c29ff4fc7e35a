import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Label } from '../../../core/label/types';
import { defaultSteps, emptyRecipe } from '../../../core/recipe';
import type { Recipe, Step } from '../../../core/recipe/types';
import { double } from '../../../core/sql';
import type { Database } from '../duckdb/database';
import { openNodeDatabase } from '../duckdb/database.node';
import { dropRelation } from '../duckdb/relation';
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
const alone: LoadedSeries = {
  sid: 0,
  name: 'a',
  file: 'a',
  source: 'file',
  zone: 'UTC',
  rows: 0,
  first: 0,
  last: 0,
  sparkline: [],
};
const series = [alone];

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
  for (const table of outcome.made) await dropRelation(database, table);
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
        every: one('source', '1s', '5s', '1min'),
        with: one('mean', 'count', 'last', 'sum'),
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

describe('steps for some series', () => {
  const two: LoadedSeries[] = [
    { ...alone, name: 'five' },
    { ...alone, sid: 1, name: 'hourly' },
  ];
  const minute = 60 * second;

  async function runTwo(steps: Step[], labels: readonly Label[] = []) {
    await database.run('DELETE FROM ingested');
    await database.run(
      `INSERT INTO ingested SELECT 0, i, make_timestamp(i * ${5 * minute}), i FROM range(25) AS r(i)`,
    );
    await database.run(
      `INSERT INTO ingested SELECT 1, i, make_timestamp(i * ${60 * minute}), -i FROM range(3) AS r(i)`,
    );
    const outcome = await execute(
      { ...emptyRecipe(), steps },
      {
        database,
        series: two,
        labels,
        prefix: `run${++runs}`,
        signal: new AbortController().signal,
        progress: () => undefined,
      },
    );
    const rows = await database.rows<{ sid: number; t: number; value: number | null }>(
      `SELECT sid, epoch_us(ts)::DOUBLE / ${minute} AS t, value FROM ${outcome.tables.processed ?? ''}`,
    );
    for (const table of outcome.made) await dropRelation(database, table);
    const of = (sid: number) => rows.filter((row) => row.sid === sid);
    return { report: outcome.report, five: of(0), hourly: of(1), tables: outcome.tables };
  }
  const resample = (every: string, ...names: string[]): Step => ({
    resample: { every, with: 'mean', empty: 'linear' },
    ...(names.length > 0 && { for: names }),
  });

  it('leave the others as they are: hourly and five-minute data live in one recipe', async () => {
    const { five, hourly, report } = await runTwo([resample('10min', 'fi*')]);
    expect(five.map(({ t }) => t)).toEqual(Array.from({ length: 13 }, (_, i) => i * 10));
    expect(hourly).toEqual([0, 1, 2].map((i) => ({ sid: 1, t: i * 60, value: i === 0 ? 0 : -i })));
    expect(report.steps[0]?.series.map((entry) => entry.series)).toEqual(['five']);
  });

  it('resample each group to a step of its own, and labels follow', async () => {
    const label = (name: string, at: number): Label => ({
      id: name,
      series: name,
      start: at * minute,
      end: at * minute + 1,
      type: 'anomaly',
      shape: 'point',
      origin: 'manual',
    });
    const { five, hourly, report } = await runTwo(
      [resample('30min', 'five'), resample('2h', 'hourly')],
      [label('five', 35), label('hourly', 60)],
    );
    expect(five.map(({ t }) => t)).toEqual([0, 30, 60, 90, 120]);
    expect(hourly).toEqual([
      { sid: 1, t: 0, value: -0.5 },
      { sid: 1, t: 120, value: -2 },
    ]);
    expect(report.labels.map((row) => [row.processedStart, row.processedEnd, row.processedRows])).toEqual([
      [30 * minute, 60 * minute, 1],
      [0, 120 * minute, 1],
    ]);
  });

  it('are refused where two resample one series', async () => {
    await expect(runTwo([resample('30min', 'f*'), resample('2h', '*')])).rejects.toMatchObject({
      error: { code: 'recipe-order', path: '$.steps[1].for' },
    });
  });

  it('change no other series, whatever they do', async () => {
    const { five, hourly, report } = await runTwo([
      { duplicates: { keep: 'first' }, for: ['five'] },
      { missing: { sentinels: [3, 4], fill: 'drop' }, for: ['five'] },
      { missing: { sentinels: [-1], fill: 'linear' }, for: ['hourly'] },
      { outliers: { rule: 'zscore', threshold: 1, then: 'remove', protect: true }, for: ['none'] },
    ]);
    expect(five.map(({ value }) => value)).not.toContain(3);
    expect(five).toHaveLength(23);
    expect(hourly.map(({ value }) => value)).toEqual([0, -1, -2]);
    expect(report.steps.map(({ rowsIn, rowsOut }) => [rowsIn, rowsOut])).toEqual([
      [25, 25],
      [25, 23],
      [3, 3],
      [0, 0],
    ]);
  });

  it('are warned about in the report where the step is another than that of the series', async () => {
    const { report } = await runTwo([resample('10min')]);
    expect(report.steps[0]?.warnings).toEqual([
      'five: 2× fewer rows than at its own step of 5 min.',
      'hourly: 5 empty buckets for each real one, whose own step is 1 h.',
    ]);
  });

  it('put each series on its own usual step by default, and copy nothing where rows are the grid already', async () => {
    const { five, hourly, report, tables } = await runTwo(defaultSteps());
    expect([five.length, hourly.length]).toEqual([25, 3]);
    const resampled = report.steps.find(({ kind }) => kind === 'resample');
    expect(resampled?.series.map(({ counts }) => [counts['everyUs'], counts['filled']])).toEqual([
      [5 * minute, 0],
      [60 * minute, 0],
    ]);
    expect(tables.same).toBe('stage_raw');
  });
});
