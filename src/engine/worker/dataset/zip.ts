/** A bundle as one zip: in memory, or in the browser's private file system where it is large, so that memory does not grow with it. */
import { safePath } from '../../../core/dataset/path';
import { at } from '../../../core/list';
import { StorageFull, type BundleSink } from './sink';
import { ZipWriter } from './zipWriter';

const folderName = 'exports';
/** Bytes given to the storage between two entries: a slow disk takes some tens of milliseconds for them, as long as those who encode the next have work. */
const WRITE_BYTES = 4 << 20;
/** Parts of an entry, its head and name, that are put together. */
const SMALL_BYTES = 1 << 16;

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

/** A bundle of up to so many bytes is put together in memory, which takes a tenth of the time of a file. Of a larger one as many wait at most. */
const MEMORY_BYTES = 128 << 20;
/** A file grows by so many bytes at once: growing with each write takes twice the time. */
const GROWTH_BYTES = 64 << 20;

/** Bytes in the private file system. */
class StoredBytes {
  private bytes = 0;
  private grown = 0;
  private open = true;

  private constructor(
    readonly folder: FileSystemDirectoryHandle,
    readonly name: string,
    private readonly handle: FileSystemFileHandle,
    private readonly access: FileSystemSyncAccessHandle,
  ) {}

  static async create(): Promise<StoredBytes> {
    const folder = await exportsFolder();
    const name = `${crypto.randomUUID()}.partial`;
    const handle = await folder.getFileHandle(name, { create: true });
    return new StoredBytes(folder, name, handle, await handle.createSyncAccessHandle());
  }

  /** Throws StorageFull. */
  put(part: Uint8Array<ArrayBuffer>): void {
    try {
      if (this.bytes + part.length > this.grown) {
        this.grown = this.bytes + part.length + GROWTH_BYTES;
        this.access.truncate(this.grown);
      }
      // In a private window of Chromium a full storage is told by a number above all others.
      if (this.access.write(part, { at: this.bytes }) !== part.length)
        throw new StorageFull('Only part was taken.');
    } catch (thrown) {
      throw new StorageFull(String(thrown), this.bytes + part.length);
    }
    this.bytes += part.length;
  }

  async finish(): Promise<File> {
    this.access.truncate(this.bytes);
    this.access.flush();
    this.close();
    return this.handle.getFile();
  }

  async abort(): Promise<void> {
    this.close();
    await this.folder.removeEntry(this.name);
  }

  private close(): void {
    if (this.open) this.access.close();
    this.open = false;
  }
}

async function exportsFolder(): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(folderName, { create: true });
}

/**
 * A zip named after the data set, of more than `memoryBytes` in a file of the browser's. Only `finish` gives it out; `abort` takes it away. Takes away the file that the last
 * export gave out: one at most is kept, and that one until the page frees it, the next export begins, or the lab is opened anew.
 */
export async function zipSink(name: string, memoryBytes = MEMORY_BYTES): Promise<BundleSink> {
  if (handedOut !== undefined) {
    const before = handedOut;
    handedOut = undefined;
    await exportsFolder().then((folder) => folder.removeEntry(before).catch(() => undefined));
  }
  let parts: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let bytes = 0;
  let stored: StoredBytes | undefined;
  /** Writes parts until so many bytes are written. */
  const flush = (least: number): void => {
    let written = 0;
    let done = 0;
    for (; done < parts.length && written < least; done++) {
      const part = at(parts, done);
      stored?.put(part);
      written += part.length;
    }
    parts.splice(0, done);
    held -= written;
  };
  /** Small parts as one, so that neither a list of many nor many small writes come of them. */
  let small = new Uint8Array(SMALL_BYTES);
  let smallFilled = 0;
  const closeSmall = (): void => {
    if (smallFilled === 0) return;
    parts.push(small.subarray(0, smallFilled));
    small = new Uint8Array(SMALL_BYTES);
    smallFilled = 0;
  };
  const zip = new ZipWriter((part) => {
    bytes += part.length;
    held += part.length;
    if (smallFilled + part.length > SMALL_BYTES) closeSmall();
    if (part.length > SMALL_BYTES / 4) {
      closeSmall();
      parts.push(part);
    } else {
      small.set(part, smallFilled);
      smallFilled += part.length;
    }
  });
  /** Between two entries, for making a file takes time. */
  const settle = async (): Promise<void> => {
    if (held <= (stored ? WRITE_BYTES : memoryBytes)) return;
    closeSmall();
    stored ??= await StoredBytes.create();
    // What is held by then is written a little at a time: else those who encode would wait for the disk.
    flush(Math.max(WRITE_BYTES, held - memoryBytes));
  };
  return {
    async write(path, content, crc) {
      await zip.write(path, content, crc);
      await settle();
    },
    async finish() {
      zip.finish();
      closeSmall();
      const named = `${safePath(name.replaceAll('/', '_'))}.zip`;
      const options = { type: 'application/zip', lastModified: 0 };
      if (!stored) return { file: new File(parts, named, options), bytes };
      flush(Infinity);
      const file = await stored.finish();
      handedOut = stored.name;
      return {
        file: new File([file], named, options),
        kept: { folder: folderName, name: stored.name },
        bytes,
      };
    },
    async abort() {
      zip.stop();
      parts = [];
      await stored?.abort();
    },
  };
}
