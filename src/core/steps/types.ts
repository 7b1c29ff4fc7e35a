import type { StepKind } from '../recipe/types';
import type { LabelEffect } from '../label/effect';

/** What a step did to one series. Keys of `counts` are the step's own and are listed in `spec/steps.md`. */
export interface SeriesCounts {
  series: string;
  rowsIn: number;
  rowsOut: number;
  counts: Record<string, number>;
}

export interface StepReport {
  /** Index in the recipe's steps. */
  index: number;
  kind: StepKind;
  off: boolean;
  ms: number;
  rowsIn: number;
  rowsOut: number;
  /** Sums over the series. */
  counts: Record<string, number>;
  series: SeriesCounts[];
  /** One line for a person: `filled 12 of 1,127; longest gap 15 min`. */
  sentence: string;
  /** What it did to labels; absent where there are none, and for a step that is off. */
  labels?: LabelEffect;
  /** The same as a line for a person. */
  labelSentence?: string;
  warnings: string[];
}
