/** Raw files saved in the browser, so that the session is there tomorrow. */
import { bytes } from '../../core/format';
import { at } from '../../core/list';
import type { FileSource, LabelSource } from '../../core/recipe/types';
import { freeSpace } from '../page/space';
import { savedFolder, type SavedFolder, type SavedIndex } from '../page/savedFolder';
import { useSession } from '../page/page';
import { readOnly, sessionName } from '../session/tab';
import { bytesOf, DataSet } from './dataSets';
import { rawFiles } from './files';

const session = sessionName();

/** The names of a session's files have an index of their own; contents are shared by their hash. */
const folderOf = (name: string): SavedFolder =>
  savedFolder({
    folder: 'raw',
    index: name === 'main' ? 'manifest.json' : `manifest-${name}.json`,
    lock: 'anomaly-data-lab.kept',
  });

const folder = folderOf(session);

/** Files of this session that are read from their saved copy, and end with it. */
const fromCopy = new WeakSet<File>();

function showStorage(index: SavedIndex): void {
  const saved = Object.values(index).reduce((sum, entry) => sum + entry.bytes, 0);
  useSession.setState({ storage: { kept: true, bytes: saved } });
}

function showFailure(thrown: unknown): void {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const message = `This browser cannot save files for the page (private window or full storage): ${reason}. The recipe is saved; add the files again after a reload.`;
  useSession.setState({ storage: { kept: false, bytes: 0, message } });
}

/** Changes the folder, alone; not from a tab that only reads. A failure is shown, not thrown. */
const change = (work: () => Promise<void>): Promise<void> =>
  readOnly() ? Promise.resolve() : folder.exclusive(work).catch(showFailure);

/** Resolves once the copies that are being saved are there, or could not be saved. */
export const copiesSaved = (): Promise<void> => change(() => Promise.resolve());

/** Saves a copy in the background, of a data set one of each part; does nothing where a hash or a file is not known. */
export function keepRaw(source: FileSource | LabelSource, file: File | undefined): Promise<void> {
  return change(async () => {
    if (!file) return;
    for (const part of bytesOf(source.file, file)) {
      const sha256 = hashOf(source, part.name);
      if (sha256 === undefined) continue;
      const before = await folder.index();
      const there = before[part.name]?.sha256 === sha256;
      showStorage(there ? before : await save(part.name, sha256, part.file));
    }
  });
}

/** Saves one copy. Rejects, with what is needed and free, where the storage has no room for it. */
async function save(name: string, sha256: string, file: File): Promise<SavedIndex> {
  const noRoom = (free: number | undefined): Error =>
    new Error(
      `the copy of ${name} takes ${bytes(file.size)}${free === undefined ? '' : `, ${bytes(free)} are free`}`,
    );
  const free = await freeSpace();
  if (free !== undefined && file.size > free) throw noRoom(free);
  try {
    return await folder.save(name, sha256, file);
  } catch (thrown) {
    const full = thrown instanceof DOMException && thrown.name === 'QuotaExceededError';
    throw full ? noRoom(await freeSpace()) : thrown;
  }
}

function hashOf(source: FileSource | LabelSource, name: string): string | undefined {
  const parts = 'parts' in source ? source.parts : undefined;
  return parts ? parts.find(({ file }) => file === name)?.sha256 : source.sha256;
}

/** Copies into memory what the session still reads from a saved copy, before that one is deleted: undo brings sources back. */
async function copyToMemory(names: Iterable<string>): Promise<void> {
  const leaving = new Set(names);
  for (const [name, file] of rawFiles) {
    const held = bytesOf(name, file);
    if (!held.some((one) => leaving.has(one.name) && fromCopy.has(one.file))) continue;
    const copies = [];
    for (const one of held) copies.push({ name: one.name, file: await inMemory(one.file) });
    rawFiles.set(name, file instanceof DataSet ? new DataSet(name, copies) : at(copies, 0).file);
  }
}

async function inMemory(file: File): Promise<File> {
  const { lastModified } = file;
  return new File([await new Response(file.stream()).blob()], file.name, { lastModified });
}

/** Deletes the copies of files that left the recipe; a content that another file shares stays. */
export function forgetRaw(names: readonly string[]): Promise<void> {
  return change(async () => {
    await copyToMemory(names);
    showStorage(await folder.remove((name) => names.includes(name)));
  });
}

/** The saved files, by the recipe's name for them. */
export async function savedFiles(): Promise<Map<string, File>> {
  const files = new Map<string, File>();
  try {
    const index = await folder.index();
    for (const [name, entry] of Object.entries(index)) {
      const file = await folder.file(entry).catch(() => null);
      if (file?.size !== entry.bytes) continue;
      fromCopy.add(file);
      files.set(name, file);
    }
    showStorage(index);
  } catch (thrown) {
    showFailure(thrown);
  }
  return files;
}

/** Deletes the saved files of other sessions, which no longer are; a content that another one has stays. */
export async function forgetSessions(sessions: readonly string[]): Promise<void> {
  for (const name of sessions) await change(() => folderOf(name).clear());
}

/** Deletes every saved file from the browser's storage; what is loaded stays until the page closes. */
export function clearKept(): Promise<void> {
  return change(async () => {
    const cleared = useSession.getState().storage?.bytes ?? 0;
    await copyToMemory([...rawFiles].flatMap(([name, file]) => bytesOf(name, file).map((one) => one.name)));
    await folder.clear();
    useSession.setState({ storage: { kept: true, bytes: 0, cleared } });
  });
}
