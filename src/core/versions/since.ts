/** What a version of a data set says of the one before it. */
import type { Dataset } from '../dataset/documents/dataset';
import { count } from '../format';
import type { Recipe } from '../recipe/types';
import { allChanges, versionChanges, type VersionDocuments } from './compare';
import { recipeChanges } from './recipe';
import type { PreviousVersion } from './types';

interface Documents {
  recipe: Recipe;
  dataset: Dataset;
  checks: readonly object[];
}

const entries = (checks: readonly object[]): Record<string, unknown>[] =>
  checks.map((check) => ({ ...check }));

/** Whether a document is one that this version of the lab writes; those of another format are compared by their recipe alone. */
const isComparable = (dataset: Record<string, unknown>): boolean => dataset['format'] === 2;

/** The differences from the version before, a sentence each: of the recipe, then of what came of it. */
export function changesSince(previous: PreviousVersion, { recipe, dataset, checks }: Documents): string[] {
  const ofRecipe = recipeChanges(previous.recipe, recipe);
  if (!isComparable(previous.dataset))
    return [
      ...ofRecipe,
      `Version ${count(previous.version)} has documents of another format: rows, columns, statistics and checks were not compared.`,
    ];
  const before: VersionDocuments = { dataset: documentOf(previous), checks: previous.checks };
  return allChanges(ofRecipe, versionChanges(before, { dataset, checks: entries(checks) }));
}

/** The document of a version, whose bundle was checked against its schema when it was made. */
export const documentOf = ({ dataset }: PreviousVersion): Dataset => dataset as unknown as Dataset;
