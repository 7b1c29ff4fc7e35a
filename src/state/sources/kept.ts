/**
 * Fetched files saved in the browser for the next time. A file goes by its sha256 where the lab knows it, else by its address. The files that
 * the lab has loaded are saved apart from them (`state/ingest/storage.ts`).
 */
import type { SourceFile } from '../../core/sources';
import { savedFolder, type SavedIndex } from '../page/savedFolder';
import type { Hasher } from './partial';

const SLICE = 1 << 20;

const folder = savedFolder({ folder: 'sources', index: 'index.json', lock: 'anomaly-data-lab.sources' });

/** What a file is kept by. */
export const keyOf = ({ sha256, url }: SourceFile): string => sha256 ?? url;

const sizes = (index: SavedIndex): Record<string, number> =>
  Object.fromEntries(Object.entries(index).map(([key, { bytes }]) => [key, bytes]));

/** Bytes of each kept file, by what it is kept by. Rejects where this browser saves no files. */
export const listKept = (): Promise<Record<string, number>> =>
  folder.exclusive(async () => sizes(await folder.index()));

/** Keeps a file; resolves to what is kept then. Rejects where the browser saves none, or its storage is full. */
export const keep = (key: string, sha256: string, content: Blob): Promise<Record<string, number>> =>
  folder.exclusive(async () => sizes(await folder.save(key, sha256, content)));

/** A copy of a kept file that outlives it, its sha256 checked; null where there is none, or not what was kept. */
export async function readKept(key: string, hasher: () => Promise<Hasher>): Promise<Blob | null> {
  try {
    const entry = (await folder.index())[key];
    if (!entry) return null;
    const file = await folder.file(entry);
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
  folder.exclusive(async () => sizes(await folder.remove((key) => !keys || keys.includes(key))));
