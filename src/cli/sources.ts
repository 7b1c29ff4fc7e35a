/** The files that a recipe names, among those of a folder. */
import { bundleRecipe, bundleRoots } from '../core/dataset/rawPaths';
import { parseRecipeText } from '../core/recipe';
import { Findings } from '../core/verify/collect';
import { contentsOf } from '../engine/worker/verify/contents';
import { groupParts, isBystander } from '../core/ingest/parts';
import { fileNamed } from '../core/recipe/fileNamed';
import { filesOf } from '../core/recipe/series';
import type { FileSource, LabelSource, Recipe, SourcePart } from '../core/recipe/types';
import type { NamedFile, VerifyRequest } from '../engine/protocol';
import type { GivenSource } from '../engine/worker/making';
import { PathFile } from './node/pathFile';
import type { DiskFile } from './node/walk';

/** The parts of a Parquet data set of several files: those of the recipe where all are there, else what its folder holds now. */
function partsOf(
  { file, parts }: { file: string; parts: readonly SourcePart[] },
  files: readonly DiskFile[],
): DiskFile[] {
  const named = parts.flatMap((part) => {
    const found = files.find(({ name }) => name === part.file);
    return found ? [found] : [];
  });
  if (named.length === parts.length) return named;
  const below = files.filter(({ name }) => name.startsWith(`${file}/`) && !isBystander(name));
  return groupParts(below).find(({ name }) => name === file)?.parts ?? [];
}

const opened = ({ path, name }: DiskFile): Promise<PathFile> => PathFile.open(path, name);

async function given(
  source: FileSource | LabelSource,
  files: readonly DiskFile[],
): Promise<GivenSource | undefined> {
  const { file: name } = source;
  if (!('parts' in source) || !source.parts) {
    const found = fileNamed(name, files);
    return found && { name, file: await opened({ ...found, name }), source };
  }
  const parts: { name: string; file: File }[] = [];
  for (const part of partsOf({ file: name, parts: source.parts }, files))
    parts.push({ name: part.name, file: await opened(part) });
  const [first] = parts;
  return first && { name, file: first.file, parts, source };
}

/** The files of a recipe, in its order, and the names of those that are not there. Rejects with `source-ambiguous` or `file-gone`. */
export async function sourcesOf(
  recipe: Recipe,
  files: readonly DiskFile[],
): Promise<{ given: GivenSource[]; missing: string[] }> {
  const found: GivenSource[] = [];
  const missing: string[] = [];
  for (const source of filesOf(recipe)) {
    const one = await given(source, files);
    if (one) found.push(one);
    else missing.push(source.file);
  }
  return { given: found, missing };
}

/** The recipe of a bundle, by a look at its names alone; undefined where it cannot be read, which a verification tells. */
export async function recipeIn(bundle: VerifyRequest['bundle']): Promise<Recipe | undefined> {
  const contents = await contentsOf(bundle, new Findings());
  const [root] = bundleRoots([...contents.keys()]);
  const content = root === undefined ? undefined : contents.get(bundleRecipe(root));
  if (!content) return undefined;
  const text = await content.open().then(
    (file) => file.text(),
    () => undefined,
  );
  const read = text === undefined ? undefined : parseRecipeText(text);
  return read?.ok === true ? read.value : undefined;
}

/** Files as the engine takes them. */
export const namedFiles = async (files: readonly DiskFile[]): Promise<NamedFile[]> => {
  const named: NamedFile[] = [];
  for (const file of files) named.push({ name: file.name, file: await opened(file) });
  return named;
};
