/** A bundle as one zip in the browser's private file system, streamed: memory does not grow with it. */
import { makeZip } from 'client-zip';
import { safePath } from '../../../core/dataset/path';
import type { BundleSink, Content } from './sink';

const folderName = 'exports';
/** Bytes given to the storage at once: each write is a round trip to another process. */
const writeSize = 4 << 20;
/** The first moment that a zip can hold; the same for every entry, so that the same input gives the same bytes. */
const epoch = new Date(1980, 0, 1);

interface Entry {
  path: string;
  content: Content;
  taken: () => void;
}

/** Entries pushed one after the other, as client-zip pulls them. `onBytes` gets the zip in order. */
export function zipStream(onBytes: (bytes: Uint8Array) => void): {
  write(path: string, content: Content): Promise<void>;
  finish(): Promise<void>;
  /** Ends the zip half-way; nothing more comes out of it. */
  stop(): void;
} {
  let next: (entry: Entry | undefined) => void = () => undefined;
  let wanted = new Promise<Entry | undefined>((resolve) => {
    next = resolve;
  });
  async function* entries(): AsyncGenerator<{ name: string; input: Content; lastModified: Date }, void> {
    for (;;) {
      const entry = await wanted;
      if (!entry) return;
      wanted = new Promise((resolve) => {
        next = resolve;
      });
      yield { name: entry.path, input: entry.content, lastModified: epoch };
      entry.taken();
    }
  }
  const reader = makeZip(entries()).getReader();
  const done = (async () => {
    for (;;) {
      const { done: end, value } = await reader.read();
      if (end) return;
      onBytes(value);
    }
  })();
  done.catch(() => undefined);
  return {
    write: (path, content) =>
      Promise.race([
        new Promise<void>((taken) => {
          next({ path, content, taken });
        }),
        done,
      ]),
    async finish() {
      next(undefined);
      await done;
    },
    stop() {
      // Without a next entry the generator ends. Not awaited: a content that never comes must not hold this up.
      next(undefined);
      reader.cancel().catch(() => undefined);
    },
  };
}

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
  const zip = zipStream((part) => {
    for (let at = 0; at < part.length;) {
      const next = part.subarray(at, at + writeSize - holding);
      held.set(next, holding);
      holding += next.length;
      at += next.length;
      if (holding === writeSize) flush();
    }
  });
  return {
    write: (path, content) => zip.write(path, content),
    async finish() {
      await zip.finish();
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
