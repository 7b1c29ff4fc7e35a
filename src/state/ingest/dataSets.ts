/** Parquet data sets of several files: one source, and one of the page's files. */
import { groupParts, isBystander } from '../../core/ingest/parts';
import type { SkippedFile } from '../../core/ingest/archive/entries';
import { at } from '../../core/list';
import type { FileSource, LabelSource, SourcePart } from '../../core/recipe/types';
import type { NamedFile } from '../../engine/protocol';
import type { IncomingFile } from './archive';

/** The files of a data set where one file is expected; it has no bytes of its own. */
export class DataSet extends File {
  constructor(
    name: string,
    readonly parts: readonly NamedFile[],
  ) {
    super([], name, { lastModified: 0 });
  }
}

/** Files on their way in, those of one data set put together; `skipped`: files that writers leave beside the data. */
export function asDataSets(files: readonly IncomingFile[]): {
  files: IncomingFile[];
  skipped: SkippedFile[];
} {
  const skipped = files
    .filter(({ name }) => isBystander(name))
    .map(({ name }) => ({ file: name, why: 'left beside the data by what wrote them' }));
  const grouped = groupParts(files.filter(({ name }) => !isBystander(name)));
  return {
    files: grouped.map(({ name, parts }) => {
      const first = at(parts, 0);
      return parts.length === 1 && first.name === name ? first : { name, file: new DataSet(name, parts) };
    }),
    skipped,
  };
}

/** A file for the engine, with the parts of a data set. */
export const forEngine = ({ name, file }: NamedFile): NamedFile =>
  file instanceof DataSet ? { name, file: at(file.parts, 0).file, parts: file.parts } : { name, file };

/** A file under another name; the parts of a data set are below it. */
export function renamed({ name, file }: NamedFile, as: string): File {
  if (!(file instanceof DataSet) || name === as) return file;
  const folder = `${name}/`;
  if (!file.parts.every((part) => part.name.startsWith(folder))) return file;
  return new DataSet(
    as,
    file.parts.map((part) => ({ ...part, name: `${as}/${part.name.slice(folder.length)}` })),
  );
}

/** The files of a source out of those that are there by name; undefined where one is missing. */
export function gathered(
  source: FileSource | LabelSource,
  there: { get(name: string): File | undefined },
): File | undefined {
  const parts: readonly SourcePart[] | undefined = 'parts' in source ? source.parts : undefined;
  if (!parts) return there.get(source.file);
  const files = parts.flatMap(({ file: name }) => {
    const file = there.get(name);
    return file ? [{ name, file }] : [];
  });
  return files.length === parts.length ? new DataSet(source.file, files) : undefined;
}

/** The files of bytes behind one of the page's files. */
export const bytesOf = (name: string, file: File): readonly NamedFile[] =>
  file instanceof DataSet ? file.parts : [{ name, file }];
