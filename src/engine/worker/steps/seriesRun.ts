/** The steps of a recipe on one series: its pieces shared out, what they tell put together. */
import { at } from '../../../core/list';
import { microseconds } from '../../../core/recipe/duration';
import { addCover, emptyCover, type Cover, type Intervals } from '../../../core/rows/cover';
import { mergeDistances, type Distances } from '../../../core/rows/distances';
import { mergeFacts, type FactsPart, type StageFacts } from '../../../core/rows/facts';
import { conclude, firstLook, type Answer, type Question } from '../../../core/rows/measure';
import { rowAt } from '../../../core/rows/piece';
import type { Changes, Rows } from '../../../core/rows/types';
import { kernelOf, type SeriesPlan } from '../../../core/steps/kernels';
import {
  cutRows,
  type Outcome,
  type PieceReport,
  type PieceResult,
  type Want,
} from '../../../core/steps/piece';
import type { Counts } from '../../../core/steps/types';
import {
  coverOfOrdered,
  partitionStretches,
  rowsAround,
  stretchesOf,
  timeOf,
  type OrderedRows,
  type Stretch,
} from '../series/ordered';
import { CHUNK_ROWS } from '../series/rowStore';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';
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

/** What an answer depends on: the question, the steps before, and labels where one of these protects them. */
function memoryKey({ plan, spans }: SeriesWork, step: number, question: Question): string {
  const before = plan.steps.slice(0, step);
  const labelled = before.some((one) => 'outliers' in one.step && one.step.outliers.protect);
  return JSON.stringify([question, before.map((one) => one.step), labelled ? spansKey(spans) : '']);
}

/** Tells lists of spans apart: their length and two sums of their bits. */
export function spansKey(spans: Float64Array): string {
  const words = new Uint32Array(spans.buffer, spans.byteOffset, 2 * spans.length);
  let [a, b] = [0x811c9dc5, 0x9e3779b9];
  for (const word of words) {
    a = Math.imul(a ^ word, 0x01000193);
    b = Math.imul(b + word, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${spans.length} ${a >>> 0} ${b >>> 0}`;
}

/** Takes what runs before found out. */
function recall(work: SeriesWork): void {
  for (const [index, step] of work.plan.steps.entries()) {
    const answers = at(work.answers, index);
    const kernel = kernelOf(step);
    for (;;) {
      const prepared = kernel(answers);
      const known = 'ask' in prepared ? work.memory.get(memoryKey(work, index, prepared.ask)) : undefined;
      if (!known) break;
      answers.push(known);
    }
  }
}

/** Keeps what was found out for the next run. */
function remember(work: SeriesWork): void {
  for (const [index, step] of work.plan.steps.entries()) {
    const kernel = kernelOf(step);
    for (const [place, answer] of at(work.answers, index).entries()) {
      const prepared = kernel(at(work.answers, index).slice(0, place));
      if ('ask' in prepared) work.memory.set(memoryKey(work, index, prepared.ask), answer);
    }
  }
}

export interface StepRun {
  rowsIn: number;
  rowsOut: number;
  counts: Counts;
  cover: Cover;
  changedUnderLabels: number;
  distances: Distances | null;
  ms: number;
}

/** What a run tells of a series. */
export interface SeriesRun {
  work: SeriesWork;
  /** In the order of the plan. */
  steps: StepRun[];
  changes: Changes | null;
  raw: Cover;
  clean: Cover;
  cleaned: StageFacts;
  /** The same as `cleaned` where nothing is resampled. */
  processed: StageFacts;
  /** The processed rows in order of time, where all pieces keep them. */
  kept: readonly Rows[] | null;
}

interface Access {
  pool: StepsPool;
  signal: AbortSignal;
  /** Told how many rows of the series are done. */
  done?: (rows: number) => void;
}

/** Rows around a piece that suffice in most cases: those of windows, and of two buckets. */
function usualHalo({ plan, ordered }: SeriesWork): number {
  let halo = 1024;
  const span = ordered.rows > 1 ? timeOf(ordered, ordered.rows - 1) - timeOf(ordered, 0) : 0;
  for (const { step } of plan.steps) {
    if ('outliers' in step) halo += step.outliers.window ?? 0;
    if ('resample' in step && span > 0)
      halo += Math.ceil((2 * bucketLength(step.resample.every) * ordered.rows) / span);
  }
  return Math.min(halo, 2 ** 19);
}

const bucketLength = (every: string): number => (every === 'source' ? 0 : microseconds(every));

/** Labels of the series that may touch a stretch, and where they begin among all. */
function labelsIn({ starts, ends }: Intervals, { from, to }: Stretch): { labels: Intervals; offset: number } {
  let last = starts.length;
  while (last > 0 && (starts[last - 1] as number) >= to) last--;
  let offset = 0;
  while (offset < last && (ends[offset] as number) <= from) offset++;
  return { labels: { starts: starts.slice(offset, last), ends: ends.slice(offset, last) }, offset };
}

/** Gives a stretch to someone as a task; again with more rows around it while he finds that these do not suffice. */
async function aroundStretch<T>(
  work: SeriesWork,
  stretch: Stretch,
  want: Want,
  { pool, signal }: Access,
  attempt: (task: PieceTask) => Promise<T | null>,
): Promise<T> {
  for (let halo = pool.pieceRows ?? usualHalo(work); ; halo *= 8) {
    signal.throwIfAborted();
    const { times, values, first, last } = rowsAround(work.ordered, stretch, halo);
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
        spans: work.spans,
        backward: stretch.from === -Infinity ? work.ordered.backward : 0,
      },
      want,
    });
    if (result !== null) return result;
    if (first && last) throw new RangeError('expected a whole series to be enough');
  }
}

/** Does what is wanted to a stretch. */
const runStretch = (work: SeriesWork, stretch: Stretch, want: Want, access: Access): Promise<PieceResult> =>
  aroundStretch(work, stretch, want, access, async (task) => {
    const result = await access.pool.run(task);
    return result.outcome.kind === 'more' ? null : result;
  });

/** What comes of stretches, in their order; as many are under way at once as the pool takes. */
async function* inOrder<T>(
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
const eachStretch = (
  work: SeriesWork,
  stretches: readonly Stretch[],
  wantOf: (stretch: Stretch) => Want,
  access: Access,
): AsyncGenerator<PieceResult, void> =>
  inOrder(stretches, (stretch) => runStretch(work, stretch, wantOf(stretch), access), access);

function expect<K extends Outcome['kind']>(outcome: Outcome, kind: K): Extract<Outcome, { kind: K }> {
  if (!isKind(outcome, kind)) throw new RangeError(`expected the outcome ${kind}, got ${outcome.kind}`);
  return outcome;
}

const isKind = <K extends Outcome['kind']>(
  outcome: Outcome,
  kind: K,
): outcome is Extract<Outcome, { kind: K }> => outcome.kind === kind;

async function answerOf(
  question: Question,
  step: number,
  work: SeriesWork,
  stretches: readonly Stretch[],
  access: Access,
): Promise<Answer> {
  for (let look = firstLook(question); ;) {
    const gathered = [];
    const want: Want = { kind: 'look', step, look };
    for await (const { outcome } of eachStretch(work, stretches, () => want, access))
      gathered.push(expect(outcome, 'look').gathered);
    const found = conclude(question, look, gathered);
    if ('answer' in found) return found.answer;
    look = found.look;
  }
}

/** Finds the answers that the steps ask for; those that are known stay. */
async function findAnswers(work: SeriesWork, stretches: readonly Stretch[], access: Access): Promise<void> {
  for (const [index, step] of work.plan.steps.entries()) {
    const answers = at(work.answers, index);
    const kernel = kernelOf(step);
    for (;;) {
      const prepared = kernel(answers);
      if ('ready' in prepared) break;
      answers.push(await answerOf(prepared.ask, index, work, stretches, access));
    }
  }
}

/** Whether no step is for a series whose rows are in order. */
const isUntouched = ({ plan, facts }: SeriesWork): boolean =>
  plan.steps.length === 0 && !plan.bucketed && facts.backward === 0;

function untouched(work: SeriesWork): SeriesRun {
  const { facts, ordered, labels } = work;
  const cover = coverOfOrdered(ordered, labels);
  const rest = { changes: null, raw: cover, clean: cover, kept: null };
  return { work, steps: [], cleaned: facts, processed: facts, ...rest };
}

/** Runs the steps of a series. `width`: of the finest level of its processed rows. Rejects with what a step refuses, `worker-died`, `memory` or AbortError. */
export async function runSeries(work: SeriesWork, width: number | null, access: Access): Promise<SeriesRun> {
  if (isUntouched(work)) return untouched(work);
  const stretches = stretchesOf(work.ordered, access.pool.pieceRows);
  recall(work);
  if (stretches.length > 1) await findAnswers(work, stretches, access);
  const reports: { report: PieceReport; offset: number }[] = [];
  const offsets = stretches.map((stretch) => labelsIn(work.labels, stretch).offset);
  const wantOf = (stretch: Stretch): Want => ({
    kind: 'report',
    labels: labelsIn(work.labels, stretch).labels,
    width,
  });
  for await (const { outcome, answers } of eachStretch(work, stretches, wantOf, access)) {
    const { report } = expect(outcome, 'report');
    if (stretches.length === 1) work.answers = answers;
    reports.push({ report, offset: at(offsets, reports.length) });
    access.done?.(
      at(stretches, reports.length - 1) === stretches.at(-1)
        ? work.ordered.rows
        : reports.length * CHUNK_ROWS,
    );
  }
  remember(work);
  return merged(work, stretches, reports, access);
}

async function merged(
  work: SeriesWork,
  stretches: readonly Stretch[],
  reports: readonly { report: PieceReport; offset: number }[],
  access: Access,
): Promise<SeriesRun> {
  const labels = work.labels.starts.length;
  const coverOf = (pick: (report: PieceReport) => Cover): Cover => {
    const cover = emptyCover(labels);
    for (const { report, offset } of reports) addCover(cover, pick(report), offset);
    return cover;
  };
  const ask = (step: number) => (question: Question) => answerOf(question, step, work, stretches, access);
  const steps: StepRun[] = [];
  for (const [index, step] of work.plan.steps.entries()) {
    const parts = reports.map(({ report }) => at(report.steps, index));
    const prepared = kernelOf(step)(at(work.answers, index));
    if (!('ready' in prepared)) throw new RangeError('expected a step that was run to have its answers');
    const counts: Counts = { ...prepared.ready.facts };
    const run = { rowsIn: 0, rowsOut: 0, changedUnderLabels: 0, ms: 0 };
    for (const part of parts) {
      run.rowsIn += part.rowsIn;
      run.rowsOut += part.rowsOut;
      run.changedUnderLabels += part.changedUnderLabels;
      run.ms += part.ms;
      for (const [name, count] of Object.entries(part.counts)) {
        const before = counts[name] ?? 0;
        counts[name] = name.endsWith('Us') ? Math.max(before, count) : before + count;
      }
    }
    const distances = parts.flatMap((part) => part.distances ?? []);
    steps.push({
      ...run,
      counts,
      cover: coverOf((report) => at(report.steps, index).cover),
      distances: distances.length > 0 ? await distancesOf(distances, ask(index)) : null,
    });
  }
  const parts = reports.map(({ report }) => report);
  const resamples = work.plan.steps.findIndex(({ step }) => 'resample' in step);
  const processed = await factsOf(
    parts.map((part) => part.processed),
    ask(work.plan.steps.length),
  );
  const cleaned =
    resamples < 0
      ? processed
      : await factsOf(
          parts.map((part) => part.cleaned),
          ask(resamples),
        );
  return {
    work,
    steps,
    changes: concatenated(reports.flatMap(({ report }) => report.changes ?? [])),
    raw: coverOf(({ raw }) => raw),
    clean: coverOf(({ clean }) => clean),
    cleaned,
    processed,
    kept: keptOf(parts),
  };
}

type Ask = (question: Question) => Promise<Answer>;

/** Distances of a stage from those of its pieces; asks once more where they are of too many kinds. */
async function distancesOf(parts: readonly Distances[], ask: Ask): Promise<Distances> {
  const all = mergeDistances(parts);
  if (!all.above.thinned) return all;
  const answer = await ask({ kind: 'distances' });
  if (answer.kind !== 'distances') throw new RangeError(`expected distances, got ${answer.kind}`);
  return answer.distances;
}

async function factsOf(parts: readonly FactsPart[], ask: Ask): Promise<StageFacts> {
  const distances = await distancesOf(
    parts.map((part) => part.distances),
    ask,
  );
  return mergeFacts(parts, { distances });
}

function keptOf(parts: readonly PieceReport[]): Rows[] | null {
  const kept = parts.flatMap((part) => part.kept ?? []);
  return kept.length === parts.length ? kept.filter(({ length }) => length > 0) : null;
}

/** Changes of pieces in order as one list. */
function concatenated(parts: readonly Changes[]): Changes | null {
  if (parts.length <= 1) return parts[0] ?? null;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const all: Changes = {
    length,
    times: new Float64Array(length),
    kinds: new Uint8Array(length),
    before: new Float64Array(length),
    after: new Float64Array(length),
  };
  let filled = 0;
  for (const part of parts) {
    all.times.set(part.times.subarray(0, part.length), filled);
    all.kinds.set(part.kinds.subarray(0, part.length), filled);
    all.before.set(part.before.subarray(0, part.length), filled);
    all.after.set(part.after.subarray(0, part.length), filled);
    filled += part.length;
  }
  return all;
}

/** What intervals (in order of their starts) cover of a stage of a series. */
export async function coverIn(
  work: SeriesWork,
  stage: 'clean' | 'processed',
  intervals: Intervals,
  access: Access,
): Promise<Cover> {
  const cover = emptyCover(intervals.starts.length);
  const stretches = stretchesOf(work.ordered, access.pool.pieceRows);
  const parts = stretches.map((stretch) => labelsIn(intervals, stretch));
  const wantOf = (stretch: Stretch): Want => ({
    kind: 'cover',
    stage,
    intervals: at(parts, stretches.indexOf(stretch)).labels,
  });
  let done = 0;
  for await (const { outcome } of eachStretch(work, stretches, wantOf, access))
    addCover(cover, expect(outcome, 'cover').cover, at(parts, done++).offset);
  return cover;
}

/** Rows of a stage that a run left in a stretch of time. */
export async function* rowsOfRun(
  { work, kept }: SeriesRun,
  stage: 'clean' | 'processed',
  stretch: Stretch,
  access: Access,
): AsyncGenerator<Rows, void> {
  if (stage === 'clean' || !kept) {
    yield* stageRows(work, stage, stretch, access);
    return;
  }
  for (const rows of kept) {
    const start = rowAt(rows, stretch.from);
    const end = rowAt(rows, stretch.to);
    if (end > start) yield cutRows(rows, start, end);
  }
}

/** Rows of a stage in a stretch of time, some hundred thousand at a time. */
export async function* stageRows(
  work: SeriesWork,
  stage: 'clean' | 'processed',
  { from, to }: Stretch,
  access: Access,
): AsyncGenerator<Rows, void> {
  const stretches = stretchesOf(work.ordered, access.pool.pieceRows ?? READ_ROWS)
    .filter((stretch) => stretch.from < to && stretch.to > from)
    .map((stretch) => ({ from: Math.max(stretch.from, from), to: Math.min(stretch.to, to) }));
  for await (const { outcome } of eachStretch(work, stretches, () => ({ kind: 'rows', stage }), access)) {
    const { rows } = expect(outcome, 'rows');
    if (rows.length > 0) yield rows;
  }
}

/** The files of a stage, some partitions at a time in order of time; null where its partitions are too large to be made whole. `filesIn`: what is wanted of a stretch. */
export function stageFiles(
  work: SeriesWork,
  stage: 'clean' | 'processed',
  endOf: (time: number) => number,
  filesIn: (stretch: Stretch) => PieceFiles,
  access: Access,
): AsyncGenerator<WrittenFile[], void> | null {
  const stretches = partitionStretches(work.ordered, endOf, access.pool.pieceRows ?? READ_ROWS);
  if (!stretches) return null;
  const encode = (stretch: Stretch): Promise<WrittenFile[]> =>
    aroundStretch(work, stretch, { kind: 'rows', stage }, access, (task) =>
      access.pool.encode(task, filesIn(stretch)),
    );
  return inOrder(stretches, encode, access);
}

/** Rows that are read at a time. */
const READ_ROWS = 2 ** 18;
