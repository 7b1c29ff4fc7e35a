/** Executes a recipe on what is loaded. What was made before stays until all is done, so that a cancelled run leaves it. */
import { LabFailure, type LabError } from '../../../core/errors';
import { at } from '../../../core/list';
import type { Label } from '../../../core/label/types';
import { checkOrder, checkSeriesSteps, isFor, optionsOf } from '../../../core/recipe';
import { microseconds } from '../../../core/recipe/duration';
import type { Recipe, Step } from '../../../core/recipe/types';
import { usualOf } from '../../../core/rows/usual';
import type { Answer } from '../../../core/rows/measure';
import { seriesPlan } from '../../../core/steps/kernels';
import { checkZones } from '../../../core/steps/zones';
import { stepReport } from '../../../core/steps/report';
import { fixedBuckets } from '../../../core/steps/resample/grid';
import { resampleNotes } from '../../../core/steps/resample/notes';
import type { Counts, SeriesCounts } from '../../../core/steps/types';
import { levelWidths } from '../../../core/rows/levels';
import type { CallContext, RunReport } from '../../protocol';
import type { LoadedSeries } from '../series/loaded';
import { orderedRows, timeOf, type OrderedRows } from '../series/ordered';
import type { RawRows, RowStore } from '../series/rowStore';
import { breather } from '../workers/breather';
import {
  addLabelEffect,
  addResampledEffects,
  followRun,
  labelsBySeries,
  noLabels,
  rawExtents,
  stepEffect,
  type LabelledRun,
  type RunBuckets,
} from './labels';
import { checkBucketsAfter, checkBucketsBefore } from './bucketLimit';
import type { StepsPool } from './pool';
import { spansKey } from './answers';
import type { SeriesWork } from './pieces';
import { runSeries, type SeriesRun } from './seriesRun';
import { convert, type Converted } from './utc';

/** What a run is given beside its recipe. */
export interface RunContext extends CallContext {
  store: RowStore;
  series: readonly LoadedSeries[];
  labels: readonly Label[];
  pool: StepsPool;
  /** The run before, of which all is taken that is still right. */
  before: RunState | undefined;
}

/** A series as a run left it. */
interface SeriesState {
  /** The rows that it was made of, by identity. */
  raw: RawRows;
  converted: Converted | undefined;
  ordered: OrderedRows;
  memory: Map<string, Answer>;
  run: SeriesRun;
  /** What the run depends on beside the rows. */
  key: string;
}

/** What a run left: its report, and how to make the rows of each series again. */
export interface RunState {
  recipe: Recipe;
  report: RunReport;
  /** What the last stage is. */
  kind: 'clean' | 'resampled';
  /** By the number of the series. */
  series: ReadonlyMap<number, SeriesState>;
}

/** The page is heard at least so often between series, milliseconds. */
const TURN_MS = 30;

/** Runs a recipe. Rejects with what is wrong with it, a step's own refusal, `memory` or AbortError. */
export async function execute(recipe: Recipe, context: RunContext): Promise<RunState> {
  const { series, labels, signal } = context;
  const problem = problemOf(recipe, series);
  if (problem) throw new LabFailure(problem);
  const bySeries = labelsBySeries(labels);
  const breathe = breather(signal, TURN_MS);
  const prepared: Prepared[] = [];
  for (const one of series)
    prepared.push(await prepare(recipe, one, bySeries.get(one.name) ?? noLabels(), context, breathe));
  checkBucketsBefore(prepared.map(({ state }) => state.work));
  const states = await runAll(prepared, context);
  checkBucketsAfter(states.map(({ run }) => run));
  signal.throwIfAborted();
  const runs = prepared.map(({ series: { name }, labels: its }, index): LabelledRun => ({
    name,
    run: at(states, index).run,
    labels: its,
  }));
  const kind = kindOf(recipe);
  const reused = new Set(prepared.flatMap(({ known }) => known ?? []));
  const report = await reportOf(recipe, kind, series, states, { runs, reused }, context);
  return { recipe, report, kind, series: new Map(series.map(({ sid }, index) => [sid, at(states, index)])) };
}

/** What is wrong with the steps of a recipe for these series; undefined where nothing is. */
export const problemOf = (
  { steps }: Pick<Recipe, 'steps'>,
  series: readonly LoadedSeries[],
): LabError | undefined =>
  checkOrder(steps) ??
  checkSeriesSteps(
    steps,
    series.map(({ name }) => name),
  ) ??
  checkZones(steps, series);

/** What the last stage of a recipe is. */
export const kindOf = ({ steps }: Pick<Recipe, 'steps'>): RunState['kind'] =>
  steps.some((step) => 'resample' in step && !step.off) ? 'resampled' : 'clean';

/** A series that is ready to be run, or was run before with the same result. */
export interface Prepared {
  series: LoadedSeries;
  labels: ReturnType<typeof noLabels>;
  state: Omit<SeriesState, 'run'> & { work: SeriesWork };
  known: SeriesRun | undefined;
}

/** What a run of these steps needs to know of a series; of the run before all that is still right. */
export async function prepare(
  recipe: Pick<Recipe, 'steps'>,
  series: LoadedSeries,
  labels: ReturnType<typeof noLabels>,
  { store, before }: Pick<RunContext, 'store' | 'before'>,
  breathe: () => Promise<void>,
): Promise<Prepared> {
  const raw = store.need(series.sid);
  const old = before?.series.get(series.sid);
  const same = old?.raw === raw ? old : undefined;
  await breathe();
  const converted = convert(recipe, series, raw, same?.converted);
  await breathe();
  const unchanged = same !== undefined && same.converted?.key === converted?.key;
  const ordered = unchanged ? same.ordered : orderedRows(converted?.raw ?? raw);
  const memory = unchanged ? same.memory : new Map<string, Answer>();
  const plan = seriesPlan(recipe, series.name);
  const { starts, ends } = labels.intervals;
  const key = JSON.stringify([plan, spansKey(starts), spansKey(ends)]);
  const work: SeriesWork = {
    plan,
    ordered,
    facts: (converted?.raw ?? raw).facts,
    labels: labels.intervals,
    spans: labels.spans,
    answers: plan.steps.map(() => []),
    memory,
  };
  return {
    series,
    labels,
    state: { raw, converted, ordered, memory, key, work },
    known: unchanged && same.key === key ? same.run : undefined,
  };
}

/** Runs the series whose result is not known, some at once. Where one is refused no other is begun, and those under way have ended when it rejects. */
async function runAll(prepared: readonly Prepared[], context: RunContext): Promise<SeriesState[]> {
  const { pool, progress } = context;
  const refusal = new AbortController();
  const signal = AbortSignal.any([context.signal, refusal.signal]);
  const total = prepared.reduce((sum, { state, known }) => sum + (known ? 0 : state.work.ordered.rows), 0);
  const done = prepared.map(() => 0);
  const states: SeriesState[] = [];
  const breathe = breather(signal, TURN_MS);
  let next = 0;
  const told = (index: number, rows: number): void => {
    done[index] = rows;
    progress({
      stage: 'running the steps',
      done: done.reduce((sum, its) => sum + its, 0),
      total,
      unit: 'rows',
    });
  };
  const lane = async (): Promise<void> => {
    while (next < prepared.length) {
      const index = next++;
      await breathe();
      const { state, known } = at(prepared, index);
      const { work, ...rest } = state;
      const access = { pool, signal, done: (rows: number) => told(index, rows) };
      const run = known ?? (await runSeries(work, levelWidth(work), access));
      states[index] = { ...rest, run };
    }
  };
  // Of several errors the first is the reason that stays.
  const stop = (thrown: unknown): void => refusal.abort(thrown);
  await Promise.all(Array.from({ length: Math.min(2, prepared.length) }, () => lane().catch(stop)));
  refusal.signal.throwIfAborted();
  return states;
}

/** Width of the finest level of what the steps leave: of their buckets, or of about the rows that there are. */
export function levelWidth({ plan, ordered }: SeriesWork): number | null {
  const { rows } = ordered;
  if (rows < 2) return null;
  const span = timeOf(ordered, rows - 1) - timeOf(ordered, 0);
  const resample = plan.steps.find(({ step }) => 'resample' in step);
  const every = resample && optionsOf(resample.step, 'resample')?.every;
  const step = every === undefined || every === 'source' ? span / (rows - 1) : microseconds(every);
  return (
    levelWidths(every === undefined || every === 'source' ? rows : span / step, Math.max(1, step))[0] ?? null
  );
}

async function reportOf(
  recipe: Recipe,
  kind: RunState['kind'],
  series: readonly LoadedSeries[],
  states: readonly SeriesState[],
  { runs, reused }: { runs: readonly LabelledRun[]; reused: ReadonlySet<SeriesRun> },
  { labels, pool, signal }: RunContext,
): Promise<RunReport> {
  const report: RunReport = { stages: [], steps: [], checks: [], warnings: [], labels: [] };
  const buckets = new Map<string, RunBuckets>();
  let extents = rawExtents(labels.length, runs);
  const spent = { raw: 0, clean: 0, resampled: 0 };
  for (const [index, step] of recipe.steps.entries()) {
    if (step.off) {
      report.steps.push(stepReport(step, index, [], 0));
      continue;
    }
    const stage = 'utc' in step ? 'raw' : 'resample' in step ? 'resampled' : 'clean';
    const { counts, ms } =
      'utc' in step ? convertedBy(step, index, series, states) : countsOf(index, runs, reused);
    spent[stage] += ms;
    const entry = stepReport(step, index, counts, ms);
    report.steps.push(entry);
    if ('resample' in step) {
      entry.warnings = notesOf(recipe, index, runs, labels);
      for (const { series: name, counts: its } of counts) {
        const every = its['everyUs'] ?? 0;
        const { origin } =
          step.resample.every === 'source' ? originOf(name, index, runs) : fixedBuckets(every);
        if (every > 0)
          buckets.set(name, {
            every,
            origin,
            policy: step.resample.labels ?? 'any',
            complete: step.resample.empty !== 'omit',
          });
      }
    } else if (stage === 'clean' && labels.length > 0) {
      const { effect, after } = stepEffect(index, labels, runs, extents);
      addLabelEffect(entry, effect);
      extents = after;
    }
  }
  const followed = await followRun(labels, runs, buckets, { pool, signal });
  report.labels = followed.rows;
  addResampledEffects(report.steps, followed.rows);
  report.warnings = [...followed.warnings];
  const sum = (of: (state: SeriesState) => number): number =>
    states.reduce((all, state) => all + of(state), 0);
  report.stages.push({ name: 'raw', rows: sum(({ ordered }) => ordered.rows), ms: spent.raw });
  report.stages.push({ name: 'clean', rows: sum(({ run }) => run.cleaned.rows), ms: spent.clean });
  if (kind === 'resampled')
    report.stages.push({
      name: 'resampled',
      rows: sum(({ run }) => run.processed.rows),
      ms: spent.resampled,
    });
  return report;
}

interface StepCounts {
  counts: SeriesCounts[];
  ms: number;
}

function convertedBy(
  step: Step,
  index: number,
  series: readonly LoadedSeries[],
  states: readonly SeriesState[],
): StepCounts {
  const counts: SeriesCounts[] = [];
  let ms = 0;
  for (const [place, { name }] of series.entries()) {
    const { converted, raw } = at(states, place);
    if (converted?.index === index) {
      const { rowsIn, rowsOut, counts: its } = converted;
      counts.push({ series: name, rowsIn, rowsOut, counts: its });
      ms += converted.ms;
    } else if (isFor(step)(name) && raw.rows > 0)
      counts.push({ series: name, rowsIn: raw.rows, rowsOut: raw.rows, counts: nothingConverted });
  }
  return { counts, ms };
}

/** What the step to UTC does to a series that is in UTC. */
const nothingConverted = {
  converted: 0,
  nonexistent: 0,
  ambiguous: 0,
  undecided: 0,
  displaced: 0,
  dropped: 0,
};

/** What the step at `index` did to each of its series. `reused`: runs that took their time before. */
function countsOf(index: number, runs: readonly LabelledRun[], reused: ReadonlySet<SeriesRun>): StepCounts {
  const counts: SeriesCounts[] = [];
  let ms = 0;
  for (const { name, run } of runs) {
    const place = run.work.plan.steps.findIndex((step) => step.index === index);
    if (place < 0) continue;
    const { rowsIn, rowsOut, counts: its, distances, ms: took } = at(run.steps, place);
    if (rowsIn === 0) continue;
    const usual: Counts = distances ? { usualUs: usualOf(distances)?.every ?? 0 } : {};
    counts.push({ series: name, rowsIn, rowsOut, counts: { ...its, ...usual } });
    if (!reused.has(run)) ms += took;
  }
  return { counts, ms };
}

/** Where the buckets of a series' own usual step begin. */
function originOf(name: string, index: number, runs: readonly LabelledRun[]): { origin: number } {
  const run = runs.find((one) => one.name === name)?.run;
  const place = run?.work.plan.steps.findIndex((step) => step.index === index) ?? -1;
  const distances = run && place >= 0 ? at(run.steps, place).distances : null;
  return { origin: (distances && usualOf(distances)?.origin) ?? 0 };
}

/** What the report says of series that were put on another step than their own. */
function notesOf(
  recipe: Recipe,
  index: number,
  runs: readonly LabelledRun[],
  labels: readonly Label[],
): string[] {
  const counted = runs.flatMap(({ name, run, labels: its }) => {
    const place = run.work.plan.steps.findIndex((step) => step.index === index);
    if (place < 0) return [];
    const { rowsIn, distances } = at(run.steps, place);
    const usual = distances ? (usualOf(distances)?.every ?? null) : null;
    return rowsIn > 0
      ? [{ name, rows: rowsIn, usual, labels: its.places.map((label) => at(labels, label)) }]
      : [];
  });
  return resampleNotes(recipe.steps, index, counted);
}

export type { SeriesState };
