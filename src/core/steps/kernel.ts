/** What a step is to pieces of rows: what it has to know of the whole series first, and what it then does to each piece. */
import type { Answer, Question } from '../rows/measure';
import type { Applied, Piece } from '../rows/types';
import type { Counts } from './types';

/** A step that knows all it needs. */
export interface ReadyStep {
  /** Counts of the series as a whole (`constant`, `short`, `usualUs` …), beside those of its pieces. */
  facts: Counts;
  /** Rows on each side of a piece that it looks at in any case, and microseconds. It may come to need more. */
  around: { rows: number; us: number };
  /** Works on a piece in place. Throws LabFailure where the step refuses the data. */
  apply(piece: Piece): Applied;
  /** Counts of all pieces, in order of time, as those of the series; absent: `addCounts`. */
  merge?(parts: readonly Counts[]): Counts;
}

/** Sums of the counts of pieces; of names that end in `Us` the greatest. */
export function addCounts(parts: readonly Counts[]): Counts {
  const all: Counts = {};
  for (const part of parts) {
    for (const [name, count] of Object.entries(part)) {
      const before = all[name];
      all[name] =
        before === undefined ? count : name.endsWith('Us') ? Math.max(before, count) : before + count;
    }
  }
  return all;
}

/** Counts of a series: its facts, and those of its pieces in order of time. */
export const mergeCounts = (
  { facts, merge = addCounts }: Pick<ReadyStep, 'facts' | 'merge'>,
  parts: readonly Counts[],
): Counts => ({ ...facts, ...merge(parts) });

/**
 * A step of one series. `answers`: what was found out so far, in the order of the questions; of rows as the step is given them. Plain data: a
 * worker makes the same ready step of the same answers.
 */
export type StepKernel = (answers: readonly Answer[]) => { ask: Question } | { ready: ReadyStep };
