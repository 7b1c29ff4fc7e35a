/** What both scripts have to know of the steps: which are on, for which series, and what to call them. */
import { isFor, kindOf } from '../recipe/steps';
import type { Step, StepKind } from '../recipe/types';
import type { PipelineFacts } from './types';

/** A step that is on. */
export interface PipelineStep {
  /** Place in the recipe, from 0. */
  index: number;
  step: Step;
  kind: StepKind;
  /** Numbers of the series that it is for; null where it is for every one. */
  sids: readonly number[] | null;
  /** What it is and what it did in the run, a line each. */
  comment: readonly string[];
}

const titles: Record<StepKind, string> = {
  utc: 'local times to UTC',
  duplicates: 'order of time, one row for each time',
  missing: 'values that are missing',
  outliers: 'values that stand out',
  resample: 'regular buckets of time',
};

/** Text of one line: what would end the line of a comment becomes a blank. */
// eslint-disable-next-line no-control-regex -- control characters are what it takes out
export const oneLine = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/gu, ' ');

/** The steps that are on, in order. */
export function pipelineSteps({ recipe, series, sentences }: PipelineFacts): PipelineStep[] {
  return recipe.steps.flatMap((step, index): PipelineStep[] => {
    if (step.off) return [];
    const kind = kindOf(step);
    const concerns = isFor(step);
    const sids = series.flatMap(({ name }, sid) => (concerns(name) ? [sid] : []));
    const sentence = sentences?.get(index);
    return [
      {
        index,
        step,
        kind,
        sids: step.for === undefined ? null : sids,
        comment: [
          `Step ${index + 1}, ${kind}: ${titles[kind]}. ${JSON.stringify(step)}`,
          ...(sentence === undefined ? [] : [`In the run: ${sentence}`]),
        ].map(oneLine),
      },
    ];
  });
}
