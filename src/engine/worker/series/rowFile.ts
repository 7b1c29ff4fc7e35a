/** The file of the browser's private file system that rows beyond the budget of memory go to. */
import type { RowSpace } from './rowKeeper';

const folderName = 'rows';

/**
 * Opens a new file for this worker's rows, and deletes those of workers that are no more: rows are read again from the kept copies of their files. A file that another tab
 * holds open stays. Rejects where the browser stores no files for the page.
 */
export async function openRowSpace(): Promise<RowSpace> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  for (const name of names) await folder.removeEntry(name).catch(() => undefined);
  const handle = await folder.getFileHandle(crypto.randomUUID(), { create: true });
  const file = await handle.createSyncAccessHandle();
  return { file, free: freeSpace };
}

/** Bytes that the browser's storage may take yet; undefined where it does not say. */
export async function freeSpace(): Promise<number | undefined> {
  if (typeof navigator === 'undefined' || !('storage' in navigator)) return undefined;
  const { quota, usage } = await navigator.storage.estimate().catch((): StorageEstimate => ({}));
  return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage);
}
