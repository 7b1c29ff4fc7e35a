/** A bundle as one zip in the browser's private file system, streamed: memory does not grow with it. */
import { safePath } from '../../../core/dataset/path';
import type { BundleSink } from './sink';
import { ZipWriter } from './zipWriter';

const folderName = 'exports';
/** Bytes given to the storage at once: each write is a round trip to another process. */
const writeSize = 4 << 20;
/** Takes exports of earlier visits away; one that another tab holds open stays. */
export async function cleanExports(): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  const names: string[] = [];
  for await (const name of folder.keys()) names.push(name);
  for (const name of names) await folder.removeEntry(name).catch(() => undefined);
}

/** The file of the last finished export: a page may be reading it still. */
let handedOut: string | undefined;

/**
 * A zip named after the data set. Only `finish` gives out the file; `abort` takes it away. Takes away the file that the last export gave out: one at
 * most is kept, and that one until the page frees it, the next export begins, or the lab is opened anew.
 */
export async function zipSink(name: string): Promise<BundleSink> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(folderName, { create: true });
  if (handedOut !== undefined) await folder.removeEntry(handedOut).catch(() => undefined);
  handedOut = undefined;
  const temporary = `${crypto.randomUUID()}.partial`;
  const handle = await folder.getFileHandle(temporary, { create: true });
  const access = await handle.createSyncAccessHandle();
  let bytes = 0;
  let open = true;
  const close = (): void => {
    if (open) access.close();
    open = false;
  };
  const held = new Uint8Array(writeSize);
  let holding = 0;
  const put = (part: Uint8Array<ArrayBuffer>): void => {
    const written = access.write(part, { at: bytes });
    if (written < part.length)
      throw new DOMException('The storage took only part of the data.', 'QuotaExceededError');
    bytes += written;
  };
  const flush = (): void => {
    if (holding > 0) put(held.subarray(0, holding));
    holding = 0;
  };
  const zip = new ZipWriter((part) => {
    for (let at = 0; at < part.length;) {
      const next = part.subarray(at, at + writeSize - holding);
      held.set(next, holding);
      holding += next.length;
      at += next.length;
      if (holding === writeSize) flush();
    }
  });
  return {
    write: (path, content, crc) => zip.write(path, content, crc),
    async finish() {
      zip.finish();
      flush();
      access.flush();
      close();
      const file = await handle.getFile();
      handedOut = temporary;
      const named = `${safePath(name.replaceAll('/', '_'))}.zip`;
      return {
        file: new File([file], named, { type: 'application/zip', lastModified: 0 }),
        kept: { folder: folderName, name: temporary },
        bytes,
      };
    },
    async abort() {
      zip.stop();
      close();
      await folder.removeEntry(temporary);
    },
  };
}
