/** The chart of a window as a run will leave it, while that run is to come or under way: exactly the same, or none where that takes what only the run finds out. */
import type { StageFacts } from '../../../core/rows/facts';
import { levelsOf } from '../../../core/rows/levels';
import type { Rows } from '../../../core/rows/types';
import { filledShare } from '../../../core/view/filled';
import { gridFor, type Grid } from '../../../core/view/grid';
import { RECORD } from '../../../core/view/levels';
import type { ChartData, ChartRequest } from '../../../core/view/types';
import type { Recipe } from '../../../core/recipe/types';
import type { Label } from '../../../core/label/types';
import type { CallContext } from '../../protocol';
import type { LoadedSeries } from '../series/loaded';
import { timeOf, type Stretch } from '../series/ordered';
import type { RowStore } from '../series/rowStore';
import { SessionStages } from '../series/sessionStages';
import type { Range, Stage } from '../series/stages';
import { knownTimes, makeStretch, rowsIn, runOfStretch, type MadeStretch } from '../steps/ahead';
import { isAnswered, recall } from '../steps/answers';
import { labelsBySeries, noLabels } from '../steps/labels';
import type { SeriesWork } from '../steps/pieces';
import type { StepsPool } from '../steps/pool';
import { kindOf, levelWidth, prepare, problemOf, type RunState, type SeriesState } from '../steps/run';
import { isUntouched, runSeries, type SeriesRun } from '../steps/seriesRun';
import { conversionKey } from '../steps/utc';
import { breather } from '../workers/breather';
import { chart, MAX_FILLED_BUCKETS, reachOf } from './charts';
import { ViewCache } from './context';

/** Longer windows wait for the run: rows before the steps, and after them. */
const MAX_ROWS = 2_000_000;
/** A row counts so many times where a step looks at a window around each. */
const WINDOWED_COST = 8;
/** Series with at most so many rows are run whole. */
const WHOLE_ROWS = 200_000;

export interface AheadContext extends CallContext {
  series: readonly LoadedSeries[];
  store: RowStore;
  pool: StepsPool;
  /** The run before, of which all is taken that is still right. */
  before: RunState;
  /** What was worked out for charts of the run before. */
  cache: ViewCache;
}

/** `labels`: of all series; undefined: those of the run before. */
export interface AheadRequest {
  recipe: Pick<Recipe, 'steps'>;
  labels: readonly Label[] | undefined;
  chart: ChartRequest;
}

/** Null where it has to wait for the run. Rejects as a run does. */
export async function chartAhead(
  { recipe, labels, chart: request }: AheadRequest,
  context: AheadContext,
): Promise<ChartData | null> {
  const { series, store, before, pool, signal, progress, cache } = context;
  const one = series.find(({ name }) => name === request.series);
  const old = one && before.series.get(one.sid);
  if (!one || !old || problemOf(recipe, series)) return null;
  const { sid } = one;
  if (old.raw !== store.get(sid) || conversionKey(recipe, one) !== old.converted?.key) return null;
  const { labels: intervals, spans } = old.run.work;
  const its = labels
    ? (labelsBySeries(labels).get(one.name) ?? noLabels())
    : { places: [], intervals, spans };
  const { state, known } = await prepare(recipe, one, its, { store, before }, breather(signal));
  const made = known
    ? { run: known, stretch: whole }
    : await runAhead(request, { work: state.work, old }, { pool, signal });
  if (!made) return null;
  const { work: _work, ...rest } = state;
  const lastRun: RunState = {
    ...before,
    kind: kindOf(recipe),
    series: new Map([[sid, { ...rest, run: made.run }]]),
  };
  const stages = new StretchStages({ series, store, lastRun, pool }, made.stretch);
  return chart(request, { stages, cache: new ViewCache(cache), signal, progress });
}

const whole: Stretch = { from: -Infinity, to: Infinity };

/** Stages of which only a stretch is asked for: what is wanted of a whole series is wanted of it. */
class StretchStages extends SessionStages {
  constructor(
    holder: ConstructorParameters<typeof SessionStages>[0],
    private readonly stretch: Stretch,
  ) {
    super(holder);
  }

  override rows(sid: number, stage: Stage, range: Range, signal: AbortSignal): AsyncGenerator<Rows, void> {
    if (stage === 'raw') return super.rows(sid, stage, range, signal);
    const { from = this.stretch.from, to = this.stretch.to } = range;
    return super.rows(sid, stage, { from, to }, signal);
  }
}

interface Ahead {
  run: SeriesRun;
  stretch: Stretch;
}

type Access = Parameters<typeof makeStretch>[3];

async function runAhead(
  request: ChartRequest,
  { work, old }: { work: SeriesWork; old: SeriesState },
  access: Access,
): Promise<Ahead | null> {
  const width = levelWidth(work);
  if (isUntouched(work) || (width === null && work.ordered.rows <= WHOLE_ROWS))
    return { run: await runSeries(work, width, access), stretch: whole };
  recall(work);
  const times = knownTimes(work, old.run);
  if (!isAnswered(work) || times === null || times.rows === 0) return null;
  if (work.plan.bucketed && filledShare(times.filled).filled > MAX_FILLED_BUCKETS) return null;
  const window = windowOf(request, work, times, width);
  const made = await makeWindow(window, work, access);
  if (!made) return null;
  const run = runOfStretch(work, made, width, times);
  return isDecided(request, { work, run, window }) ? { run, stretch: made } : null;
}

/** What a chart looks at. */
interface Window {
  from: number;
  to: number;
  grid: Grid<{ width: number }>;
  /** How far a neighbour beside the window may be. */
  reach: number;
  /** Of the finest level; null where there are none. */
  width: number | null;
  /** Of the processed rows. */
  times: StageFacts;
  /** Of the series before and after the steps. */
  first: number;
  last: number;
}

function windowOf(
  { from, to, columns }: ChartRequest,
  { facts, ordered }: SeriesWork,
  times: StageFacts,
  width: number | null,
): Window {
  const first = Math.min(facts.first, times.first);
  const last = Math.max(facts.last, times.last);
  const begin = from ?? first;
  const end = Math.max(begin + 1, to ?? last + 1);
  const levels = width === null ? [] : levelsOf([], width, times.rows);
  return {
    from: begin,
    to: end,
    grid: gridFor(begin, end, Math.max(1, Math.floor(columns)), levels),
    reach: reachOf({ from: begin, to: end }, times),
    width: levels.length > 0 ? width : null,
    times,
    first: Math.min(first, timeOf(ordered, 0)),
    last: Math.max(last, timeOf(ordered, ordered.rows - 1)),
  };
}

/** How many times the usual a row takes. */
const costOf = ({ plan }: SeriesWork): number =>
  plan.steps.some(({ step }) => 'outliers' in step && step.outliers.window !== undefined) ? WINDOWED_COST : 1;

/** Makes what the chart looks at: at first little beside the columns, more where the neighbours or the ends of filled stretches are not in it. */
async function makeWindow(window: Window, work: SeriesWork, access: Access): Promise<MadeStretch | null> {
  const { from, to, grid, reach, width, times, first, last } = window;
  for (let beside = width === null ? reach : 2 * width; ; beside *= 8) {
    const low = Math.min(from, grid.start) - beside;
    const high = Math.max(to, grid.end) + beside;
    const stretch = {
      from: low <= first ? -Infinity : Math.floor(low / (width ?? 1)) * (width ?? 1),
      to: high > last ? Infinity : Math.ceil(high / (width ?? 1)) * (width ?? 1),
    };
    const processed = (Math.min(high, last) - Math.max(low, first)) / (times.step ?? Infinity);
    if (Math.max(rowsIn(work, stretch), processed) * costOf(work) > MAX_ROWS) return null;
    const made = await makeStretch(work, stretch, width, access);
    if (isEnough(made, window)) return made;
  }
}

/** Whether the neighbours of the window are there, and the ends of filled stretches. */
function isEnough({ from: low, to: high, parts }: MadeStretch, { from, to, width, reach }: Window): boolean {
  const bucketOf = (time: number): number => Math.floor(time / (width ?? 1)) * (width ?? 1);
  const some = parts.filter(({ filled }) => !Number.isNaN(filled.head));
  const records = some.flatMap(({ finest }) => (finest && finest.records.length > 0 ? [finest.records] : []));
  const firstBucket = records[0]?.[0];
  const lastRecords = records.at(-1);
  const lastBucket = lastRecords?.[lastRecords.length - RECORD];
  const before = low <= from - reach || (firstBucket !== undefined && firstBucket < bucketOf(from));
  const after = high >= to + reach || (lastBucket !== undefined && lastBucket > bucketOf(to));
  const [head, tail] = [some[0]?.filled, some.at(-1)?.filled];
  const openBefore = low !== -Infinity && head !== undefined && head.all[1] === head.head;
  const openAfter =
    high !== Infinity &&
    tail !== undefined &&
    tail.all.length > 0 &&
    Number.isNaN(tail.all[tail.all.length - 2]);
  return before && after && !openBefore && !openAfter;
}

/** Whether the columns are known: rows that no step changes anywhere are drawn in those of the raw series, and a stretch without changes does not tell. */
function isDecided(
  { columns }: ChartRequest,
  { work, run, window }: { work: SeriesWork; run: SeriesRun; window: Window },
): boolean {
  const { facts } = work;
  const { changes, processed } = run;
  if (facts.backward > 0 || facts.rows !== processed.rows) return true;
  for (let i = 0; i < (changes?.length ?? 0); i++) if (changes?.before[i] !== changes?.after[i]) return true;
  const { from, to, grid } = window;
  const other = gridFor(from, to, Math.max(1, Math.floor(columns)), facts.levels);
  return (
    facts.step === processed.step &&
    other.start === grid.start &&
    other.end === grid.end &&
    other.width === grid.width
  );
}
