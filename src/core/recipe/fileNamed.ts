import { LabFailure } from '../errors';
import { last } from '../list';

/**
 * The file that a name of a recipe means among others: the one of that path, else the only one whose path ends so, else the only one of that base name;
 * undefined where there is none. Throws `source-ambiguous` where there are several.
 */
export function fileNamed<T extends { name: string }>(name: string, files: readonly T[]): T | undefined {
  const exact = files.find((file) => file.name === name);
  if (exact) return exact;
  for (const end of [`/${name}`, `/${last(name.split('/'))}`]) {
    const found = files.filter((file) => `/${file.name}`.endsWith(end));
    if (found.length === 1) return found[0];
    if (found.length > 1) throw ambiguous(name, found);
  }
  return undefined;
}

const ambiguous = (name: string, found: readonly { name: string }[]): LabFailure =>
  new LabFailure({
    code: 'source-ambiguous',
    file: name,
    message: `Expected one file for ${name}; several may be meant: ${found
      .slice(0, 5)
      .map((file) => file.name)
      .join(
        ', ',
      )}${found.length > 5 ? ', …' : ''}. Give a folder in which it lies at its path in the recipe.`,
  });
