/** Raw files saved in the browser, so that the session is there tomorrow. */
import { savedFolder, type SavedFolder, type SavedIndex } from '../page/savedFolder';
import { useSession } from '../page/page';
import { readOnly, sessionName } from '../session/tab';
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
  const bytes = Object.values(index).reduce((sum, entry) => sum + entry.bytes, 0);
  useSession.setState({ storage: { kept: true, bytes } });
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

/** Saves a copy in the background; does nothing where the hash or the file is not known. */
export function keepRaw(name: string, sha256: string | undefined, file: File | undefined): Promise<void> {
  return change(async () => {
    if (!sha256 || !file) return;
    const before = await folder.index();
    const there = before[name]?.sha256 === sha256;
    showStorage(there ? before : await folder.save(name, sha256, file));
  });
}

/** Copies into memory what the session still reads from a saved copy, before that one is deleted: undo brings sources back. */
async function copyToMemory(names: Iterable<string>): Promise<void> {
  for (const name of names) {
    const file = rawFiles.get(name);
    if (!file || !fromCopy.has(file)) continue;
    const { lastModified } = file;
    rawFiles.set(name, new File([await new Response(file.stream()).blob()], file.name, { lastModified }));
  }
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
    await copyToMemory([...rawFiles.keys()]);
    await folder.clear();
    useSession.setState({ storage: { kept: true, bytes: 0, cleared } });
  });
}
