import { useFiles } from '../ingest/files';
import { useGenerated } from '../synth/generated';
import { labelsNow, useLabels } from './labels';
import { useRecipe } from '../recipe/recipe';

/** The labels of all series as they stand: another object whenever one of them changed, to draw anew with. */
export function useLabelsVersion(): object {
  useLabels((state) => state.ofFiles);
  useGenerated((state) => state.reports);
  useRecipe((state) => state.recipe.annotations);
  useRecipe((state) => state.recipe.edits);
  useFiles((state) => state.series);
  return labelsNow();
}
