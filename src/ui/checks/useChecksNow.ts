import { useEffect, useMemo } from 'react';
import { labelResults, stageResults } from '../../core/checks/builtIn';
import { readiness, type ReadyItem } from '../../core/checks/ready';
import { stopping } from '../../core/checks/plan';
import type { CheckResult } from '../../core/checks/types';
import { checksKey, ensureChecks, useChecks } from '../../state/checks/checks';
import { useRun } from '../../state/engine/runState';
import { useRecipe } from '../../state/recipe/recipe';

/** Results of the recipe's checks, evaluated while they are on show. `ask`: false while something else evaluates them. */
export function useResults(ask = true): { results: readonly CheckResult[]; current: boolean; all: number } {
  const recipe = useRecipe((state) => state.recipe);
  const version = useRun((run) => run.version);
  const ran = useRun((run) => run.report !== null);
  const { of, report, busy } = useChecks();
  const key = checksKey(recipe, version);
  useEffect(() => {
    if (ran && ask) void ensureChecks();
  }, [key, ran, ask]);
  return { results: report?.results ?? none, all: report?.all ?? 0, current: of === key && !busy };
}
const none: readonly CheckResult[] = [];

/** Results of the built-in suite, of the last run's last rows. */
export function useBuiltIn(): readonly CheckResult[] {
  const report = useRun((run) => run.report);
  return useMemo(() => {
    if (!report) return none;
    const kind = report.stages.some(({ name }) => name === 'resampled') ? 'resampled' : 'clean';
    return [
      ...stageResults({ kind, series: report.checks }),
      ...(report.labelled?.checks ?? labelResults(report.labels, kind)),
    ];
  }, [report]);
}

/** Whether the data set is what it should be; null before the first run. */
export function useReadiness(): readonly ReadyItem[] | null {
  const report = useRun((run) => run.report);
  const ran = useRun((run) => run.ranRecipe);
  const options = useRecipe((state) => state.recipe.export);
  return useMemo(() => {
    if (!report || !ran) return null;
    const { labels, labelled, checks, stages } = report;
    const covering = labels.filter(({ processedRows }) => processedRows > 0).length;
    return readiness({
      steps: ran.steps,
      generated: ran.generated,
      export: options,
      series: checks,
      resampled: stages.some(({ name }) => name === 'resampled'),
      labels: labelled ?? { all: labels.length, covering },
    });
  }, [report, ran, options]);
}

/** The failures that keep the data set from being exported, and those that a person accepted, one result for each name. */
export function failuresOf(
  results: readonly CheckResult[],
  accepted: readonly string[],
): { id: string; first: CheckResult; series: number; accepted: boolean }[] {
  const names = new Set(accepted);
  const byId = new Map<string, CheckResult[]>();
  for (const result of stopping(results, [])) {
    const mine = byId.get(result.id);
    if (mine) mine.push(result);
    else byId.set(result.id, [result]);
  }
  return [...byId].flatMap(([id, mine]) => {
    const [first] = mine;
    return first ? [{ id, first, series: mine.length, accepted: names.has(id) }] : [];
  });
}
