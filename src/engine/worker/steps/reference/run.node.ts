/** For tests: the steps of a recipe by their SQL, table by table. What they mean is the same, so what comes of them must be. */
import { localRules } from '../../../../core/ingest/zone';
import { spans } from '../../../../core/label/flags';
import type { Label } from '../../../../core/label/types';
import { lookup } from '../../../../core/list';
import { emptyRecipe } from '../../../../core/recipe';
import type { Recipe, Step } from '../../../../core/recipe/types';
import { double, identifier, integer, list, timestamp } from '../../../../core/sql';
import { plan } from '../../../../core/steps/reference';
import { seriesCounts } from '../../../../core/steps/report';
import type { SeriesCounts } from '../../../../core/steps/types';
import type { Database } from '../../duckdb/database';
import { openNodeDatabase } from '../../duckdb/database.node';
import { dropRelation } from './relation.node';
import type { LoadedSeries } from '../../series/loaded';
import type { ProcessedRow, TestSeries } from '../running.node';
import { runStep, type ReferenceContext } from './step.node';

export interface ReferenceRun {
  /** By index of the step in the recipe. */
  steps: Map<number, SeriesCounts[]>;
  rows(name: string): Promise<ProcessedRow[]>;
  /** Before the steps that resample. */
  clean(name: string): Promise<ProcessedRow[]>;
}

let opened: Promise<Database> | undefined;

/** Runs steps by SQL. For one caller at a time. Rejects as a run does. */
export async function referenceRun(
  given: readonly TestSeries[],
  series: readonly LoadedSeries[],
  steps: readonly Step[],
  labels: readonly Label[] = [],
): Promise<ReferenceRun> {
  const database = await (opened ??= openNodeDatabase());
  const made: string[] = [];
  const recipe: Recipe = { ...emptyRecipe(), steps: [...steps] };
  await prepare(database, given, series, labels);
  const context: ReferenceContext = { database, series, signal: new AbortController().signal };
  const zones = series
    .filter(({ zone }) => zone !== 'UTC')
    .map(({ sid, zone, first, last }) => ({ sid, rules: localRules(zone, first, last + 1) }));
  const names = new Map(series.map(({ sid, name }) => [sid, name]));
  const counts = new Map<number, SeriesCounts[]>();
  let input = 'stage_raw';
  let bucketed = false;
  try {
    let clean: Map<string, ProcessedRow[]> | undefined;
    for (const [position, step] of plan(recipe.steps).entries()) {
      if (step.kind === 'resample') clean ??= await read(database, input, false, series);
      const tables = { input, output: `reference_${position}`, made, bucketed };
      const { output, rows } = await runStep(step, tables, zones, recipe, context);
      if (step.kind !== 'order')
        counts.set(
          step.index,
          seriesCounts(rows, (sid) => lookup(names, sid)),
        );
      bucketed ||= step.kind === 'resample';
      input = output;
    }
    const found = await read(database, input, bucketed, series);
    const cleaned = clean ?? found;
    return {
      steps: counts,
      rows: async (name) => lookup(found, name),
      clean: async (name) => lookup(cleaned, name),
    };
  } finally {
    for (const table of made) await dropRelation(database, table);
  }
}

async function prepare(
  database: Database,
  given: readonly TestSeries[],
  series: readonly LoadedSeries[],
  labels: readonly Label[],
): Promise<void> {
  for (const sql of [
    'CREATE OR REPLACE TABLE series (sid INTEGER, name VARCHAR)',
    'CREATE OR REPLACE TABLE stage_raw (sid INTEGER, "row" INTEGER, ts TIMESTAMP, value DOUBLE, outlier BOOLEAN, filled BOOLEAN)',
    'CREATE OR REPLACE TABLE changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, "before" DOUBLE, "after" DOUBLE)',
    'CREATE OR REPLACE TABLE label_spans (sid INTEGER, start TIMESTAMP, "end" TIMESTAMP)',
  ])
    await database.run(sql);
  const insert = async (table: string, rows: readonly string[]): Promise<void> => {
    for (let from = 0; from < rows.length; from += 5000)
      await database.run(`INSERT INTO ${table} VALUES ${list(rows.slice(from, from + 5000))}`);
  };
  await insert(
    'series',
    series.map(({ sid, name }) => `(${integer(sid)}, '${name}')`),
  );
  for (const [sid, { times, values }] of given.entries()) {
    const cell = (value: number | null | undefined): string =>
      value === null || value === undefined || Number.isNaN(value) ? 'NULL' : double(value);
    await insert(
      'stage_raw',
      Array.from(
        times,
        (time, row) => `(${sid}, ${row}, ${timestamp(time)}, ${cell(values[row])}, false, false)`,
      ),
    );
  }
  await insert(
    'label_spans',
    series.flatMap(({ sid, name }) =>
      spans(labels.filter((label) => label.series === name)).map(
        ({ start, end }) => `(${sid}, ${timestamp(start)}, ${timestamp(end)})`,
      ),
    ),
  );
}

async function read(
  database: Database,
  table: string,
  bucketed: boolean,
  series: readonly LoadedSeries[],
): Promise<Map<string, ProcessedRow[]>> {
  const columns = bucketed ? 'false AS outlier, observations' : 'outlier';
  const found = await database.rows<ProcessedRow & { sid: number }>(
    `SELECT sid, epoch_us(ts)::DOUBLE AS t, value, filled, ${columns} FROM ${identifier(table)}`,
  );
  return new Map(
    series.map(({ sid, name }) => [
      name,
      found.filter((row) => row.sid === sid).map(({ sid: _sid, ...row }) => row),
    ]),
  );
}
