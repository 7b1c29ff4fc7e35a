/** Whether the browser's storage has room for a bundle. */
import { writtenKinds } from '../../core/dataset/stages';
import { bundleSize, type BundleSize } from '../../core/dataset/size';
import { LabFailure } from '../../core/errors';
import { bytes } from '../../core/format';
import type { Recipe } from '../../core/recipe/types';
import type { NamedFile } from '../../engine/protocol';
import { useFiles } from '../ingest/files';
import { freeSpace } from '../page/space';

/** A zip up to here is put together in memory. */
const MEMORY_BYTES = 128 * 2 ** 20;

/** Rows of each stage of the last run. */
type Stages = readonly { name: string; rows: number }[];

/** The size of the bundle of a recipe that has run; `raw`: the files as they came. */
export function expectedSize(
  { export: options }: Recipe,
  stages: Stages,
  raw: readonly NamedFile[],
): BundleSize {
  const last = stages.some(({ name }) => name === 'resampled') ? 'resampled' : 'clean';
  const kinds = writtenKinds(options.stages, last);
  const rowsOf = (wanted: readonly string[]): number =>
    stages.filter(({ name }) => wanted.includes(name)).reduce((sum, { rows }) => sum + rows, 0);
  const generated = useFiles
    .getState()
    .series.filter(({ source }) => source !== 'file')
    .reduce((sum, { rows }) => sum + rows, 0);
  return bundleSize(
    options,
    { parquet: rowsOf(kinds), last: rowsOf(kinds.slice(-1)), generated },
    raw.reduce((sum, { file }) => sum + file.size, 0),
  );
}

/** Whether a zip of that size lies in the browser's storage until it is downloaded. */
export const isStored = ({ about }: BundleSize): boolean => about > MEMORY_BYTES;

/**
 * Rejects with `storage-full` where a zip cannot fit, however well its values can be compressed. `freed`: bytes that the zip of the last export gives back. Where the browser does
 * not say what is free, the export itself finds out.
 */
export async function assertRoom(size: BundleSize, freed: number): Promise<void> {
  if (!isStored(size)) return;
  const free = await freeSpace();
  if (free === undefined || size.least <= free + freed) return;
  throw new LabFailure({
    code: 'storage-full',
    message: `The zip takes about ${bytes(size.about)}, at least ${bytes(size.least)}, and the browser's storage has ${bytes(free)} free, so nothing was written. Free disk space, leave out raw files or CSV, or export to a folder.`,
  });
}
