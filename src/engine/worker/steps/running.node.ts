/** For tests: recipes run on rows in memory, in this thread, and what comes of them. */
import type { Label } from '../../../core/label/types';
import { emptyRecipe } from '../../../core/recipe';
import type { Recipe, Step } from '../../../core/recipe/types';
import { FILLED, OUTLIER } from '../../../core/rows/types';
import type { LoadedSeries } from '../series/loaded';
import { rawFacts, timeFacts } from '../series/rawFacts';
import { columnOf, RowStore, type RawRows } from '../series/rowStore';
import { SessionStages } from '../series/sessionStages';
import type { Stage } from '../series/stages';
import { inThisThread, type StepsPool } from './pool';
import { execute, type RunContext, type RunState } from './run';

/** Rows of a series in the order of its file: microseconds, null or NaN where there is no value. */
export interface TestSeries {
  name: string;
  zone?: string;
  times: readonly number[] | Float64Array;
  values: readonly (number | null)[] | Float64Array;
}

export interface ProcessedRow {
  t: number;
  value: number | null;
  outlier: boolean;
  filled: boolean;
  observations?: number;
}

/** Raw rows of arrays. */
export function rawOf(times: Float64Array, values: Float64Array): RawRows {
  const [at, its] = [columnOf(times), columnOf(values)];
  const rows = times.length;
  return { rows, times: at, values: its, facts: rawFacts(at, its, timeFacts(at, rows)) };
}

/** Series as they are after files were read. */
export function loaded(series: readonly TestSeries[]): { store: RowStore; series: LoadedSeries[] } {
  const store = new RowStore();
  return {
    store,
    series: series.map(({ name, zone = 'UTC', times, values }, sid): LoadedSeries => {
      const raw = rawOf(
        Float64Array.from(times),
        Float64Array.from<number | null>(values, (value) => value ?? NaN),
      );
      store.put(sid, raw);
      const { rows, facts } = raw;
      const { first, last } = facts;
      return { sid, name, file: name, source: 'file', zone, rows, first, last, sparkline: [] };
    }),
  };
}

/** Runs steps on series, and reads what they leave. */
export async function runOn(
  given: readonly TestSeries[],
  steps: readonly Step[],
  { labels = [], pool = inThisThread }: { labels?: readonly Label[]; pool?: StepsPool } = {},
) {
  const { store, series } = loaded(given);
  const recipe: Recipe = { ...emptyRecipe(), steps: [...steps] };
  const { signal } = new AbortController();
  const context = { store, series, labels, pool, signal, progress: () => undefined };
  const state = await execute(recipe, { ...context, before: undefined });
  const stages = new SessionStages({ series, store, lastRun: state, pool });
  return {
    state,
    report: state.report,
    stages,
    again: (next: readonly Step[], before: RunState = state, progress?: RunContext['progress']) =>
      execute({ ...recipe, steps: [...next] }, { ...context, before, ...(progress && { progress }) }),
    rows: (name: string, stage: Stage = 'processed') => read(stages, stages.sidOf(name), stage),
  };
}

async function read(stages: SessionStages, sid: number, stage: Stage): Promise<ProcessedRow[]> {
  const found: ProcessedRow[] = [];
  for await (const { length, times, values, flags, observations } of stages.rows(
    sid,
    stage,
    {},
    new AbortController().signal,
  )) {
    for (let row = 0; row < length; row++) {
      const value = values[row] as number;
      const bits = flags[row] as number;
      found.push({
        t: times[row] as number,
        value: value === value ? value : null,
        outlier: (bits & OUTLIER) > 0,
        filled: (bits & FILLED) > 0,
        ...(observations ? { observations: observations[row] } : {}),
      });
    }
  }
  return found;
}
