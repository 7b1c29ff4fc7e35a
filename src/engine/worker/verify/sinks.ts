/** What takes the files of a replay and holds them against those of a bundle. */
import { rawPaths } from '../../../core/dataset/rawPaths';
import type { PreviousVersion } from '../../../core/versions/types';
import type { NamedFile } from '../../protocol';
import type { BundleSink } from '../dataset/sink';
import type { BundleContent } from './contents';
import type { CompareParquet, OpenComparer } from './differ';
import type { Documents } from './documents';
import type { HashedFile } from './hashes';

export interface ReplayInput {
  contents: ReadonlyMap<string, BundleContent>;
  hashes: ReadonlyMap<string, HashedFile>;
  documents: Documents;
  /** Raw files that the bundle does not have, by their names in the recipe. */
  raw: readonly NamedFile[];
  previous?: PreviousVersion;
}

export interface SinkOptions {
  /** Whether the version before this one is not at hand. */
  withoutPrevious: boolean;
  compareParquet: CompareParquet;
  openComparer: OpenComparer;
  signal: AbortSignal;
}

/** Keeps no file, and tells what is not as it is in the bundle. */
export interface ReplaySink extends BundleSink {
  /** Of all files that the replay made. */
  readonly paths: ReadonlySet<string>;
}

/** The paths of files that came in: the replay takes them as they are. */
export const cameIn = ({ documents: { recipe } }: ReplayInput): ReadonlySet<string> =>
  new Set(recipe ? rawPaths(recipe).values() : []);

export const isData = (path: string): boolean => path.startsWith('data/') && path.endsWith('.parquet');

/** Parquet files of the bundle that no replay brings: those that did not come in. */
export const dataOf = (input: ReplayInput): string[] => {
  const raw = cameIn(input);
  return [...input.hashes.keys()].filter((path) => isData(path) && !raw.has(path));
};
