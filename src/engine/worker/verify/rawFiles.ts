/** The raw files of the recipe of a bundle. */
import { rawPaths } from '../../../core/dataset/rawPaths';
import { LabFailure } from '../../../core/errors';
import { fileNamed } from '../../../core/recipe/fileNamed';
import { filesOf } from '../../../core/recipe/series';
import type { FileSource, LabelSource, Recipe } from '../../../core/recipe/types';
import type { Findings } from '../../../core/verify/collect';
import { rawChanged } from '../../../core/verify/tell';
import type { NamedFile } from '../../protocol';
import { hashFile } from '../ingest/hash';
import type { GivenSource } from '../making';
import type { BundleContent } from './contents';
import { tellProblem } from './hashes';
import type { ReplayInput } from './sinks';

export interface RawFiles {
  given: GivenSource[];
  /** Names of those that are not there. */
  missing: string[];
  /** Whether one was given that is not what the recipe names. */
  others: boolean;
}

/** The raw files of a recipe, from the bundle or given beside it. */
export async function rawFiles(
  recipe: Recipe,
  { contents, raw }: ReplayInput,
  findings: Findings,
  signal: AbortSignal,
): Promise<RawFiles> {
  const paths = rawPaths(recipe);
  const found: RawFiles = { given: [], missing: [], others: false };
  const bundled = async (content: BundleContent): Promise<File | undefined> => {
    try {
      return await content.open();
    } catch (thrown) {
      tellProblem(content.path, thrown, findings);
      return undefined;
    }
  };
  const find = async (name: string, expected: string | undefined): Promise<File | undefined> => {
    const content = contents.get(paths.get(name) ?? '');
    if (content) return bundled(content);
    const file = namedAmong(name, raw);
    if (!file || expected === undefined) return file;
    const got = await hashFile(file, signal);
    if (got === expected) return file;
    // It says nothing of the bundle.
    findings.add({ ...rawChanged(name, expected, got), severity: 'warning' });
    found.others = true;
    return file;
  };
  for (const source of filesOf(recipe)) {
    const files: { name: string; file: File }[] = [];
    for (const { file: name, sha256: expected } of partsOf(source)) {
      const file = await find(name, expected);
      if (file) files.push({ name, file });
      else found.missing.push(name);
    }
    const [first] = files;
    if (first) found.given.push(givenSource(source, first.file, files));
  }
  return found;
}

const partsOf = (source: FileSource | LabelSource): readonly { file: string; sha256?: string }[] =>
  ('parts' in source ? source.parts : undefined) ?? [source];

/** Where several may be meant, none is. */
function namedAmong(name: string, files: readonly NamedFile[]): File | undefined {
  try {
    return fileNamed(name, files)?.file;
  } catch (thrown) {
    if (thrown instanceof LabFailure) return undefined;
    throw thrown;
  }
}

const givenSource = (
  source: FileSource | LabelSource,
  file: File,
  parts: GivenSource['parts'] & object,
): GivenSource => ({
  name: source.file,
  file,
  source,
  ...('parts' in source && source.parts ? { parts } : {}),
});
