/** A folder in the browser's private file system: contents by their sha256, and an index of the names that have them. */
import { readJson } from '../../core/json';

export interface SavedFile {
  sha256: string;
  bytes: number;
}

/** What is saved, by name. */
export type SavedIndex = Readonly<Record<string, SavedFile>>;

export interface SavedFolder {
  /** Runs work that changes the folder: alone, over all pages of the lab in this browser. */
  exclusive<T>(work: () => Promise<T>): Promise<T>;
  /** Empty where there is none, or none that can be read. Rejects where this browser saves no files. */
  index(): Promise<SavedIndex>;
  /** The content of an entry. Rejects where it is gone. */
  file(entry: SavedFile): Promise<File>;
  /** Saves content under a name; the index then. Rejects where the storage is full. */
  save(name: string, sha256: string, content: Blob): Promise<SavedIndex>;
  /** Deletes names, and the contents that no other name has; the index then. */
  remove(isGone: (name: string) => boolean): Promise<SavedIndex>;
  /** Deletes everything that no other index of the folder names. */
  clear(): Promise<void>;
}

function isSavedFile(value: unknown): value is SavedFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sha256' in value &&
    typeof value.sha256 === 'string' &&
    'bytes' in value &&
    typeof value.bytes === 'number'
  );
}

function parseIndex(text: string): SavedIndex {
  const parsed = readJson(text);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const entries = Object.entries(parsed).filter((entry): entry is [string, SavedFile] =>
    isSavedFile(entry[1]),
  );
  return Object.fromEntries(entries);
}

const isIndex = (name: string): boolean => name.endsWith('.json');

/** `folder` and `index`: names in the private file system; `lock`: of the lock that pages share. */
export function savedFolder(names: { folder: string; index: string; lock: string }): SavedFolder {
  let last: Promise<unknown> = Promise.resolve();
  const root = (): Promise<FileSystemDirectoryHandle> => navigator.storage.getDirectory();
  const directory = async (): Promise<FileSystemDirectoryHandle> =>
    (await root()).getDirectoryHandle(names.folder, { create: true });

  async function write(folder: FileSystemDirectoryHandle, name: string, content: Blob): Promise<void> {
    const handle = await folder.getFileHandle(name, { create: true });
    try {
      await content.stream().pipeTo(await handle.createWritable());
    } catch (thrown) {
      // One that was there before is as it was; a new one has nothing in it.
      const { size } = await handle.getFile();
      if (size === 0) await folder.removeEntry(name).catch(() => undefined);
      throw thrown;
    }
  }

  async function readIndex(folder: FileSystemDirectoryHandle): Promise<SavedIndex> {
    try {
      const file = await (await folder.getFileHandle(names.index)).getFile();
      return parseIndex(await file.text());
    } catch {
      return {};
    }
  }

  /** What indexes among these names hold; undefined where one of them cannot be read. */
  async function wantedContents(
    folder: FileSystemDirectoryHandle,
    indexes: readonly string[],
  ): Promise<Set<string> | undefined> {
    const wanted = new Set<string>();
    for (const name of indexes) {
      try {
        const text = await (await (await folder.getFileHandle(name)).getFile()).text();
        for (const { sha256 } of Object.values(parseIndex(text))) wanted.add(sha256);
      } catch {
        return undefined;
      }
    }
    return wanted;
  }

  async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
    const found: string[] = [];
    for await (const name of folder.keys()) found.push(name);
    return found;
  }

  /** Writes the index and deletes the contents that no index names. */
  async function writeIndex(folder: FileSystemDirectoryHandle, index: SavedIndex): Promise<SavedIndex> {
    await write(folder, names.index, new Blob([JSON.stringify(index)]));
    const found = await namesIn(folder);
    const wanted = await wantedContents(folder, found.filter(isIndex));
    if (!wanted) return index;
    for (const name of found) if (!isIndex(name) && !wanted.has(name)) await folder.removeEntry(name);
    return index;
  }

  /** Whether another index has this content too: writing it once more would take it from who reads it. */
  async function isShared(
    folder: FileSystemDirectoryHandle,
    sha256: string,
    bytes: number,
  ): Promise<boolean> {
    const others = (await namesIn(folder)).filter((name) => isIndex(name) && name !== names.index);
    if (!(await wantedContents(folder, others))?.has(sha256)) return false;
    try {
      return (await (await folder.getFileHandle(sha256)).getFile()).size === bytes;
    } catch {
      return false;
    }
  }

  return {
    exclusive<T>(work: () => Promise<T>): Promise<T> {
      const job = last.then(async (): Promise<T> => {
        if (!('locks' in navigator)) return work();
        return await navigator.locks.request(names.lock, work);
      });
      last = job.catch(() => undefined);
      return job;
    },
    index: async () => readIndex(await directory()),
    file: async ({ sha256 }) => (await (await directory()).getFileHandle(sha256)).getFile(),
    async save(name, sha256, content) {
      const folder = await directory();
      const index = await readIndex(folder);
      if (!(await isShared(folder, sha256, content.size))) await write(folder, sha256, content);
      return writeIndex(folder, { ...index, [name]: { sha256, bytes: content.size } });
    },
    async remove(isGone) {
      const folder = await directory();
      const left = Object.entries(await readIndex(folder)).filter(([name]) => !isGone(name));
      return writeIndex(folder, Object.fromEntries(left));
    },
    async clear() {
      const folder = await directory();
      if ((await namesIn(folder)).some((name) => isIndex(name) && name !== names.index)) {
        await writeIndex(folder, {});
        await folder.removeEntry(names.index);
        return;
      }
      await (await root()).removeEntry(names.folder, { recursive: true }).catch((thrown: unknown) => {
        if (!(thrown instanceof DOMException && thrown.name === 'NotFoundError')) throw thrown;
      });
    },
  };
}
