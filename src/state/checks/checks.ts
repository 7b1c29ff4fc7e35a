/** The checks of the recipe, and what came of them on the rows of the last run. */
import { create } from 'zustand';
import { toLabError, type LabError } from '../../core/errors';
import { LabFailure } from '../../core/errors';
import type { Check, Recipe } from '../../core/recipe/types';
import type { ChecksReport, ChecksRequest, Progress } from '../../engine/protocol';
import { call } from '../engine/engine';
import { upToDate } from '../engine/run';
import { useRun } from '../engine/runState';
import { currentRecipe, editRecipe } from '../recipe/recipe';

interface Busy {
  progress: Progress | null;
  cancel: () => void;
}

interface ChecksState {
  /** What the results are of: the run, and what of the recipe they depend on; null: none are there. */
  of: string | null;
  report: ChecksReport | null;
  busy: Busy | null;
  error: LabError | null;
  /** Checks that were proposed and wait for an answer; null: none were asked for. */
  proposed: Check[] | null;
  proposing: Busy | null;
  refused: LabError | null;
}

export const useChecks = create<ChecksState>()(() => ({
  of: null,
  report: null,
  busy: null,
  error: null,
  proposed: null,
  proposing: null,
  refused: null,
}));

function requestOf({ checks = [], splits = [], export: { stages } }: Recipe): ChecksRequest {
  return { checks, splits, ...(stages ? { stages } : {}) };
}

/** What results of a recipe and a run are known by. */
export const checksKey = (recipe: Recipe, version: number): string =>
  JSON.stringify([version, requestOf(recipe)]);

let checking: AbortController | undefined;

/** Evaluates the checks of the recipe on the rows of the last run, where that has not been done. What is under way for another recipe or run gives way. */
export async function ensureChecks(): Promise<void> {
  const recipe = currentRecipe();
  const { version, report } = useRun.getState();
  const key = checksKey(recipe, version);
  const { of, error } = useChecks.getState();
  if (report === null || (of === key && error === null)) return;
  checking?.abort();
  const control = new AbortController();
  checking = control;
  const current = (): boolean => checking === control;
  useChecks.setState({ of: key, error: null, busy: { progress: null, cancel: () => control.abort() } });
  try {
    const found = await call('checkRows', requestOf(recipe), {
      signal: control.signal,
      onProgress: (progress) =>
        current() && useChecks.setState(({ busy }) => (busy ? { busy: { ...busy, progress } } : {})),
    });
    if (current()) useChecks.setState({ report: found, busy: null });
  } catch (thrown) {
    const failure = toLabError(thrown);
    if (!current()) return;
    useChecks.setState({
      of: null,
      busy: null,
      ...(failure.code === 'aborted' ? {} : { report: null, error: failure }),
    });
  }
}

/** What came of the checks of the recipe as it stands, once that has run. Rejects with LabFailure. */
export async function checkResults(): Promise<ChecksReport> {
  await upToDate();
  return call('checkRows', requestOf(currentRecipe()));
}

let proposing: AbortController | undefined;

/** Asks for checks that hold for the rows of the last run; they wait in the state until they are taken or dismissed. */
export async function proposeChecks(): Promise<void> {
  proposing?.abort();
  const control = new AbortController();
  proposing = control;
  const current = (): boolean => proposing === control;
  useChecks.setState({
    proposed: null,
    refused: null,
    proposing: { progress: null, cancel: () => control.abort() },
  });
  try {
    await upToDate();
    const proposed = await call('proposeChecks', requestOf(currentRecipe()), {
      signal: control.signal,
      onProgress: (progress) =>
        current() &&
        useChecks.setState((state) =>
          state.proposing ? { proposing: { ...state.proposing, progress } } : {},
        ),
    });
    if (current()) useChecks.setState({ proposed, proposing: null });
  } catch (thrown) {
    const error = toLabError(thrown);
    if (current()) useChecks.setState({ proposing: null, refused: error.code === 'aborted' ? null : error });
  }
}

/** Checks that hold for the rows of the recipe as it stands. Rejects with LabFailure. */
export async function proposedChecks(): Promise<Check[]> {
  await upToDate();
  return call('proposeChecks', requestOf(currentRecipe()));
}

export const dismissProposal = (): void => useChecks.setState({ proposed: null, refused: null });

/** Puts other checks in the place of those of the recipe; none: it has no word of checks. Undefined, or why they are refused. */
export const setChecks = (change: (checks: readonly Check[]) => Check[]): LabError | undefined =>
  editRecipe((recipe) => {
    const { checks = [], ...rest } = recipe;
    const next = change(checks);
    return next.length > 0 ? { ...recipe, checks: next } : rest;
  });

/** Takes checks into the recipe, those of a proposal too. Throws LabFailure where they are refused. */
export function addChecks(more: readonly Check[]): void {
  const error = setChecks((checks) => [...checks, ...more]);
  if (error) throw new LabFailure(error);
}

/** Accepts a failure by the name of its check, or no longer. Undefined, or why it is refused. */
export const acceptFailure = (id: string, accepted: boolean): LabError | undefined =>
  editRecipe((recipe) => {
    const { accept = [], ...options } = recipe.export;
    const others = accept.filter((name) => name !== id);
    const names = accepted ? [...others, id] : others;
    return { ...recipe, export: names.length > 0 ? { ...options, accept: names } : options };
  });
