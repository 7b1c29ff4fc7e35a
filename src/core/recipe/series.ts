/** Which series a source of the recipe brings, by name. */
import type { FileSource, GeneratedSource, LabelSource, Recipe } from './types';

/**
 * The name of a file's series: the file's path, then the key where a series column tells series apart, then the column where there are several.
 */
export function seriesName(source: FileSource, column: string, key?: string): string {
  const parts = [source.file];
  if (key !== undefined) parts.push(key);
  if (source.values.length > 1) parts.push(column);
  return parts.join(':');
}

/** Names of the files that a source is read from: its own, or those of its parts. */
export const fileNames = (source: FileSource | LabelSource): string[] =>
  'parts' in source && source.parts ? source.parts.map(({ file }) => file) : [source.file];

/** The name of a generated source. */
export const nameOf = (source: GeneratedSource): string =>
  'synthetic' in source ? source.synthetic : source.name;

/** Names of the series that a generated source makes: its own, or one for each channel. */
export function seriesOf(source: GeneratedSource): string[] {
  if (!('synthetic' in source)) return [source.name];
  const { synthetic, channels } = source;
  return channels ? channels.list.map(({ name }) => `${synthetic}/${name}`) : [synthetic];
}

/** How many series a recipe brings, as far as it tells without its files: what a key column splits counts once. */
export const seriesCount = ({ sources, generated }: Pick<Recipe, 'sources' | 'generated'>): number =>
  sources.reduce((sum, { values }) => sum + Math.max(1, values.length), 0) +
  generated.reduce((sum, source) => sum + seriesOf(source).length, 0);

/** Names that a source gives for one place: none, one, or several. */
export const listOf = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names;

/** Whether a recipe names anything that a person brought or made: files, generated series, labels by hand. */
export const holdsContent = ({ sources, labels, generated, annotations }: Recipe): boolean =>
  sources.length + labels.length + generated.length + annotations.length > 0;

/** The recipe's files, of data and of labels. */
export const filesOf = ({ sources, labels }: Recipe): (FileSource | LabelSource)[] => [...sources, ...labels];

/** The recipe with a file's source in the place of the one of its path, or added. */
export function withSource(recipe: Recipe, source: FileSource | LabelSource): Recipe {
  const put = <T extends { file: string }>(list: readonly T[], item: T): T[] =>
    list.some(({ file }) => file === item.file)
      ? list.map((other) => (other.file === item.file ? item : other))
      : [...list, item];
  return 'values' in source
    ? { ...recipe, sources: put(recipe.sources, source) }
    : { ...recipe, labels: put(recipe.labels, source) };
}

/** The recipe with more names of checks and conflicts that a person has accepted. */
export const withAccepted = (recipe: Recipe, names: readonly string[]): Recipe => ({
  ...recipe,
  export: { ...recipe.export, accept: [...new Set([...(recipe.export.accept ?? []), ...names])] },
});
