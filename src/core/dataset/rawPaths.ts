/** Where a bundle keeps what came in, and which of its files are made from that. */
import { fileNames } from '../recipe/series';
import type { Recipe } from '../recipe/types';
import { safePaths } from './path';

/** Path within the bundle of each file of the recipe, of data and of labels, by its name in the recipe. */
export function rawPaths({ sources, labels }: Pick<Recipe, 'sources' | 'labels'>): Map<string, string> {
  const names = [...sources.flatMap(fileNames), ...labels.map(({ file }) => file)];
  const paths = safePaths(names);
  return new Map(names.map((name, index) => [name, `data/raw/${paths[index]}`]));
}

const RECIPE = 'data/metadata/recipe.json';
const DATASET = /^((?:.*\/)?)data\/metadata\/dataset_v[1-9]\d*\.json$/s;

/** A bundle among files, of any version of a data set: the folder that it lies in, with a slash at its end, or nothing where its files are at the top. */
export function bundleRoots(names: readonly string[]): string[] {
  const described = new Set(names.flatMap((name) => DATASET.exec(name)?.[1] ?? []));
  return names.flatMap((name) => {
    if (name !== RECIPE && !name.endsWith(`/${RECIPE}`)) return [];
    const root = name.slice(0, -RECIPE.length);
    return described.has(root) ? [root] : [];
  });
}

/** The path of a bundle's recipe. */
export const bundleRecipe = (root: string): string => root + RECIPE;
