/**
 * Fetched files in the browser's private file system, for the next time: `sources/<sha256>` and an index. A file goes by its sha256 where
 * the lab knows it, else by its address. The files that the lab has loaded lie apart from it (`state/ingest/storage.ts`).
 */
import type { SourceFile } from '../../core/sources';
import type { Hasher } from './partial';

const FOLDER = 'sources';
const INDEX = 'index.json';
const SLICE = 1 << 20;

type Index = Record<string, { sha256: string; bytes: number }>;

/** What a file is kept by. */
export const keyOf = ({ sha256, url }: SourceFile): string => sha256 ?? url;

const directory = async (): Promise<FileSystemDirectoryHandle> =>
  (await navigator.storage.getDirectory()).getDirectoryHandle(FOLDER, { create: true });

async function readIndex(folder: FileSystemDirectoryHandle): Promise<Index> {
  try {
    return JSON.parse(await (await (await folder.getFileHandle(INDEX)).getFile()).text()) as Index;
  } catch {
    return {};
  }
}

async function write(folder: FileSystemDirectoryHandle, name: string, content: Blob): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  await content.stream().pipeTo(stream);
}

let queue: Promise<unknown> = Promise.resolve();

/** One after the other, over all pages of the lab in this browser. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const job = queue.then(async (): Promise<T> => {
    if (!('locks' in navigator)) return work();
    return await navigator.locks.request('anomaly-data-lab.sources', work);
  });
  queue = job.catch(() => undefined);
  return job;
}

const sizes = (index: Index): Record<string, number> =>
  Object.fromEntries(Object.entries(index).map(([key, { bytes }]) => [key, bytes]));

/** Bytes of each kept file, by what it is kept by. Rejects where this browser keeps no files. */
export const listKept = (): Promise<Record<string, number>> =>
  alone(async () => sizes(await readIndex(await directory())));

/** Keeps a file; resolves to what is kept then. Rejects where the browser keeps none, or its storage is full. */
export const keep = (key: string, sha256: string, content: Blob): Promise<Record<string, number>> =>
  alone(async () => {
    const folder = await directory();
    const index = await readIndex(folder);
    await write(folder, sha256, content);
    index[key] = { sha256, bytes: content.size };
    await write(folder, INDEX, new Blob([JSON.stringify(index)]));
    return sizes(index);
  });

/** A copy of a kept file that outlives it, its sha256 checked; null where there is none, or not what was kept. */
export async function readKept(key: string, hasher: () => Promise<Hasher>): Promise<Blob | null> {
  try {
    const folder = await directory();
    const entry = (await readIndex(folder))[key];
    if (!entry) return null;
    const file = await (await folder.getFileHandle(entry.sha256)).getFile();
    const hash = await hasher();
    for (let at = 0; at < file.size; at += SLICE) {
      hash.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
    }
    if (hash.digest() !== entry.sha256) return null;
    return await new Response(file.stream()).blob();
  } catch {
    return null;
  }
}

/** Deletes kept files, or all of them; resolves to what is left. */
export const deleteKept = (keys?: readonly string[]): Promise<Record<string, number>> =>
  alone(async () => {
    const folder = await directory();
    const before = await readIndex(folder);
    const index = Object.fromEntries(
      Object.entries(before).filter(([key]) => keys !== undefined && !keys.includes(key)),
    );
    await write(folder, INDEX, new Blob([JSON.stringify(index)]));
    const wanted = new Set([INDEX, ...Object.values(index).map(({ sha256 }) => sha256)]);
    const found: string[] = [];
    for await (const name of folder.keys()) found.push(name);
    for (const name of found) if (!wanted.has(name)) await folder.removeEntry(name);
    return sizes(index);
  });
