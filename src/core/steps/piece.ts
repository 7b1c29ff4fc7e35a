/** The steps of a series on one piece of its rows. */
import { at } from '../list';
import { coverOf, type Cover, type Intervals } from '../rows/cover';
import type { Distances } from '../rows/distances';
import { gatherFacts, type FactsPart } from '../rows/facts';
import {
  conclude,
  firstLook,
  gather,
  type Answer,
  type Gathered,
  type Look,
  type Question,
} from '../rows/measure';
import { ownRows } from '../rows/piece';
import { gatherStatistics, statisticsAfter, type StatisticsPart } from '../rows/statistics';
import { FILLED, type Applied, type Changes, type Piece, type Rows } from '../rows/types';
import { changedByInterval, changedWithin } from './changed';
import type { ReadyStep } from './kernel';
import { kernelOf, type SeriesPlan } from './kernels';

/** What is wanted of a piece. */
export type Want =
  /** What one pass of a question finds in the rows as step `step` of the plan is given them; behind the last one, as they are left. */
  | { kind: 'look'; step: number; look: Look }
  /** What a run tells. `labels` touch the piece; `width`: of the finest level of the processed rows, null for none. */
  | { kind: 'report'; labels: Intervals; width: number | null }
  /** The own rows after the steps that clean, or after all. */
  | { kind: 'rows'; stage: 'clean' | 'processed' }
  /** What intervals cover of the own rows of a stage. */
  | { kind: 'cover'; stage: 'clean' | 'processed'; intervals: Intervals };

export interface StepPart extends Omit<Applied, 'changes'> {
  /** Own rows that labels cover after it. */
  cover: Cover;
  /** Values within the spans of labels that it changed or put in. */
  changedUnderLabels: number;
  /** The same by label; null where it changed none. */
  changedByLabel: Float64Array | null;
  /** Of a step that resamples: of the own rows that it was given. */
  distances: Distances | null;
  ms: number;
}

export interface PieceReport {
  /** In the order of the plan. */
  steps: StepPart[];
  /** Of all steps, in order of time. */
  changes: Changes | null;
  /** Own rows before the steps, and after each of them. */
  statistics: StatisticsPart[];
  /** Own rows that labels cover before the steps, and after those that clean. */
  raw: Cover;
  clean: Cover;
  cleaned: FactsPart;
  /** The same as `cleaned` where nothing is resampled. */
  processed: FactsPart;
  /** The processed rows, where they are buckets of many rows each: few, and as long to make again as all of these. */
  kept: Rows | null;
}

/** Buckets of so many rows each are kept. */
const KEPT_ROWS_PER_BUCKET = 16;

export type Outcome =
  /** The piece needs more rows around its own. */
  | { kind: 'more' }
  | { kind: 'look'; gathered: Gathered }
  | { kind: 'report'; report: PieceReport }
  | { kind: 'rows'; rows: Rows }
  | { kind: 'cover'; cover: Cover };

/** An outcome, and the answers by step: those that were given, and of a piece that is the whole series those that were found. */
export interface PieceResult {
  outcome: Outcome;
  answers: Answer[][];
}

/** Whether the own rows are what they are in the whole series. */
function isSure(piece: Piece): boolean {
  const { start, end } = ownRows(piece);
  return start >= end || (piece.sureFrom <= start && piece.sureTo >= end);
}

/** Whether the row before the own ones is too. */
function isSureBefore(piece: Piece): boolean {
  const { start, end } = ownRows(piece);
  return start >= end || (piece.first && start === 0) || piece.sureFrom < start;
}

/** The time of the row before a position, null where there is none. */
const timeBefore = ({ times }: Rows, position: number): number | null =>
  position > 0 ? (times[position - 1] as number) : null;

/** The ready step, asking about the piece's rows where it is the whole series. Throws RangeError where an answer is missing. */
function ready(plan: SeriesPlan, index: number, piece: Piece, answers: Answer[]): ReadyStep {
  const kernel = kernelOf(at(plan.steps, index));
  for (;;) {
    const prepared = kernel(answers);
    if ('ready' in prepared) return prepared.ready;
    if (!piece.first || !piece.last) throw new RangeError('expected the answers that the step asks for');
    answers.push(answerOf(prepared.ask, piece));
  }
}

function answerOf(question: Question, piece: Piece): Answer {
  for (let next = firstLook(question); ;) {
    const found = conclude(question, next, [gather(next, piece.rows, 0, piece.rows.length, null)]);
    if ('answer' in found) return found.answer;
    next = found.look;
  }
}

/** Does the steps of a plan to a piece as far as is wanted. `answers`: by step. `now`: milliseconds, for the time that steps take. Throws LabFailure where a step refuses. */
export function runPiece(
  plan: SeriesPlan,
  given: readonly (readonly Answer[])[],
  piece: Piece,
  want: Want,
  now: () => number,
): PieceResult {
  const answers = plan.steps.map((_, index) => [...(given[index] ?? [])]);
  const outcome = run(plan, answers, piece, want, now);
  return { outcome, answers };
}

function run(plan: SeriesPlan, answers: Answer[][], piece: Piece, want: Want, now: () => number): Outcome {
  const report = want.kind === 'report';
  const cleanOnly = 'stage' in want && want.stage === 'clean';
  const cover = (): Cover =>
    report ? coverOf(piece.rows, want.labels, piece.from, piece.to) : coverOf(piece.rows, none, 0, 0);
  const raw = cover();
  const steps: StepPart[] = [];
  const changes: Changes[] = [];
  let covered = raw;
  let clean: { cover: Cover; facts: FactsPart } | undefined;
  const own = ownRows(piece);
  const statistics = report ? [gatherStatistics(piece.rows, own.start, own.end)] : [];
  const facts = (width: number | null): FactsPart => {
    const { start, end } = ownRows(piece);
    return gatherFacts(piece.rows, start, end, width);
  };
  for (const [index, { step }] of plan.steps.entries()) {
    if (want.kind === 'look' && want.step === index) return look(piece, want.look);
    const resamples = 'resample' in step;
    if (resamples && cleanOnly) break;
    const began = now();
    if (resamples && report) clean = { cover: covered, facts: facts(null) };
    const done = ready(plan, index, piece, at(answers, index)).apply(piece);
    if (!isSure(piece)) return { kind: 'more' };
    const { changes: changed, ...applied } = done;
    const ms = now() - began;
    if (report && applied.rowsOut !== applied.rowsIn) covered = cover();
    if (changed) changes.push(changed);
    steps.push({
      ...applied,
      cover: covered,
      changedUnderLabels: report && changed ? changedWithin(changed, piece.spans) : 0,
      changedByLabel: report && changed ? changedByInterval(changed, want.labels) : null,
      distances: resamples ? (clean?.facts.distances ?? null) : null,
      ms,
    });
    if (report) {
      const { start, end } = ownRows(piece);
      const { rows } = piece;
      statistics.push(
        resamples
          ? gatherStatistics(rows, start, end)
          : statisticsAfter(at(statistics, statistics.length - 1), done, rows, start, end),
      );
    }
  }
  if (plan.bucketed && !cleanOnly) asBuckets(piece.rows);
  const { start, end } = ownRows(piece);
  switch (want.kind) {
    case 'look':
      return look(piece, want.look);
    case 'rows':
      return { kind: 'rows', rows: viewOf(piece.rows, start, end) };
    case 'cover':
      return { kind: 'cover', cover: coverOf(piece.rows, want.intervals, piece.from, piece.to) };
    case 'report': {
      const processed = facts(want.width);
      const keeps = clean !== undefined && (end - start) * KEPT_ROWS_PER_BUCKET <= clean.facts.distances.rows;
      return {
        kind: 'report',
        report: {
          steps,
          changes: joinChanges(changes),
          statistics,
          raw,
          clean: clean?.cover ?? covered,
          cleaned: clean?.facts ?? processed,
          processed,
          kept: keeps ? cutRows(piece.rows, start, end) : null,
        },
      };
    }
  }
}

const none: Intervals = { starts: new Float64Array(0), ends: new Float64Array(0) };

function look(piece: Piece, wanted: Look): Outcome {
  // Distances are those from the row before; other looks are at single rows.
  if (!isSure(piece) || (wanted.kind === 'distances' && !isSureBefore(piece))) return { kind: 'more' };
  const { start, end } = ownRows(piece);
  return {
    kind: 'look',
    gathered: gather(wanted, piece.rows, start, end, timeBefore(piece.rows, start)),
  };
}

/**
 * Rows as the columns of buckets have them: without marks of outliers. Those that no step puts into buckets, beside such that are, are an observation each where they
 * have a value.
 */
function asBuckets(rows: Rows): void {
  const { values, flags, length } = rows;
  for (let row = 0; row < length; row++) flags[row] = (flags[row] as number) & FILLED;
  if (rows.observations) return;
  const observations = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    if (Number.isFinite(values[row])) observations[row] = 1;
    else values[row] = NaN;
  }
  rows.observations = observations;
}

/** Rows `[start, end)` in the memory of all. */
const viewOf = ({ times, values, flags, observations }: Rows, start: number, end: number): Rows => ({
  length: end - start,
  times: times.subarray(start, end),
  values: values.subarray(start, end),
  flags: flags.subarray(start, end),
  observations: observations?.subarray(start, end) ?? null,
});

/** Rows `[start, end)` with arrays of their own. */
export function cutRows({ times, values, flags, observations }: Rows, start: number, end: number): Rows {
  return {
    length: end - start,
    times: times.slice(start, end),
    values: values.slice(start, end),
    flags: flags.slice(start, end),
    observations: observations?.slice(start, end) ?? null,
  };
}

/** Changes of several steps as one list in order of time; of one time in the order of the steps. */
export function joinChanges(parts: readonly Changes[]): Changes | null {
  if (parts.length <= 1) return parts[0] ?? null;
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const joined: Changes = {
    length,
    times: new Float64Array(length),
    kinds: new Uint8Array(length),
    before: new Float64Array(length),
    after: new Float64Array(length),
  };
  const next = parts.map(() => 0);
  for (let i = 0; i < length; i++) {
    let from = -1;
    let time = Infinity;
    for (let part = 0; part < parts.length; part++) {
      const place = at(next, part);
      if (place >= at(parts, part).length) continue;
      const its = at(parts, part).times[place] as number;
      if (from < 0 || its < time) [from, time] = [part, its];
    }
    const part = at(parts, from);
    const place = at(next, from);
    joined.times[i] = time;
    joined.kinds[i] = part.kinds[place] as number;
    joined.before[i] = part.before[place] as number;
    joined.after[i] = part.after[place] as number;
    next[from] = place + 1;
  }
  return joined;
}
