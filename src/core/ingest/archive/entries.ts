/** Which entries of an archive, or files of a folder, are opened, and why the others are not. */
import { LabFailure } from '../../errors';
import { count } from '../../format';
import { MAX_ARCHIVE_ENTRIES, MAX_ARCHIVE_NAME_LENGTH } from '../limits';

/** What an archive says of an entry. */
export interface ArchiveEntry {
  /** As it stands in the archive; a folder's may end with a slash. */
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  encrypted: boolean;
}

/** A file that was not opened, and the reason. */
export interface SkippedFile {
  file: string;
  why: string;
}

/** What becomes of the entries: indexes of those that are opened, the others with the reason. */
export interface EntryPlan {
  taken: number[];
  /** Not asked for: another kind of file. */
  skipped: SkippedFile[];
  /** Refused: of a name that leads elsewhere, encrypted, a link, an archive within the archive. */
  refused: SkippedFile[];
}

const readable = /\.(csv|tsv|txt|dat|gz|parquet|pq|json)$/i;
const nested = /\.(zip|7z|rar|tar|tgz|tbz2?|txz|tar\.(gz|bz2|xz|zst))$/i;

/** Whether a file within a folder or an archive may hold data, labels or a recipe, by its name. */
export const isReadableName = (name: string): boolean => readable.test(name) && !nested.test(name);

const opened = /\.(zip|tgz|tar|tar\.gz)$/i;

/** Whether a file is an archive that can be opened, by its name. */
export const isArchiveName = (name: string): boolean => opened.test(name);

/** An archive's name without its ending. */
export const archiveFolder = (name: string): string => name.replace(opened, '');

/** Why a file of a folder is left out whose name says that it is nothing the lab reads. */
export const notReadable = (name: string): string =>
  nested.test(name)
    ? 'an archive within a folder or an archive is not opened; drop it by itself'
    : 'not a kind of file that the lab reads';

/** Whether a path is one that its system made for itself: a hidden file, or what macOS adds to a zip. */
export function isHidden(name: string): boolean {
  return name
    .split('/')
    .some((part) => part === '__MACOSX' || (part.startsWith('.') && part !== '.' && part !== '..'));
}

/** Why the name of an entry cannot be taken; undefined where it can. Nothing is written anywhere by it: it would still pass for the name of another file. */
export function entryNameProblem(name: string): string | undefined {
  if (name === '') return 'its name is empty';
  if (name.length > MAX_ARCHIVE_NAME_LENGTH)
    return `its name has more than ${count(MAX_ARCHIVE_NAME_LENGTH)} characters`;
  if (/[\0-\x1f\x7f]|\p{Cs}/u.test(name)) return 'its name has a control character';
  if (name.includes('\\')) return 'its name has a backslash';
  if (name.startsWith('/') || /^[a-z]:/i.test(name)) return 'its name is an absolute path';
  const parts = name.split('/');
  if (parts.includes('..')) return 'its name leads out of the archive';
  if (parts.some((part) => part === '' || part === '.')) return 'its name has an empty part';
  return undefined;
}

/** The name of an entry as a path of this archive's folder: without the `./` that tar writes before each. */
export const entryPath = (name: string): string => name.replace(/^(\.\/)+/, '');

/** Throws `file-too-large` where an archive has too many entries. */
export function checkEntryCount(archive: string, entries: number): void {
  if (entries <= MAX_ARCHIVE_ENTRIES) return;
  throw new LabFailure({
    code: 'file-too-large',
    file: archive,
    message: `${archive} has more than ${count(MAX_ARCHIVE_ENTRIES)} entries, and the lab opens no such archive. Unpack it, and drop the files or folders that are needed.`,
  });
}

/** Decides about every entry of an archive. Throws `file-too-large` where there are too many. */
export function planEntries(archive: string, entries: readonly ArchiveEntry[]): EntryPlan {
  checkEntryCount(archive, entries.length);
  const plan: EntryPlan = { taken: [], skipped: [], refused: [] };
  const uses = new Map<string, number>();
  for (const { name, kind } of entries) {
    const path = entryPath(name);
    if (kind !== 'folder') uses.set(path, (uses.get(path) ?? 0) + 1);
  }
  for (const [index, { name, kind, encrypted }] of entries.entries()) {
    if (kind === 'folder') continue;
    const path = entryPath(name);
    const refuse = (why: string): void => {
      plan.refused.push({ file: path === '' ? name : path, why });
    };
    const problem = entryNameProblem(path);
    if (problem) refuse(problem);
    else if (isHidden(path)) continue;
    else if (uses.get(path) !== 1) refuse('the archive has more than one entry of this name');
    else if (kind === 'link') refuse('a link is not followed');
    else if (kind === 'other') refuse('it is no plain file');
    else if (!isReadableName(path)) plan.skipped.push({ file: path, why: notReadable(path) });
    else if (encrypted) refuse('it is encrypted; unpack the archive with its password first');
    else plan.taken.push(index);
  }
  return plan;
}

/** Refused entries in one sentence, the first five by name. `others`: whether some are opened. */
export function refusedText(archive: string, refused: readonly SkippedFile[], others: boolean): string {
  const shown = refused
    .slice(0, 5)
    .map(({ file, why }) => `${JSON.stringify(file.slice(0, 200))} (${why})`)
    .join(', ');
  const more = refused.length > 5 ? ` and ${count(refused.length - 5)} more` : '';
  return `${archive}: not opened of its entries: ${shown}${more}.${others ? ' The others are opened.' : ''}`;
}
