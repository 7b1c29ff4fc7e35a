/** Archives opened like folders: which of the files on their way in are archives, and their entries as files. */
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import {
  archiveFolder,
  entryPath,
  planEntries,
  refusedText,
  type SkippedFile,
} from '../../core/ingest/archive/entries';
import { isTarHeader, TAR_BLOCK } from '../../core/ingest/archive/tar';
import { checkUnpacked } from '../../core/ingest/limits';
import { plural } from '../../core/format';
import { append, at } from '../../core/list';
import type { NamedFile, Progress } from '../../engine/protocol';
import { whileLoading } from './files';
import { unpackTar, untar } from './tar';
import { openZip, type OpenArchive } from './zip';

/** A file on its way in. `inside`: it came with a folder or an archive, so that nobody has asked for it by name. */
export interface IncomingFile extends NamedFile {
  inside?: boolean;
}

/** What became of files on their way in, archives among them. */
export interface OpenedFiles {
  files: IncomingFile[];
  skipped: SkippedFile[];
  /** Archives that cannot be opened, and entries that are refused. */
  errors: LabError[];
}

export type Work = { signal: AbortSignal; onProgress: (progress: Progress) => void };

/** Documents that are zips for their own programs, and are refused as what they are. */
const otherZip = /\.(xls[xmb]|docx|pptx|od[stp]|jar|apk|npz|epub|kmz)$/i;

type Form = 'zip' | 'tar' | 'tar.gz';

/** What kind of archive a file is, by its first bytes; undefined where it is none, or cannot be read. */
async function archiveForm({ name, file }: NamedFile): Promise<Form | undefined> {
  try {
    const head = new Uint8Array(await file.slice(0, TAR_BLOCK).arrayBuffer());
    const [a, b, c, d] = head;
    const zip = a === 0x50 && b === 0x4b && ((c === 3 && d === 4) || (c === 5 && d === 6));
    if (zip) return otherZip.test(name) ? undefined : 'zip';
    if (isTarHeader(head)) return 'tar';
    if (a !== 0x1f || b !== 0x8b) return undefined;
    return isTarHeader(await firstUnpacked(file, TAR_BLOCK)) ? 'tar.gz' : undefined;
  } catch {
    return undefined;
  }
}

/** The first bytes of what a gzip file unpacks to. */
async function firstUnpacked(file: File, length: number): Promise<Uint8Array> {
  const reader = file
    .slice(0, 1 << 20)
    .stream()
    .pipeThrough(new DecompressionStream('gzip'))
    .getReader();
  const bytes = new Uint8Array(length);
  let filled = 0;
  try {
    while (filled < length) {
      const { done, value } = await reader.read();
      if (done) break;
      const part = value.subarray(0, length - filled);
      bytes.set(part, filled);
      filled += part.length;
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
  return bytes.subarray(0, filled);
}

async function open(form: Form, { name, file }: NamedFile, signal: AbortSignal): Promise<OpenArchive> {
  if (form === 'zip') return openZip(name, file);
  return untar(name, form === 'tar' ? file : await unpackTar(name, file, signal));
}

/** The entries of an archive as files. Throws `file-too-large`, `archive-damaged`, `archive-empty`, `file-gone` or AbortError. */
async function unpack(form: Form, archive: NamedFile, { signal, onProgress }: Work): Promise<OpenedFiles> {
  const { name } = archive;
  const opened = await open(form, archive, signal);
  try {
    const plan = planEntries(name, opened.entries);
    const files: IncomingFile[] = [];
    let packed = 0;
    let unpacked = 0;
    for (const [done, index] of plan.taken.entries()) {
      signal.throwIfAborted();
      onProgress({ stage: `opening ${name}`, done, total: plan.taken.length, unit: 'files' });
      const path = entryPath(at(opened.entries, index).name);
      packed = Math.min(packed + opened.packed(index), archive.file.size);
      const before = unpacked;
      const content = await opened.read(index, signal, (bytes) => {
        unpacked = before + bytes;
        checkUnpacked(name, packed, unpacked);
      });
      files.push({
        name: path,
        file: new File([content], path.slice(path.lastIndexOf('/') + 1), {
          lastModified: archive.file.lastModified,
        }),
        inside: true,
      });
    }
    const errors: LabError[] =
      plan.refused.length > 0
        ? [
            {
              code: 'archive-entries',
              file: name,
              message: refusedText(name, plan.refused, files.length > 0),
            },
          ]
        : [];
    if (files.length === 0 && errors.length === 0)
      throw new LabFailure({
        code: 'archive-empty',
        file: name,
        message: `Expected an archive with CSV, gzipped CSV, Parquet or NAB label files; ${name} holds none (${plural(plan.skipped.length, 'file')} of other kinds). Choose another, or unpack it and drop what is needed.`,
      });
    const skipped = plan.skipped.map(({ file, why }) => ({ file: `${name}/${file}`, why }));
    return { files, skipped, errors };
  } finally {
    await opened.close();
  }
}

/**
 * Opens the archives among files, and leaves all others as they are. An archive that cannot be opened is an error of its own. Entries have their paths
 * within the archive as names; where two would share one, those of the later archive are put below its name. Rejects with AbortError alone. `during`:
 * what shows the work while there is some.
 */
export async function openArchives(
  files: readonly IncomingFile[],
  during: (work: (shown: Work) => Promise<OpenedFiles>) => Promise<OpenedFiles> = whileLoading,
): Promise<OpenedFiles> {
  const forms = await Promise.all(files.map(archiveForm));
  if (forms.every((form) => form === undefined)) return { files: [...files], skipped: [], errors: [] };
  return during((work) => openAll(files, forms, work));
}

async function openAll(
  files: readonly IncomingFile[],
  forms: readonly (Form | undefined)[],
  work: Work,
): Promise<OpenedFiles> {
  const result: OpenedFiles = { files: [], skipped: [], errors: [] };
  append(
    result.files,
    files.filter((_file, index) => forms[index] === undefined),
  );
  const names = new Set(result.files.map(({ name }) => name));
  for (const [index, archive] of files.entries()) {
    const form = forms[index];
    if (form === undefined) continue;
    try {
      const opened = await unpack(form, archive, work);
      const clash = opened.files.some(({ name }) => names.has(name));
      for (const file of opened.files) {
        const name = clash ? `${archiveFolder(archive.name)}/${file.name}` : file.name;
        names.add(name);
        result.files.push({ ...file, name });
      }
      append(result.skipped, opened.skipped);
      append(result.errors, opened.errors);
    } catch (thrown) {
      work.signal.throwIfAborted();
      result.errors.push({ file: archive.name, ...toLabError(thrown) });
    }
  }
  return result;
}
