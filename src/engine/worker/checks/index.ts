/** Checks as the page asks for them. */
import { plannedChecks, type CheckStage } from '../../../core/checks/plan';
import { probes, propose } from '../../../core/checks/propose';
import type { Answer, CheckResult } from '../../../core/checks/types';
import { writtenKinds } from '../../../core/dataset/stages';
import { LabFailure } from '../../../core/errors';
import type { Check } from '../../../core/recipe/types';
import type { CallArgument, CallResult } from '../../protocol';
import type { SessionContext } from '../session';
import type { RunState } from '../steps/run';
import { evaluateChecks, type EvaluateContext } from './evaluate';

/** What checks of a run have measured. */
const measured = new WeakMap<RunState, Map<string, Answer>>();

/** The answers of a run that are known, to which others may be added. */
export function answersOf(run: RunState): Map<string, Answer> {
  const known = measured.get(run) ?? new Map<string, Answer>();
  measured.set(run, known);
  return known;
}

/** Results that go to the page: it would stand still while more of them crossed over. */
const MAX_RESULTS = 10_000;
/** So many failing results go there with all of their examples, the others with the first few. */
const WITH_EXAMPLES = 500;
const FEW_EXAMPLES = 3;

interface Ready {
  context: EvaluateContext;
  names: string[];
  /** What the last rows are. */
  last: CheckStage;
}

/** What stands now, for as long as it is read: a change beside does not show in it. */
function reading({ session, signal, progress }: SessionContext, splits: EvaluateContext['splits']): Ready {
  const held = session.held();
  const { lastRun } = session;
  if (!lastRun)
    throw new LabFailure({
      code: 'not-run',
      message: 'Expected rows of a run to check; nothing has run yet. Add files, and let the recipe run.',
    });
  const utc = new Map(lastRun.report.checks.map((check) => [check.series, check.utc]));
  return {
    context: {
      stages: held.stages,
      series: held.series.map(({ sid, name }) => ({ id: sid, name })),
      utc: (name) => utc.get(name) ?? false,
      labels: lastRun.report.labels,
      splits,
      answers: answersOf(lastRun),
      signal,
      progress,
    },
    names: held.series.map(({ name }) => name),
    last: lastRun.kind,
  };
}

/** Failing results first, where not all can be sent. */
function forPage(results: CheckResult[]): CallResult<'checkRows'> {
  const failed = results.filter(({ pass }) => !pass);
  const shown =
    results.length <= MAX_RESULTS
      ? results
      : [...failed, ...results.filter(({ pass }) => pass)].slice(0, MAX_RESULTS);
  let whole = 0;
  return {
    results: shown.map((result) => {
      const { examples = [] } = result;
      if (examples.length <= FEW_EXAMPLES || whole++ < WITH_EXAMPLES) return result;
      return { ...result, examples: examples.slice(0, FEW_EXAMPLES) };
    }),
    all: results.length,
    failed: failed.length,
  };
}

/** What came of checks, on the rows of the last run. Rejects with `not-run`, AbortError. */
export async function checkRows(
  { checks, splits, stages }: CallArgument<'checkRows'>,
  call: SessionContext,
): Promise<CallResult<'checkRows'>> {
  const { context, names, last } = reading(call, splits);
  const exported = writtenKinds(stages, last).at(-1) ?? last;
  return forPage(await evaluateChecks(plannedChecks(checks, names, exported), context));
}

/** Checks that hold for the rows of the last run. Rejects with `not-run`, AbortError. */
export async function proposeChecks(
  { checks: there, splits, stages }: CallArgument<'proposeChecks'>,
  call: SessionContext,
): Promise<Check[]> {
  const { context, names, last } = reading(call, splits);
  const exported = writtenKinds(stages, last).at(-1) ?? last;
  return proposedChecks(context, names, exported, there);
}

/** The same of any rows. */
export async function proposedChecks(
  context: EvaluateContext,
  names: readonly string[],
  stage: CheckStage,
  there: readonly Check[] = [],
): Promise<Check[]> {
  const found = await evaluateChecks(plannedChecks(probes(context.splits), names, stage), context);
  const proposed = propose(found, names, context.splits, there);
  // A proposal has to hold for what it was made of, also where numbers are so great that a margin is lost.
  const results = await evaluateChecks(plannedChecks(proposed, names, stage), context);
  const failing = new Set(results.filter(({ pass }) => !pass).map(({ id }) => id));
  return proposed.filter(({ id }) => id === undefined || !failing.has(id));
}
