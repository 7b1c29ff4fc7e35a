import type { Recipe } from '../recipe/types';

/** The version of a data set before the one that is made: its documents, as its bundle has them. */
export interface PreviousVersion {
  /** 1 or more. */
  version: number;
  /** SHA-256 of its `dataset_v1.json` (of the version's number), lower-case hexadecimal. */
  sha256: string;
  /** The value of that document. */
  dataset: Record<string, unknown>;
  recipe: Recipe;
  /** The entries of its `checks_v1.json`. */
  checks: readonly Record<string, unknown>[];
}
