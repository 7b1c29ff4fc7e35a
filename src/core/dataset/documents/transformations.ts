/** The steps of a run with their options, as `dataset_v{n}.json` tells of them. */
import { at } from '../../list';
import { optionsOf } from '../../recipe/steps';
import type { Recipe } from '../../recipe/types';
import type { StepReport } from '../../steps/types';
import type { Dataset } from './dataset';
import { statisticsEntries, type StepStatistics } from './statistics';

/** The steps of a run with their options and what they did. `statistics`: by step. */
export const transformations = (
  recipe: Recipe,
  steps: readonly StepReport[],
  statistics: readonly (readonly StepStatistics[])[],
): Dataset['transformations'] =>
  steps.map(({ index, kind, off, rowsIn, rowsOut, counts, series, labels, sentence, warnings }) => ({
    index,
    kind,
    off,
    parameters: { ...optionsOf(at(recipe.steps, index), kind) },
    rowsIn,
    rowsOut,
    counts,
    series,
    statistics: statisticsEntries(at(statistics, index)),
    labels: labels ?? null,
    sentence,
    warnings,
  }));
