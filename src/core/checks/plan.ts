/** Which checks are made of which series, and what has to be measured for them. */
import { at } from '../list';
import type { Check } from '../recipe/types';
import { isFor } from '../recipe/steps';
import { boundKind, type BoundKind } from './kinds';
import { namesOf } from './make';
import type { Answer, CheckResult, Need } from './types';

export type CheckStage = 'clean' | 'resampled';

/** A check of the recipe with all that it leaves out. */
export interface PlannedCheck extends BoundKind {
  id: string;
  check: Check;
  severity: 'fail' | 'warn';
  /** The rows that it is about. */
  stage: CheckStage;
  /** Whether it is about all rows together. */
  together: boolean;
  /** Names of the series that it is about. */
  series: readonly string[];
}

/** The checks of a recipe for these series. `last`: the stage of the last rows that are exported. */
export function plannedChecks(
  checks: readonly Check[],
  series: readonly string[],
  last: CheckStage,
): PlannedCheck[] {
  const names = namesOf(checks);
  return checks.map((check, index) => ({
    ...boundKind(check),
    id: at(names, index),
    check,
    severity: check.severity ?? 'fail',
    stage: check.stage ?? last,
    together: check.scope === 'all',
    series: series.filter(isFor(check)),
  }));
}

/** Equal needs have one key. */
export const needKey = (need: Need): string => JSON.stringify(need);

/** What came of a check. `series`: absent for all together. */
export function resultOf(
  { id, kind, sentence, severity, stage, verdict }: PlannedCheck,
  answer: Answer,
  series?: string,
): CheckResult {
  return {
    id,
    kind,
    expectation: sentence,
    ...(series === undefined ? {} : { series }),
    stage,
    severity,
    ...verdict(answer),
    builtIn: false,
  };
}

/** A check that is about no series: it expects something of rows that are not there. */
export const ofNothing = (check: PlannedCheck): CheckResult =>
  resultOf(check, {
    of: 'nothing',
    reason: `no series is named ${(check.check.for ?? []).slice(0, 3).join(', ')}`,
  });

/** Failing checks that stop an export: of severity `fail`, not of the built-in suite, and not accepted by their name. */
export function stopping(results: readonly CheckResult[], accepted: readonly string[]): CheckResult[] {
  const names = new Set(accepted);
  return results.filter(
    ({ pass, severity, builtIn, id }) => !pass && severity === 'fail' && !builtIn && !names.has(id),
  );
}
