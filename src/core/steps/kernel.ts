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
}

/**
 * A step of one series. `answers`: what was found out so far, in the order of the questions; of rows as the step is given them. Plain data: a
 * worker makes the same ready step of the same answers.
 */
export type StepKernel = (answers: readonly Answer[]) => { ask: Question } | { ready: ReadyStep };
