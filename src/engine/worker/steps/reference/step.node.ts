/** For tests: one step of a plan by its SQL. */
import { LabFailure } from '../../../../core/errors';
import { at } from '../../../../core/list';
import type { Recipe } from '../../../../core/recipe/types';
import { identifier, integer, list } from '../../../../core/sql';
import type { Known, PlannedStep } from '../../../../core/steps/reference';
import { countOf, type ReportRow } from '../../../../core/steps/report';
import type { SeriesGrid } from '../../../../core/steps/resample/grid';
import type { Counts, StepSql } from '../../../../core/steps/types';
import type { ZoneRules } from '../../../../core/steps/utc/sql';
import { number } from '../../duckdb/shape';
import { seriesGrids } from './grids.node';
import type { Database } from '../../duckdb/database';
import type { LoadedSeries } from '../../series/loaded';

export interface ReferenceContext {
  database: Database;
  series: readonly LoadedSeries[];
  signal: AbortSignal;
}

/** A row of numbers by their names. Throws TypeError for anything else. */
const numbersOf = (row: Record<string, unknown>): Counts =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, number(cell, name)]));

export interface StepOutcome {
  output: string;
  rows: ReportRow[];
  /** Of a step that resamples. */
  grids: SeriesGrid[];
  /** Whether the output is a view of the input with the same times and values. */
  same: boolean;
}

export interface StepTables {
  input: string;
  output: string;
  /** Tables that were made so far; one more is added before it is. */
  made: string[];
  /** Whether `input` holds the buckets of a step before. */
  bucketed: boolean;
}

/** Runs a planned step. Rejects with its refusal or AbortError. */
export async function runStep(
  step: PlannedStep,
  tables: StepTables,
  zones: readonly ZoneRules[],
  recipe: Recipe,
  context: ReferenceContext,
): Promise<StepOutcome> {
  const { series, database } = context;
  const { input, output, bucketed } = tables;
  const matched = series.filter(({ name }) => step.isFor(name));
  const only = matched.length === series.length;
  if (step.kind === 'resample') {
    const grids = await seriesGrids(recipe.steps, step.index, input, series, context);
    const sql = step.toSql({ index: step.index, input, output }, { zones, grids, bucketed });
    return { ...(await runSql(sql, tables, context)), grids };
  }
  const known: Known = {
    zones: zones.filter(({ sid }) => matched.some((one) => one.sid === sid)),
    grids: [],
    bucketed,
  };
  if (only)
    return {
      ...(await runSql(step.toSql({ index: step.index, ...tables }, known), tables, context)),
      grids: [],
    };
  // The step sees the rows of its series alone; the others are put beside its result.
  const given = `${output}_given`;
  const among = matched.length > 0 ? `sid IN (${list(matched.map(({ sid }) => integer(sid)))})` : 'false';
  await database.run(
    `CREATE OR REPLACE VIEW ${identifier(given)} AS SELECT * FROM ${identifier(input)} WHERE ${among}`,
  );
  const own = { input: given, output: `${output}_own` };
  const done = await runSql(step.toSql({ index: step.index, ...own }, known), { ...tables, ...own }, context);
  if (done.output !== own.output) {
    await database.run(`DROP VIEW ${identifier(given)}`);
    return { ...done, output: input, grids: [] };
  }
  const columns = 'sid, "row", ts, value, outlier, filled';
  tables.made.push(output);
  await database.run(
    `CREATE TABLE ${identifier(output)} AS SELECT ${columns} FROM ${identifier(own.output)} UNION ALL SELECT ${columns} FROM ${identifier(input)} WHERE NOT ${among} ORDER BY sid, ${step.stage === 'raw' ? '' : 'ts, '}"row"`,
    context.signal,
  );
  await database.run(`DROP TABLE ${identifier(own.output)}`);
  await database.run(`DROP VIEW ${identifier(given)}`);
  tables.made.splice(tables.made.indexOf(own.output), 1);
  return { ...done, output, grids: [] };
}

async function runSql(
  sql: StepSql,
  { output, made }: Pick<StepTables, 'output' | 'made'>,
  { database, signal }: ReferenceContext,
): Promise<Omit<StepOutcome, 'grids'>> {
  const counts = async (query: string): Promise<Counts[]> =>
    (await database.rows(query, signal)).map(numbersOf);
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
  return { output: act.output, rows, same: act.same === true };
}
