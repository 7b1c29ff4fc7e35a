/** A series on its way through the steps: its pieces as tasks, in order, some at once. */
import { at, firstWhere } from '../../../core/list';
import { microseconds } from '../../../core/recipe/duration';
import type { Intervals } from '../../../core/rows/cover';
import type { StageFacts } from '../../../core/rows/facts';
import type { Answer } from '../../../core/rows/measure';
import type { SeriesPlan } from '../../../core/steps/kernels';
import type { Outcome, PieceResult, Want } from '../../../core/steps/piece';
import { bucketOf, fixedBuckets } from '../../../core/steps/resample/grid';
import {
  rowFrom,
  rowsAround,
  timeOf,
  type OrderedRows,
  type Stretch,
  type TaskRows,
} from '../series/ordered';
import type { StepsPool } from './pool';
import type { PieceTask } from './task';

/** A series to be worked on. */
export interface SeriesWork {
  plan: SeriesPlan;
  ordered: OrderedRows;
  /** What is known of the rows before the steps. */
  facts: StageFacts;
  /** Labelled intervals in order of their starts, and their union: start and end by turns. */
  labels: Intervals;
  spans: Float64Array;
  /** By step of the plan; filled in as they are found. */
  answers: Answer[][];
  /** Answers about these rows by what was asked: those of runs before are known already. */
  memory: Map<string, Answer>;
}

export interface Access {
  pool: StepsPool;
  signal: AbortSignal;
  /** Told how many rows of the series are done. */
  done?: (rows: number) => void;
}

/** Rows around a piece. */
export interface Halo {
  before: number;
  after: number;
}

/** Rows on each side that suffice for what looks at neighbours, in most cases. */
const BESIDE = 1024;

/** Rows around a stretch that suffice in most cases: those of windows, and of the last bucket that begins in it. */
export function usualHalo({ plan, ordered }: Pick<SeriesWork, 'plan' | 'ordered'>, stretch: Stretch): Halo {
  const span = ordered.rows > 1 ? timeOf(ordered, ordered.rows - 1) - timeOf(ordered, 0) : 0;
  const halo: Halo = { before: BESIDE, after: BESIDE };
  /** Rows of the series for each of those that a step is given. */
  let scale = 1;
  const widen = (rows: number): void => {
    halo.before += Math.ceil(rows * scale);
    halo.after += Math.ceil(rows * scale);
  };
  for (const { step } of plan.steps) {
    // A step after buckets looks at those beside its own, too.
    if (scale > 1) widen(1);
    if ('outliers' in step) widen((step.outliers.window ?? 0) / 2);
    if (!('resample' in step) || step.resample.every === 'source') continue;
    const every = microseconds(step.resample.every);
    halo.after += rowsOfLastBucket(ordered, stretch, every);
    if (span > 0) scale = Math.max(1, (every * ordered.rows) / span);
  }
  return halo;
}

/** Rows behind a stretch that belong to the last bucket that begins in it. */
function rowsOfLastBucket(ordered: OrderedRows, { from, to }: Stretch, every: number): number {
  if (to === Infinity) return 0;
  const start = bucketOf(to - 1, fixedBuckets(every));
  return start < from ? 0 : rowFrom(ordered, start + every) - rowFrom(ordered, to);
}

/** Labels of the series that may touch a stretch, and where they begin among all. */
export function labelsIn(
  { starts, ends }: Intervals,
  { from, to }: Stretch,
): { labels: Intervals; offset: number } {
  let last = starts.length;
  while (last > 0 && (starts[last - 1] as number) >= to) last--;
  let offset = 0;
  while (offset < last && (ends[offset] as number) <= from) offset++;
  return { labels: { starts: starts.slice(offset, last), ends: ends.slice(offset, last) }, offset };
}

/** The spans (start and end by turns) that touch a stretch: a hundred thousand would take longer to cross to a worker than the rows. */
export function spansIn(spans: Float64Array, { from, to }: Stretch): Float64Array {
  const count = spans.length / 2;
  const first = firstWhere(0, count, (span) => (spans[2 * span + 1] as number) > from);
  const after = firstWhere(first, count, (span) => (spans[2 * span] as number) >= to);
  return spans.slice(2 * first, 2 * after);
}

const rowsIn = (values: TaskRows['values']): number =>
  values instanceof Float64Array ? values.length : values.to - values.from;

/** The time of a row; NaN where there is none. */
const timeIn = (times: TaskRows['times'], row: number): number =>
  times instanceof Float64Array ? (times[row] ?? NaN) : times.start + row * times.step;

/** Gives a stretch to someone as a task; again with more rows around it while he finds that these do not suffice. */
export async function aroundStretch<T>(
  work: SeriesWork,
  stretch: Stretch,
  want: Want,
  { pool, signal }: Access,
  attempt: (task: PieceTask) => Promise<T | null>,
): Promise<T> {
  const { pieceRows } = pool;
  const usual = pieceRows === undefined ? usualHalo(work, stretch) : { before: pieceRows, after: pieceRows };
  for (let { before, after } = usual; ; before *= 8, after *= 8) {
    signal.throwIfAborted();
    const { times, values, first, last } = rowsAround(work.ordered, stretch, before, after);
    const reach = {
      from: first ? -Infinity : Math.min(stretch.from, timeIn(times, 0)),
      to: last ? Infinity : Math.max(stretch.to, timeIn(times, rowsIn(values) - 1) + 1),
    };
    const result = await attempt({
      plan: work.plan,
      answers: work.answers,
      times,
      values,
      piece: {
        series: work.plan.series,
        first,
        last,
        ...stretch,
        spans: spansIn(work.spans, reach),
        backward: stretch.from === -Infinity ? work.ordered.backward : 0,
      },
      want,
    });
    if (result !== null) return result;
    if (first && last) throw new RangeError('expected a whole series to be enough');
  }
}

/** Does what is wanted to a stretch. */
export const runStretch = (
  work: SeriesWork,
  stretch: Stretch,
  want: Want,
  access: Access,
): Promise<PieceResult> =>
  aroundStretch(work, stretch, want, access, async (task) => {
    const result = await access.pool.run(task, access.signal);
    return result.outcome.kind === 'more' ? null : result;
  });

/** What comes of stretches, in their order; as many are under way at once as the pool takes. */
export async function* inOrder<T>(
  stretches: readonly Stretch[],
  begin: (stretch: Stretch) => Promise<T>,
  { pool, signal }: Access,
): AsyncGenerator<T, void> {
  let under: Promise<T>[] = [];
  let next = 0;
  while (next < stretches.length || under.length > 0) {
    while (next < stretches.length && under.length < pool.width) {
      const running = begin(at(stretches, next++));
      running.catch(() => undefined);
      under.push(running);
    }
    const result = await at(under, 0);
    under = under.slice(1);
    signal.throwIfAborted();
    yield result;
  }
}

/** Runs over stretches in order. */
export const eachStretch = (
  work: SeriesWork,
  stretches: readonly Stretch[],
  wantOf: (stretch: Stretch) => Want,
  access: Access,
): AsyncGenerator<PieceResult, void> =>
  inOrder(stretches, (stretch) => runStretch(work, stretch, wantOf(stretch), access), access);

export function expect<K extends Outcome['kind']>(outcome: Outcome, kind: K): Extract<Outcome, { kind: K }> {
  if (!isKind(outcome, kind)) throw new RangeError(`expected the outcome ${kind}, got ${outcome.kind}`);
  return outcome;
}

const isKind = <K extends Outcome['kind']>(
  outcome: Outcome,
  kind: K,
): outcome is Extract<Outcome, { kind: K }> => outcome.kind === kind;
