/** How many buckets a run makes of all its series, held to the limit: before it where rows alone tell, and after it. */
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import { optionsOf } from '../../../core/recipe';
import { microseconds } from '../../../core/recipe/duration';
import type { ResampleOptions } from '../../../core/recipe/types';
import type { SeriesPlan } from '../../../core/steps/kernels';
import { bucketOf, fixedBuckets } from '../../../core/steps/resample/grid';
import { MAX_BUCKETS, tooManyBuckets } from '../../../core/steps/resample/limit';
import { timeOf } from '../series/ordered';
import type { SeriesWork } from './pieces';
import type { SeriesRun } from './seriesRun';

/** Buckets of a series, made by the step of the recipe at `index`. */
interface Made {
  name: string;
  buckets: number;
  index: number;
}

/** A grid of a stated length that has its empty buckets, too. */
interface Grid {
  options: ResampleOptions;
  /** Index of the step in the recipe. */
  index: number;
  /** Index of the step in the plan. */
  place: number;
}

/** What of a run says how many buckets it made. */
interface MadeBuckets {
  work: Pick<SeriesRun['work'], 'plan'>;
  steps: readonly Pick<SeriesRun['steps'][number], 'rowsOut'>[];
}

/** The step that makes a grid of a series; null where none does. Buckets of a usual step are at most ten a row. */
function gridIn({ steps }: SeriesPlan): Grid | null {
  const place = steps.findIndex(({ step }) => 'resample' in step);
  if (place < 0) return null;
  const { step, index } = at(steps, place);
  const options = optionsOf(step, 'resample');
  return options && options.every !== 'source' && options.empty !== 'omit' ? { options, index, place } : null;
}

/** Whether a step before the grid may remove the first or last rows of a series. */
const mayRemove = ({ steps }: SeriesPlan, { place }: Grid): boolean =>
  steps
    .slice(0, place)
    .some(
      ({ step }) =>
        optionsOf(step, 'missing')?.fill === 'drop' || optionsOf(step, 'outliers')?.then === 'remove',
    );

function refuseTooMany(made: readonly Made[]): void {
  let total = 0;
  let greatest: Made = { name: '', buckets: 0, index: -1 };
  for (const one of made) {
    total += one.buckets;
    if (one.buckets > greatest.buckets) greatest = one;
  }
  if (total > MAX_BUCKETS) throw new LabFailure(tooManyBuckets(total, greatest, greatest.index));
}

/** Throws LabFailure `memory` where series that keep their first and last rows have too many buckets between these. */
export function checkBucketsBefore(all: readonly Pick<SeriesWork, 'plan' | 'ordered'>[]): void {
  refuseTooMany(
    all.flatMap(({ plan, ordered }): Made[] => {
      const grid = gridIn(plan);
      if (!grid || mayRemove(plan, grid) || ordered.rows === 0) return [];
      const buckets = fixedBuckets(microseconds(grid.options.every));
      const first = bucketOf(timeOf(ordered, 0), buckets);
      const last = bucketOf(timeOf(ordered, ordered.rows - 1), buckets);
      return [{ name: plan.series, buckets: (last - first) / buckets.every + 1, index: grid.index }];
    }),
  );
}

/** Throws LabFailure `memory` where runs made too many buckets, each of them few enough. */
export function checkBucketsAfter(runs: readonly MadeBuckets[]): void {
  refuseTooMany(
    runs.flatMap(({ work: { plan }, steps }): Made[] => {
      const grid = gridIn(plan);
      return grid ? [{ name: plan.series, buckets: at(steps, grid.place).rowsOut, index: grid.index }] : [];
    }),
  );
}
