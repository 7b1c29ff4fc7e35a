/** Which kernel does a step. */
import { isFor } from '../recipe/steps';
import type { Recipe, Step } from '../recipe/types';
import { duplicatesKernel } from './duplicates/rows';
import type { StepKernel } from './kernel';
import { missingKernel } from './missing/rows';
import { outliersKernel } from './outliers/rows';
import { filledBefore } from './resample/grid';
import { resampleKernel } from './resample/rows';

/** A step for one series. `index`: its place in the recipe. */
export interface SeriesStep {
  index: number;
  step: Step;
  /** Of one that resamples: how long a gap the steps before fill, microseconds; absent where they do not say. */
  fills?: number;
}

/** What is done to the rows of one series, in order of time; `utc` is done before, to the rows in order of their file. */
export interface SeriesPlan {
  series: string;
  steps: readonly SeriesStep[];
  /** Whether some series is resampled: then the rows of all have numbers of observations. */
  bucketed: boolean;
}

/** The plan of a series by its name. */
export function seriesPlan({ steps }: Pick<Recipe, 'steps'>, series: string): SeriesPlan {
  return {
    series,
    steps: steps.flatMap((step, index): SeriesStep[] => {
      if (step.off || 'utc' in step || !isFor(step)(series)) return [];
      const fills = 'resample' in step ? filledBefore(steps, index, series) : undefined;
      return [{ index, step, ...(fills === undefined ? {} : { fills }) }];
    }),
    bucketed: steps.some((step) => 'resample' in step && !step.off),
  };
}

export function kernelOf({ step, index, fills }: SeriesStep): StepKernel {
  if ('duplicates' in step) return duplicatesKernel(step.duplicates, index);
  if ('missing' in step) return missingKernel(step.missing);
  if ('outliers' in step) return outliersKernel(step.outliers);
  if ('resample' in step) return resampleKernel(step.resample, fills);
  throw new RangeError('expected a step of rows in order of time, got "utc"');
}
