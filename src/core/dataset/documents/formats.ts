/** The documents by which other tools read a bundle. */
import type { LabelRow } from '../../label/types';
import type { Recipe } from '../../recipe/types';
import { croissant } from './croissant';
import type { BundleFile, Dataset } from './dataset';
import { mlflowScript } from './mlflow';
import { documentPaths } from './names';
import { openLineage, uuidOf } from './openLineage';
import { roCrate } from './roCrate';
import { documentText } from './text';

export interface FormatFacts {
  recipe: Recipe;
  /** Names of the splits in order of time. */
  splits: readonly string[];
  labels: readonly LabelRow[];
  /** SHA-256 of a text in lower-case hexadecimal. */
  hash(text: string): Promise<string>;
}

/** A document, made once those before it are written. `files`: all files of the bundle that were. */
interface Format {
  path: string;
  text(files: readonly BundleFile[]): Promise<string> | string;
}

/** In the order in which they are to be written: each may name those before it. */
export const formatsOf = (dataset: Dataset, { recipe, splits, labels, hash }: FormatFacts): Format[] => [
  {
    path: documentPaths(dataset.version).lineage,
    text: async () =>
      openLineage(dataset, recipe, uuidOf(await hash(`${dataset.recipe.sha256} ${dataset.created}`))),
  },
  { path: 'mlflow_dataset.py', text: () => mlflowScript(dataset, splits) },
  { path: 'croissant.json', text: (files) => documentText(croissant(dataset, files, { labels, splits })) },
  { path: 'ro-crate-metadata.json', text: (files) => documentText(roCrate(dataset, files)) },
];
