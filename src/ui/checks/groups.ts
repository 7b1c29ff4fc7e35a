/** The suite as it is shown: a line for each check, with its results. */
import { at } from '../../core/list';
import { boundKind } from '../../core/checks/kinds';
import { namesOf } from '../../core/checks/make';
import type { CheckResult } from '../../core/checks/types';
import { count } from '../../core/format';
import type { Check } from '../../core/recipe/types';

/** A check, and what came of it. */
export interface CheckGroup {
  id: string;
  /** What is expected. */
  sentence: string;
  /** Place among the checks of the recipe; −1 of the built-in suite. */
  index: number;
  severity: 'fail' | 'warn';
  /** Those that fail first. */
  results: readonly CheckResult[];
  failing: number;
  accepted: boolean;
}

export type Standing = 'holds' | 'fails' | 'warns' | 'accepted' | 'unknown';

export const standingOf = ({ results, failing, severity, accepted, index }: CheckGroup): Standing => {
  if (results.length === 0) return 'unknown';
  if (failing === 0) return 'holds';
  if (severity === 'warn' || index < 0) return 'warns';
  return accepted ? 'accepted' : 'fails';
};

function byId(results: readonly CheckResult[]): Map<string, CheckResult[]> {
  const groups = new Map<string, CheckResult[]>();
  for (const result of results) {
    const mine = groups.get(result.id);
    if (mine) mine.push(result);
    else groups.set(result.id, [result]);
  }
  return groups;
}

const failingFirst = (results: readonly CheckResult[]): CheckResult[] => [
  ...results.filter(({ pass }) => !pass),
  ...results.filter(({ pass }) => pass),
];

/** Checks of the recipe in their order, then the built-in suite. `of`: whether the results are of these checks. */
export function groupsOf(
  checks: readonly Check[],
  results: readonly CheckResult[],
  builtIn: readonly CheckResult[],
  accept: readonly string[],
): CheckGroup[] {
  const found = byId(results);
  const names = namesOf(checks);
  const accepted = new Set(accept);
  const own = checks.map((check, index): CheckGroup => {
    const id = at(names, index);
    const { sentence } = boundKind(check);
    // Results of the check as it was before an edit are not its own.
    const mine = (found.get(id) ?? []).filter(({ expectation }) => expectation === sentence);
    return {
      id,
      sentence,
      index,
      severity: check.severity ?? 'fail',
      results: failingFirst(mine),
      failing: mine.filter(({ pass }) => !pass).length,
      accepted: accepted.has(id),
    };
  });
  const others = [...byId(builtIn)].map(([id, mine]): CheckGroup => ({
    id,
    sentence: mine[0]?.expectation ?? id,
    index: -1,
    severity: 'warn',
    results: failingFirst(mine),
    failing: mine.filter(({ pass }) => !pass).length,
    accepted: false,
  }));
  return [...own, ...others];
}

/** What came of a check, in short: `57 of 58 series`, or what was observed where there is one result. */
export function outcomeText({ results, failing }: CheckGroup): string {
  const [first] = results;
  if (!first) return '…';
  if (results.length === 1) return first.observed;
  return failing === 0
    ? `all ${count(results.length)} series`
    : `${count(results.length - failing)} of ${count(results.length)} series`;
}
