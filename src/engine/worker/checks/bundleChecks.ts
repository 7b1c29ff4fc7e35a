/** The checks of a bundle: evaluated before it is written, and recorded in it. */
import { labelResults, leftOutResults, stageResults } from '../../../core/checks/builtIn';
import { plannedChecks, stopping, type PlannedCheck } from '../../../core/checks/plan';
import { suitePath, suiteText } from '../../../core/checks/suite';
import type { CheckResult } from '../../../core/checks/types';
import type { CheckedStage, LeftOut } from '../../../core/dataset/documents';
import { LabFailure } from '../../../core/errors';
import { plural } from '../../../core/format';
import type { LabelRow } from '../../../core/label/types';
import { last } from '../../../core/list';
import type { Recipe } from '../../../core/recipe/types';
import type { ExportContext } from '../dataset/context';
import type { WrittenStage } from '../dataset/writtenStages';
import { evaluateChecks } from './evaluate';

/** What came of the recipe's checks, and they themselves for another engine. */
export interface CheckedBundle {
  results: CheckResult[];
  /** Suites of Great Expectations. */
  suites: { path: string; text: string }[];
}

/** Evaluates the checks of a recipe. Rejects with `checks-failed` where one of severity `fail` does not hold and nobody accepted that; AbortError. */
export async function checkBundle(
  recipe: Recipe,
  written: readonly WrittenStage[],
  context: ExportContext,
): Promise<CheckedBundle> {
  const checks = plannedChecks(
    recipe.checks ?? [],
    context.series.map(({ name }) => name),
    last(written).kind,
  );
  const { run, stages, series, labels, signal, progress, answers = new Map() } = context;
  const utc = new Map(run.checks.map((check) => [check.series, check.utc]));
  const results = await evaluateChecks(checks, {
    stages,
    series,
    utc: (name) => utc.get(name) ?? false,
    labels,
    splits: recipe.splits ?? [],
    answers,
    signal,
    progress,
  });
  const failed = stopping(results, recipe.export.accept ?? []);
  if (failed.length > 0) throw refused(failed);
  return { results, suites: suitesOf(recipe, checks, written, context) };
}

/** So many names stand in the message. */
const MOST_NAMES = 20;

/** Why nothing is exported. */
function refused(failed: readonly CheckResult[]): LabFailure {
  const names = [...new Set(failed.map(({ id }) => id))];
  const lines = names.slice(0, MOST_NAMES).map((id) => {
    const mine = failed.filter((result) => result.id === id);
    const [{ expectation, observed, series } = { expectation: '', observed: '', series: undefined }] = mine;
    const where = series === undefined ? '' : ` in ${series}`;
    const more = mine.length > 1 ? `, and in ${mine.length - 1} more series` : '';
    return `“${id}”: expected ${expectation}; got ${observed}${where}${more}.`;
  });
  const rest = names.length > MOST_NAMES ? [`And ${names.length - MOST_NAMES} more.`] : [];
  return new LabFailure({
    code: 'checks-failed',
    message: [
      `${plural(names.length, 'check')} of the recipe ${names.length === 1 ? 'does' : 'do'} not hold, so nothing was exported.`,
      ...lines,
      ...rest,
      'Mend the data or the check, let it warn only (severity warn), or accept the failure by its name (export.accept).',
    ].join(' '),
    path: '$.checks',
  });
}

function suitesOf(
  recipe: Recipe,
  checks: readonly PlannedCheck[],
  written: readonly WrittenStage[],
  { series }: ExportContext,
): CheckedBundle['suites'] {
  const final = last(written).kind;
  const kinds = new Set(written.map(({ kind }) => kind));
  return written.map(({ kind, source }) => ({
    path: suitePath(kind),
    text: suiteText({
      name: recipe.name,
      stage: kind,
      // What is about rows that are not exported is named beside the last ones.
      checks: checks.filter(({ stage }) => stage === kind || (kind === final && !kinds.has(stage))),
      series: series.map(({ id, name }) => ({
        name,
        ...(source.extent(id) ?? { rows: 0, first: Number.NaN, last: Number.NaN }),
      })),
      splits: recipe.splits ?? [],
    }),
  }));
}

/** All results of a bundle: of the built-in suite, then of the recipe. */
export function bundleChecks(
  { results }: CheckedBundle,
  stages: readonly CheckedStage[],
  labels: readonly LabelRow[],
  leftOut: LeftOut,
): CheckResult[] {
  const { kind } = last(stages);
  return [
    ...stages.flatMap((stage) =>
      stageResults({
        kind: stage.kind,
        series: stage.checks.map((one) => ({ ...one, written: stage.counts.get(one.series) ?? 0 })),
      }),
    ),
    ...labelResults(labels, kind),
    ...leftOutResults(leftOut, kind),
    ...results,
  ];
}
