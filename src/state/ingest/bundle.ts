/** A bundle of the lab on its way in: its recipe, the files as they came, and what is made from them. */
import { bundleRecipe, bundleRoots, rawPaths } from '../../core/dataset/rawPaths';
import type { SkippedFile } from '../../core/ingest/archive/entries';
import { last } from '../../core/list';
import { currentRecipe } from '../recipe/recipe';
import type { IncomingFile } from './archive';
import { gathered } from './dataSets';
import { rawFiles } from './files';

interface IncomingBundle {
  root: string;
  recipe: IncomingFile;
  files: readonly IncomingFile[];
}

/** Separates the files of a bundle from all others. Of several bundles the last one's recipe is opened; what another has is told to be left out. */
export function separateBundle(files: readonly IncomingFile[]): {
  bundle: IncomingBundle | undefined;
  others: IncomingFile[];
  skipped: SkippedFile[];
} {
  const roots = bundleRoots(files.map(({ name }) => name));
  if (roots.length === 0) return { bundle: undefined, others: [...files], skipped: [] };
  const rootOf = ({ name }: IncomingFile): string | undefined =>
    roots.filter((root) => name.startsWith(root)).sort((a, b) => b.length - a.length)[0];
  const root = last(roots);
  const mine = files.filter((file) => rootOf(file) === root);
  const recipe = mine.find(({ name }) => name === bundleRecipe(root));
  const others = files.filter((file) => rootOf(file) === undefined);
  const skipped = files.flatMap((file) => {
    const other = rootOf(file);
    return other === undefined || other === root
      ? []
      : [{ file: file.name, why: 'of another bundle; one is opened at a time' }];
  });
  return { bundle: recipe && { root, recipe, files: mine }, others, skipped };
}

/** Gives the recipe, which is the bundle's by now, the files that the bundle has of it. The rest of the bundle comes back as left out. */
export function giveBundled({ root, files }: IncomingBundle): { given: string[]; skipped: SkippedFile[] } {
  const recipe = currentRecipe();
  const names = new Map([...rawPaths(recipe)].map(([name, path]) => [root + path, name]));
  const there = new Map<string, File>();
  const skipped: SkippedFile[] = [];
  for (const { name: path, file } of files) {
    const name = names.get(path);
    if (name !== undefined) there.set(name, file);
    else if (path !== bundleRecipe(root))
      skipped.push({ file: path, why: 'part of the bundle that is made anew from its recipe and raw files' });
  }
  const given: string[] = [];
  for (const source of [...recipe.sources, ...recipe.labels]) {
    const file = gathered(source, there);
    if (!file) continue;
    rawFiles.set(source.file, file);
    given.push(source.file);
  }
  return { given, skipped };
}
