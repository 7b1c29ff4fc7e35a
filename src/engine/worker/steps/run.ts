/** Executes a recipe on what is loaded: step by step, each into tables of its own, so that a cancelled run leaves what was there before. */
import { LabFailure } from '../../../core/errors';
import { at, lookup } from '../../../core/list';
import { localRules } from '../../../core/ingest/zone';
import { spans } from '../../../core/label/flags';
import type { LabelBuckets } from '../../../core/label/follow';
import type { Label } from '../../../core/label/types';
import { resampleNotes } from '../../../core/steps/resample/notes';
import type { SeriesGrid } from '../../../core/steps/resample/grid';
import { checkZones, plan } from '../../../core/steps/plan';
import { seriesCounts, stepReport } from '../../../core/steps/report';
import { checkOrder, checkSeriesSteps, optionsOf } from '../../../core/recipe';
import type { ZoneRules } from '../../../core/steps/utc/sql';
import type { Recipe } from '../../../core/recipe/types';
import { identifier } from '../../../core/sql';
import type { StageTables } from '../../../core/view/tables';
import type { RunReport } from '../../protocol';
import type { Database } from '../duckdb/database';
import { dropRelation, dropRelations } from '../duckdb/relation';
import { number } from '../duckdb/shape';
import { spansArrow } from '../label/labelTables';
import { addLabelEffect, addResampledEffects, coverage, follow } from '../label/follow';
import type { RunContext } from './context';
import { runStep } from './step';

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
  const names = context.series.map(({ name }) => name);
  const problem =
    checkOrder(recipe.steps) ??
    checkSeriesSteps(recipe.steps, names) ??
    checkZones(recipe.steps, context.series);
  if (problem) throw new LabFailure(problem);
  const made: string[] = [];
  try {
    return await executeInto(made, recipe, context);
  } catch (thrown) {
    await dropRelations(context.database, `${context.prefix}_`);
    await context.database.run('DROP TABLE IF EXISTS changes');
    await context.database.run('ALTER TABLE IF EXISTS changes_before RENAME TO changes');
    throw thrown;
  }
}

/** The table that each stage is in so far. */
interface Stages {
  raw: string;
  clean: string;
  resampled: string | null;
  /** The table that `resampled` is a view of with the same times and values. */
  same: string | undefined;
}

async function executeInto(made: string[], recipe: Recipe, context: RunContext): Promise<RunOutcome> {
  const { database, signal } = context;
  await prepare(context);
  const zones = await zoneRules(context);
  const steps = plan(recipe.steps);
  const report: RunReport = { stages: [], steps: [], checks: [], warnings: [], labels: [] };
  const last: Stages = { raw: 'stage_raw', clean: 'stage_raw', resampled: null, same: undefined };
  const bucketed = new Map<number, LabelBuckets>();
  const spent = { raw: 0, clean: 0, resampled: 0 };
  const names = new Map(context.series.map(({ sid, name }) => [sid, name]));
  const covered = coverage(context);
  let input = 'stage_raw';
  for (const [position, step] of steps.entries()) {
    context.progress({ stage: step.kind, done: position, total: steps.length, unit: 'steps' });
    const start = performance.now();
    const { output, rows, grids, same } = await runStep(
      step,
      { input, output: `${context.prefix}_${position}`, made, bucketed: last.resampled !== null },
      zones,
      recipe,
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
      if (step.kind === 'resample') entry.warnings = notes(recipe, step.index, grids, context);
      report.steps.push(entry);
      if (step.stage === 'clean') addLabelEffect(entry, await covered.after(input, output, step.index));
    }
    spent[step.stage] += ms;
    if (step.stage === 'clean' && output !== input && input !== last.raw)
      await release(input, made, database);
    if (step.stage === 'resampled') {
      const before = last.resampled;
      last.resampled = output;
      if (same) last.same = input;
      else if (before !== null && before !== output) {
        await release(before, made, database);
        last.same = undefined;
      }
      const policy = optionsOf(at(recipe.steps, step.index), 'resample')?.labels ?? 'any';
      for (const {
        rows: { sid },
        buckets,
      } of grids)
        if (buckets) bucketed.set(sid, { ...buckets, policy });
    } else last.clean = output;
    if (step.stage === 'raw') last.raw = output;
    input = output;
  }
  for (const [index, step] of recipe.steps.entries()) {
    if (step.off) report.steps.push(stepReport(step, index, [], 0));
  }
  report.steps.sort((a, b) => a.index - b.index);
  signal.throwIfAborted();

  const processed = last.resampled ?? last.clean;
  const followed = await follow(context, last.raw, last.clean, processed, bucketed);
  report.labels = followed.rows;
  addResampledEffects(report.steps, followed.rows);
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
      ...(last.same !== undefined && { same: last.same }),
      changes: 'changes',
    },
  };
}

/** What the report says of series that were put on another step than their own. */
function notes(
  recipe: Recipe,
  index: number,
  grids: readonly SeriesGrid[],
  { series, labels }: RunContext,
): string[] {
  const names = new Map(series.map(({ sid, name }) => [sid, name]));
  const its = new Map<string, Label[]>();
  for (const label of labels) {
    const known = its.get(label.series);
    if (known) known.push(label);
    else its.set(label.series, [label]);
  }
  return resampleNotes(
    recipe.steps,
    index,
    grids.map(({ rows: { sid, rows }, usual }) => {
      const name = lookup(names, sid);
      return { name, rows, usual, labels: its.get(name) ?? [] };
    }),
  );
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

async function release(table: string, made: string[], database: Database): Promise<void> {
  const index = made.indexOf(table);
  if (index < 0) return;
  made.splice(index, 1);
  await dropRelation(database, table);
}

async function countRows(table: string, { database, signal }: RunContext): Promise<number> {
  const sql = `SELECT count(*) AS n FROM ${identifier(table)}`;
  return (await database.readOne(sql, { n: number }, signal)).n;
}
