/** The steps of a recipe on one series: what its pieces tell put together. */
import { at } from '../../../core/list';
import { addCover, emptyCover, type Cover } from '../../../core/rows/cover';
import { mergeDistances, type Distances } from '../../../core/rows/distances';
import { mergeFacts, type FactsPart, type StageFacts } from '../../../core/rows/facts';
import type { Answer, Question } from '../../../core/rows/measure';
import { concludeStatistics, type Statistics } from '../../../core/rows/statistics';
import type { Changes, Rows } from '../../../core/rows/types';
import { mergeCounts } from '../../../core/steps/kernel';
import { kernelOf } from '../../../core/steps/kernels';
import type { PieceReport, Want } from '../../../core/steps/piece';
import type { Counts } from '../../../core/steps/types';
import { coverOfOrdered, stretchesOf, type Stretch } from '../series/ordered';
import { CHUNK_ROWS } from '../series/rowStore';
import { answerOf, findAnswers, recall, remember } from './answers';
import { eachStretch, expect, labelsIn, type Access, type SeriesWork } from './pieces';

export interface StepRun {
  rowsIn: number;
  rowsOut: number;
  counts: Counts;
  cover: Cover;
  changedUnderLabels: number;
  /** By label; null where it changed no value of one. */
  changedByLabel: Float64Array | null;
  distances: Distances | null;
  ms: number;
}

/** What a run tells of a series. */
export interface SeriesRun {
  work: SeriesWork;
  /** In the order of the plan. */
  steps: StepRun[];
  changes: Changes | null;
  /** Before the steps and after each of them; null where no step is for the series. */
  statistics: readonly Statistics[] | null;
  raw: Cover;
  clean: Cover;
  cleaned: StageFacts;
  /** The same as `cleaned` where nothing is resampled. */
  processed: StageFacts;
  /** The processed rows in order of time, where all pieces keep them. */
  kept: readonly Rows[] | null;
}

/** Whether no step is for a series whose rows are in order. */
export const isUntouched = ({ plan, facts }: SeriesWork): boolean =>
  plan.steps.length === 0 && !plan.bucketed && facts.backward === 0;

function untouched(work: SeriesWork): SeriesRun {
  const { facts, ordered, labels } = work;
  const cover = coverOfOrdered(ordered, labels);
  const rest = { changes: null, statistics: null, raw: cover, clean: cover, kept: null };
  return { work, steps: [], cleaned: facts, processed: facts, ...rest };
}

/** Runs the steps of a series. `width`: of the finest level of its processed rows. Rejects with what a step refuses, `worker-died`, `memory` or AbortError. */
export async function runSeries(work: SeriesWork, width: number | null, access: Access): Promise<SeriesRun> {
  if (isUntouched(work)) return untouched(work);
  const stretches = stretchesOf(work.ordered, access.pool.pieceRows);
  recall(work);
  if (stretches.length > 1) {
    await findAnswers(work, stretches, access);
    // Known from here on, also where the run ends early.
    remember(work);
  }
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
    const counts = mergeCounts(
      prepared.ready,
      parts.map((part) => part.counts),
    );
    const run = { rowsIn: 0, rowsOut: 0, changedUnderLabels: 0, ms: 0 };
    for (const part of parts) {
      run.rowsIn += part.rowsIn;
      run.rowsOut += part.rowsOut;
      run.changedUnderLabels += part.changedUnderLabels;
      run.ms += part.ms;
    }
    const distances = parts.flatMap((part) => part.distances ?? []);
    steps.push({
      ...run,
      counts,
      changedByLabel: changedByLabel(
        labels,
        parts.map((part, piece) => ({ changed: part.changedByLabel, offset: at(reports, piece).offset })),
      ),
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
    statistics: Array.from({ length: steps.length + 1 }, (_, place) =>
      concludeStatistics(parts.map(({ statistics }) => at(statistics, place))),
    ),
    changes: concatenated(reports.flatMap(({ report }) => report.changes ?? [])),
    raw: coverOf(({ raw }) => raw),
    clean: coverOf(({ clean }) => clean),
    cleaned,
    processed,
    kept: keptOf(parts),
  };
}

/** Values of each label that pieces changed. `offset`: of a piece's first label among all. */
function changedByLabel(
  labels: number,
  parts: readonly { changed: Float64Array | null; offset: number }[],
): Float64Array | null {
  let all: Float64Array | null = null;
  for (const { changed, offset } of parts) {
    if (!changed) continue;
    all ??= new Float64Array(labels);
    for (let i = 0; i < changed.length; i++) all[offset + i] = at(all, offset + i) + at(changed, i);
  }
  return all;
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
export function concatenated(parts: readonly Changes[]): Changes | null {
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
