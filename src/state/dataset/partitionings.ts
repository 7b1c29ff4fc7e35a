/** Partitionings of the rows of the last run compared, as the page asks for it. */
import { create } from 'zustand';
import { toLabError, type LabError } from '../../core/errors';
import type { Recipe } from '../../core/recipe/types';
import type { PartitioningsReport, PartitioningsRequest } from '../../core/dataset/partitioning';
import type { Progress } from '../../engine/protocol';
import { call } from '../engine/engine';
import { upToDate } from '../engine/run';
import { useRun } from '../engine/runState';
import { currentRecipe } from '../recipe/recipe';

interface PartitioningsState {
  /** What the report is of (`partitioningsKey`); null: there is none. */
  of: string | null;
  report: PartitioningsReport | null;
  /** Null: nothing is under way. */
  busy: { progress: Progress | null; cancel: () => void } | null;
  error: LabError | null;
}

const idle: PartitioningsState = { of: null, report: null, busy: null, error: null };
export const usePartitionings = create<PartitioningsState>()(() => idle);

const requestOf = ({ export: { stages, smallest }, splits }: Recipe): PartitioningsRequest => ({
  smallest,
  ...(stages ? { stages } : {}),
  ...(splits ? { splits } : {}),
});

/** What a comparison is known by: the run, and what of the recipe it depends on. */
export const partitioningsKey = (recipe: Recipe, version: number): string =>
  JSON.stringify([version, requestOf(recipe)]);

/** Compares the partitionings of the recipe's rows once it has run. What is under way gives way; a failure stands in the state. */
export async function comparePartitionings(): Promise<void> {
  usePartitionings.getState().busy?.cancel();
  const control = new AbortController();
  const busy = { progress: null, cancel: () => control.abort() };
  const current = (): boolean => usePartitionings.getState().busy?.cancel === busy.cancel;
  usePartitionings.setState({ ...idle, busy });
  try {
    await upToDate();
    control.signal.throwIfAborted();
    const recipe = currentRecipe();
    const of = partitioningsKey(recipe, useRun.getState().version);
    const report = await call('partitionings', requestOf(recipe), {
      signal: control.signal,
      onProgress: (progress) => current() && usePartitionings.setState({ busy: { ...busy, progress } }),
    });
    if (current()) usePartitionings.setState({ of, report, busy: null });
  } catch (thrown) {
    if (!current()) return;
    const error = toLabError(thrown);
    usePartitionings.setState({ ...idle, error: control.signal.aborted ? null : error });
  }
}
