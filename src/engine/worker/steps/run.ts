/** Executes a recipe on what is loaded: step by step, each into tables of its own, so that a cancelled run leaves what was there before. */
import { LabFailure } from '../../../core/errors';
import { at, lookup } from '../../../core/list';
import { localRules } from '../../../core/ingest/zone';
import { spans } from '../../../core/label/flags';
import type { Label } from '../../../core/label/types';
import { checkZones, plan, type PlannedStep } from '../../../core/steps/plan';
import { countOf, seriesCounts, stepReport, type ReportRow } from '../../../core/steps/report';
import { checkOrder, optionsOf } from '../../../core/recipe';
import type { Counts } from '../../../core/steps/types';
import type { ZoneRules } from '../../../core/steps/utc/sql';
import type { Recipe, ResampleOptions } from '../../../core/recipe/types';
import { identifier, text } from '../../../core/sql';
import type { StageTables } from '../../../core/view/tables';
import type { CallContext, RunReport } from '../../protocol';
import type { Database } from '../duckdb/database';
import { number, text as textCell } from '../duckdb/shape';
import { spansArrow } from '../label/labelTables';
import { addLabelEffect, addResampledEffect, coverage, follow } from '../label/follow';
import type { LoadedSeries } from '../series/loaded';

/** What a run is given beside its recipe. */
export interface RunContext extends CallContext {
  database: Database;
  series: readonly LoadedSeries[];
  labels: readonly Label[];
  /** Sets this run's tables apart from those of the one before. */
  prefix: string;
}

export interface RunOutcome {
  report: RunReport;
  tables: StageTables;
  /** Tables that this run made and that are in use; to be dropped when the next run has taken their place. */
  made: string[];
  /** The clean stage, also where it was resampled. */
  clean: string;
}

/** Runs a recipe. Rejects with what is wrong with it, a step's own refusal, `memory` or AbortError; then the tables of the run before are as they were. */
export async function execute(recipe: Recipe, context: RunContext): Promise<RunOutcome> {
  const problem = checkOrder(recipe.steps) ?? checkZones(recipe.steps, context.series);
  if (problem) throw new LabFailure(problem);
  const made: string[] = [];
  try {
    return await executeInto(made, recipe, context);
  } catch (thrown) {
    await dropAll(context.database, context.prefix);
    await context.database.run('DROP TABLE IF EXISTS changes');
    await context.database.run('ALTER TABLE IF EXISTS changes_before RENAME TO changes');
    throw thrown;
  }
}

/** Every table of a run, those that a step made for itself included. */
async function dropAll(database: Database, prefix: string): Promise<void> {
  const tables = await database.read(
    `SELECT table_name AS name FROM duckdb_tables() WHERE starts_with(table_name, ${text(`${prefix}_`)})`,
    { name: textCell },
  );
  for (const { name } of tables) await database.run(`DROP TABLE ${identifier(name)}`);
}

async function executeInto(made: string[], recipe: Recipe, context: RunContext): Promise<RunOutcome> {
  const { database, signal } = context;
  await prepare(context);
  const zones = await zoneRules(context);
  const steps = plan(recipe.steps);
  const report: RunReport = { stages: [], steps: [], checks: [], warnings: [], labels: [] };
  const last = { raw: 'stage_raw', clean: 'stage_raw', resampled: null as string | null };
  const spent = { raw: 0, clean: 0, resampled: 0 };
  const names = new Map(context.series.map(({ sid, name }) => [sid, name]));
  const covered = coverage(context);
  let input = 'stage_raw';
  for (const [position, step] of steps.entries()) {
    context.progress({ stage: step.kind, done: position, total: steps.length, unit: 'steps' });
    const start = performance.now();
    const { output, rows } = await runStep(
      step,
      input,
      `${context.prefix}_${position}`,
      made,
      zones,
      context,
    );
    const ms = performance.now() - start;
    const recipeStep = recipe.steps[step.index];
    if (recipeStep && step.kind !== 'order') {
      const entry = stepReport(
        recipeStep,
        step.index,
        seriesCounts(rows, (sid) => lookup(names, sid)),
        ms,
      );
      report.steps.push(entry);
      if (step.stage === 'clean') addLabelEffect(entry, await covered.after(input, output, step.index));
    }
    spent[step.stage] += ms;
    if (step.stage === 'clean' && output !== input && input !== last.raw)
      await release(input, made, database);
    if (step.stage === 'resampled') last.resampled = output;
    else last.clean = output;
    if (step.stage === 'raw') last.raw = output;
    input = output;
  }
  for (const [index, step] of recipe.steps.entries()) {
    if (step.off) report.steps.push(stepReport(step, index, [], 0));
  }
  report.steps.sort((a, b) => a.index - b.index);
  signal.throwIfAborted();

  const processed = last.resampled ?? last.clean;
  const resampling = steps.at(-1)?.kind === 'resample' ? lastResample(recipe) : undefined;
  const followed = await follow(context, last.raw, last.clean, processed, resampling);
  report.labels = followed.rows;
  if (resampling) addResampledEffect(report.steps, followed.rows);
  report.warnings = report.warnings.concat(followed.warnings);
  for (const stage of ['raw', 'clean', 'resampled'] as const) {
    const table = last[stage];
    if (table) report.stages.push({ name: stage, rows: await countRows(table, context), ms: spent[stage] });
  }
  return {
    report,
    made,
    clean: last.clean,
    tables: {
      raw: last.raw,
      processed,
      processedKind: last.resampled ? 'resampled' : 'clean',
      changes: 'changes',
    },
  };
}

function lastResample(recipe: Recipe): ResampleOptions | undefined {
  return recipe.steps
    .filter((step) => !step.off)
    .map((step) => optionsOf(step, 'resample'))
    .find(Boolean);
}

async function prepare({ database, series, labels, signal }: RunContext): Promise<void> {
  await database.run('DROP TABLE IF EXISTS changes_before');
  await database.run('ALTER TABLE IF EXISTS changes RENAME TO changes_before');
  await database.run(
    'CREATE TABLE changes (step INTEGER, sid INTEGER, ts TIMESTAMP, action VARCHAR, "before" DOUBLE, "after" DOUBLE)',
  );
  await database.run('CREATE OR REPLACE TABLE label_spans (sid INTEGER, start TIMESTAMP, "end" TIMESTAMP)');
  signal.throwIfAborted();
  const ipc = spansArrow(
    series.flatMap(({ sid, name }) =>
      spans(labels.filter((label) => label.series === name)).map((span) => ({ sid, ...span })),
    ),
  );
  if (ipc) await database.whenFree(() => database.insert('label_spans', ipc));
}

async function zoneRules({ series }: RunContext): Promise<ZoneRules[]> {
  return series
    .filter(({ zone }) => zone !== 'UTC')
    .map(({ sid, zone, first, last }) => ({ sid, rules: localRules(zone, first, last + 1) }));
}

/** A row of numbers by their names. Throws TypeError for anything else. */
const numbersOf = (row: Record<string, unknown>): Counts =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, number(cell, name)]));

async function runStep(
  step: PlannedStep,
  input: string,
  output: string,
  made: string[],
  zones: ZoneRules[],
  { database, signal }: RunContext,
): Promise<{ output: string; rows: ReportRow[] }> {
  const counts = async (query: string): Promise<Counts[]> =>
    (await database.rows(query, signal)).map(numbersOf);
  const sql = step.toSql({ index: step.index, input, output }, zones);
  const found = sql.probe === '' ? {} : at(await counts(sql.probe), 0);
  const act = sql.act(found);
  made.push(output);
  for (const statement of act.statements) await database.run(statement, signal);
  if (act.refuse) {
    const error = act.refuse.error(await database.rows(act.refuse.sql, signal));
    if (error) throw new LabFailure(error);
  }
  const rows = (await counts(act.report)).map((row): ReportRow => ({
    ...row,
    sid: countOf(row, 'sid'),
    rowsIn: countOf(row, 'rowsIn'),
    rowsOut: countOf(row, 'rowsOut'),
  }));
  for (const statement of act.cleanup) await database.run(statement);
  return { output: act.output, rows };
}

async function release(table: string, made: string[], database: Database): Promise<void> {
  const index = made.indexOf(table);
  if (index < 0) return;
  made.splice(index, 1);
  await database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
}

async function countRows(table: string, { database, signal }: RunContext): Promise<number> {
  const sql = `SELECT count(*) AS n FROM ${identifier(table)}`;
  return (await database.readOne(sql, { n: number }, signal)).n;
}
