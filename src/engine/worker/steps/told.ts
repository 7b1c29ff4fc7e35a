/** What a run tells beside its report: the columns of each series before and after each step, and each label step by step. */
import type { StepStatistics } from '../../../core/dataset/documents';
import type { RowFlow } from '../../../core/dataset/lineage';
import type { LabelHistory } from '../../../core/label/history';
import type { LabelRow } from '../../../core/label/types';
import { at } from '../../../core/list';
import { isFor } from '../../../core/recipe';
import { concludeMoments, gatherMoments, type Moments, type MomentsPart } from '../../../core/rows/moments';
import type { Statistics } from '../../../core/rows/statistics';
import type { LoadedSeries } from '../series/loaded';
import { isMade, type RawRows } from '../series/rowStore';
import type { Stages } from '../series/stages';
import { breather } from '../workers/breather';
import { labelsBySeries } from './labels';
import type { RunState, SeriesState } from './run';

interface Reading {
  stages: Stages;
  signal: AbortSignal;
  /** Lets the worker hear a cancel. */
  breathe: () => Promise<void>;
}

/** The page is heard at least so often, milliseconds. */
const TURN_MS = 30;

/** Moments of values that no pass over pieces looked at, as long as the rows are there. */
const known = new WeakMap<RawRows, Moments>();

async function momentsOf(raw: RawRows, sid: number, { stages, signal, breathe }: Reading): Promise<Moments> {
  const there = known.get(raw);
  if (there) return there;
  const parts: MomentsPart[] = [];
  if (isMade(raw.values)) {
    for await (const { values, length } of stages.rows(sid, 'raw', {}, signal))
      parts.push(gatherMoments(values, 0, length));
  } else {
    const stretches = raw.values.stretches();
    for (let index = 0; index < stretches.count; index++) {
      await breathe();
      const values = stretches.at(index);
      parts.push(gatherMoments(values, 0, values.length));
    }
  }
  const found = concludeMoments(parts);
  known.set(raw, found);
  return found;
}

/** Rows that no step has touched. */
const asRead = ({ rows, facts: { first, last } }: RawRows, values: Moments): Statistics => ({
  rows,
  first,
  last,
  values,
  observations: null,
  outliers: 0,
  filled: 0,
});

/** The rows of a series before and after the step to UTC. */
async function aboutUtc(
  { raw, converted, run }: SeriesState,
  { sid, name }: LoadedSeries,
  reading: Reading,
): Promise<StepStatistics> {
  const inUtc = converted?.raw ?? raw;
  const after = run.statistics?.[0] ?? asRead(inUtc, await momentsOf(inUtc, sid, reading));
  if (!converted) return { series: name, before: after, after, local: false };
  const values = converted.rowsIn === converted.rowsOut ? after.values : await momentsOf(raw, sid, reading);
  return { series: name, before: asRead(raw, values), after, local: true };
}

/** By step of the recipe the series that it was for, with their rows before and after it; of a step that was off none. Rejects with AbortError. */
export async function statisticsBySteps(
  { recipe, series: states }: Pick<RunState, 'recipe' | 'series'>,
  series: readonly LoadedSeries[],
  access: Omit<Reading, 'breathe'>,
): Promise<StepStatistics[][]> {
  const breathe = breather(access.signal, TURN_MS);
  const reading = { ...access, breathe };
  const told: StepStatistics[][] = recipe.steps.map(() => []);
  for (const one of series) {
    await breathe();
    const state = states.get(one.sid);
    if (!state || state.raw.rows === 0) continue;
    for (const [index, step] of recipe.steps.entries())
      if ('utc' in step && !step.off && isFor(step)(one.name))
        at(told, index).push(await aboutUtc(state, one, reading));
    const { statistics, work } = state.run;
    for (const [place, { index }] of work.plan.steps.entries()) {
      if (!statistics) continue;
      const [before, after] = [at(statistics, place), at(statistics, place + 1)];
      if (before.rows > 0) at(told, index).push({ series: one.name, before, after, local: false });
    }
  }
  return told;
}

/** Rows, and filled ones, of all series after each step that was on; a series that a step was not for stays as it is. */
export function rowFlow(
  { recipe, series: states }: Pick<RunState, 'recipe' | 'series'>,
  series: readonly Pick<LoadedSeries, 'sid'>[],
): RowFlow {
  const steps = recipe.steps.flatMap(({ off }, index) => (off ? [] : [{ index, rows: 0, filled: 0 }]));
  for (const { sid } of series) {
    const { statistics, work } = states.get(sid)?.run ?? {};
    if (!statistics || !work) continue;
    let now = at(statistics, 0);
    for (const step of steps) {
      const place = work.plan.steps.findIndex(({ index }) => index === step.index);
      if (place >= 0) now = at(statistics, place + 1);
      step.rows += now.rows;
      step.filled += now.filled;
    }
  }
  return { steps };
}

/** Each label of a run step by step. */
export function labelHistory(
  { recipe, report: { labels }, series: states }: Pick<RunState, 'recipe' | 'report' | 'series'>,
  series: readonly Pick<LoadedSeries, 'sid' | 'name'>[],
): LabelHistory {
  const rows = [Float64Array.from(labels, ({ rawRows }) => rawRows)];
  const changed: Float64Array[] = [];
  const bySeries = labelsBySeries(labels);
  const sids = new Map(series.map(({ sid, name }) => [name, sid]));
  for (const index of recipe.steps.keys()) {
    const after = at(rows, rows.length - 1).slice();
    const its = new Float64Array(labels.length);
    for (const [name, { places }] of bySeries) {
      const run = states.get(sids.get(name) ?? -1)?.run;
      const place = run?.work.plan.steps.findIndex((step) => step.index === index) ?? -1;
      if (!run || place < 0) continue;
      const { cover, changedByLabel } = at(run.steps, place);
      const resamples = 'resample' in at(run.work.plan.steps, place).step;
      for (const [order, label] of places.entries()) {
        after[label] = resamples ? bucketsOf(at(labels, label)) : at(cover.rows, order);
        if (changedByLabel) its[label] = at(changedByLabel, order);
      }
    }
    rows.push(after);
    changed.push(its);
  }
  return { rows, changed };
}

const bucketsOf = ({ processedRows }: LabelRow): number => processedRows;
