/** Running the recipe on Spark: what a person chose, and what is known of the recipe as it stands. */
import { create } from 'zustand';
import { recipeFileText } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/types';
import { usualChoices, type SparkChoices } from '../../core/spark/commands';
import { sha256Lines } from '../../core/spark/shell';
import { workOf, type SparkInput, type SparkWork } from '../../core/spark/work';
import type { RunReport, SeriesInfo } from '../../engine/protocol';
import { rawFiles } from '../ingest/files';
import { currentRecipe } from '../recipe/recipe';
import { jsonInParts } from '../session/parts';

/** Kept as long as the page is. */
export const useSparkChoices = create<SparkChoices>()(() => ({ ...usualChoices }));

export const chooseSpark = (choices: Partial<SparkChoices>): void => useSparkChoices.setState(choices);

/** Bytes of an input; of label files the recipe does not say. Undefined where the file is not here. */
export const inputSize = ({ name, bytes }: SparkInput): number | undefined =>
  bytes ?? rawFiles.get(name)?.size;

/** The rows of a recipe, as the series that are loaded and its last run tell them. */
export const sparkWork = (
  recipe: Recipe,
  series: readonly SeriesInfo[],
  report: RunReport | null,
): SparkWork =>
  workOf(recipe, {
    loaded: series.filter(({ source }) => source === 'file'),
    ...(report ? { stages: report.stages } : {}),
  });

/** Of more of them the text is made in parts, so that the page answers in between. */
const MANY = 5000;

/** The text of `recipe.json`, with line ends where it is not long. */
export async function sparkRecipeText(): Promise<string> {
  const recipe = currentRecipe();
  const { sources, injections, annotations, edits, checks = [] } = recipe;
  const items = [sources, injections, annotations, edits, checks].reduce((sum, list) => sum + list.length, 0);
  return items > MANY ? jsonInParts(recipe) : recipeFileText(recipe);
}

/** The text of `inputs.sha256`, of the files whose hashes are known. */
export const sparkHashes = (inputs: readonly SparkInput[]): string =>
  sha256Lines(inputs.flatMap(({ name, sha256 }) => (sha256 === undefined ? [] : [{ name, sha256 }])));
