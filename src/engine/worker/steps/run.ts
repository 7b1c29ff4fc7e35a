/** Executes a recipe on what is loaded: step by step, each into tables of its own, so that a cancelled run leaves what was there before. */
import { LabFailure } from '../../../core/errors';
import { localRules } from '../../../core/ingest/zone';
import { spans } from '../../../core/label/flags';
import type { Label } from '../../../core/label/types';
import { checkZones, plan, type PlannedStep } from '../../../core/steps/plan';
import { seriesCounts, stepReport, type ReportRow } from '../../../core/steps/report';
import { checkOrder, optionsOf } from '../../../core/recipe';
import type { Counts } from '../../../core/steps/types';
import type { ZoneRules } from '../../../core/steps/utc/sql';
import type { Recipe, ResampleOptions } from '../../../core/recipe/types';
import { identifier, text } from '../../../core/sql';
import type { StageTables } from '../../../core/view/tables';
import type { CallContext, RunReport } from '../../protocol';
import type { Database } from '../duckdb/database';
import { spansArrow } from '../label/labelTables';
import { coverage, follow, sayLabels, sayResampled } from '../label/follow';
import type { LoadedSeries } from '../series/loaded';

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

const clock = (): number => performance.now();

export async function execute(recipe: Recipe, context: RunContext): Promise<RunOutcome> {
  const wrong = checkOrder(recipe.steps) ?? checkZones(recipe.steps, context.series);
  if (wrong) throw new LabFailure(wrong);
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
  const tables = await database.rows<{ name: string }>(
    `SELECT table_name AS name FROM duckdb_tables() WHERE starts_with(table_name, ${text(`${prefix}_`)})`,
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
  const nameOf = (sid: number): string => context.series.find((entry) => entry.sid === sid)?.name ?? `${sid}`;
  const covered = coverage(context);
  let input = 'stage_raw';
  for (const [position, step] of steps.entries()) {
    context.progress({ stage: step.kind, done: position, total: steps.length, unit: 'steps' });
    const start = clock();
    const { output, rows } = await runStep(
      step,
      input,
      `${context.prefix}_${position}`,
      made,
      zones,
      context,
    );
    const ms = clock() - start;
    const recipeStep = recipe.steps[step.index];
    if (recipeStep && step.kind !== 'order') {
      const entry = stepReport(recipeStep, step.index, seriesCounts(rows, nameOf), ms);
      report.steps.push(entry);
      if (step.stage === 'clean') sayLabels(entry, await covered.after(input, output, step.index));
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
  if (resampling) sayResampled(report.steps, followed.rows);
  report.warnings = report.warnings.concat(followed.warnings);
  for (const stage of ['raw', 'clean', 'resampled'] as const) {
    const table = last[stage];
    if (table) report.stages.push({ name: stage, rows: await count(table, context), ms: spent[stage] });
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
  if (ipc) database.insert('label_spans', ipc);
}

async function zoneRules({ series }: RunContext): Promise<ZoneRules[]> {
  return series
    .filter(({ zone }) => zone !== 'UTC')
    .map(({ sid, zone, first, last }) => ({ sid, rules: localRules(zone, first, last + 1) }));
}

async function runStep(
  step: PlannedStep,
  input: string,
  output: string,
  made: string[],
  zones: ZoneRules[],
  { database, signal }: RunContext,
): Promise<{ output: string; rows: ReportRow[] }> {
  const sql = step.toSql({ index: step.index, input, output }, zones);
  const [found = {}] = sql.probe === '' ? [] : await database.rows<Counts>(sql.probe, signal);
  const act = sql.act(found);
  made.push(output);
  for (const statement of act.statements) await database.run(statement, signal);
  if (act.refuse) {
    const error = act.refuse.error(await database.rows<Record<string, unknown>>(act.refuse.sql, signal));
    if (error) throw new LabFailure(error);
  }
  const rows = await database.rows<ReportRow>(act.report, signal);
  for (const statement of act.cleanup) await database.run(statement);
  return { output: act.output, rows };
}

async function release(table: string, made: string[], database: Database): Promise<void> {
  const at = made.indexOf(table);
  if (at < 0) return;
  made.splice(at, 1);
  await database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);
}

async function count(table: string, { database, signal }: RunContext): Promise<number> {
  const [row] = await database.rows<{ n: number }>(`SELECT count(*) AS n FROM ${identifier(table)}`, signal);
  return row?.n ?? 0;
}
