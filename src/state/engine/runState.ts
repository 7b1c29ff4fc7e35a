/** The run that the page shows: its state, its report, and its failure. */
import { create } from 'zustand';
import type { LabError } from '../../core/errors';
import type { Recipe } from '../../core/recipe/types';
import type { Progress, RunReport } from '../../engine/protocol';

interface RunState {
  status: 'idle' | 'running' | 'failed' | 'cancelled';
  progress: Progress | null;
  /** Whether a run is to come or under way: what is shown is of the run before. */
  pending: boolean;
  /** Of the last run that went through. */
  report: RunReport | null;
  /** The recipe of that run. */
  ranRecipe: Recipe | null;
  /** What the engine calls that run; null where none went through. */
  number: number | null;
  /** Why the last run failed; stands until dismissed or until a run goes through. */
  error: LabError | null;
  /** Why nothing is made or run until the person says so: it was opened so, or the page ended while it was being made; null: the recipe runs. */
  paused: 'chosen' | 'ended' | null;
  /** Rises with every run that went through: what was drawn before is stale. */
  version: number;
}

export const useRun = create<RunState>()(() => ({
  status: 'idle',
  progress: null,
  pending: false,
  report: null,
  ranRecipe: null,
  number: null,
  error: null,
  paused: null,
  version: 0,
}));

/** Why there is nothing to read, export or score. */
export const notRun: LabError = {
  code: 'not-run',
  message:
    'Expected the data that the recipe makes; it was opened without running, and nothing has been made. Run it first.',
};

export const dismissRunError = (): void => useRun.setState({ error: null });

/** The step an error points at, from its JSON path `$.steps[2]…`; undefined for any other. */
export function stepOfError(error: LabError | null): number | undefined {
  const match = error?.path === undefined ? null : /^\$\.steps\[(\d+)\]/.exec(error.path);
  return match ? Number(match[1]) : undefined;
}

/** Share done from 0 to 1; null where the total is not known. */
export function share(progress: Progress | null): number | null {
  return progress && progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
}

/** What is under way, for a person: `Reading a.csv`, `Running: outliers`. A stage that begins with the label's word does not repeat it. */
export function activity(label: string, { stage }: Progress): string {
  const repeated = stage.toLowerCase().startsWith(`${label.toLowerCase()} `);
  return repeated ? `${label}${stage.slice(label.length)}` : `${label}: ${stage}`;
}
