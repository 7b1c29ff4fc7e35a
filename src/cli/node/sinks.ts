/** Where a bundle goes on the disk: a zip or a folder, under another name until it is whole. */
import { closeSync, existsSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { LabFailure } from '../../core/errors';
import type { BundleSink, Content } from '../../engine/worker/dataset/sink';
import { ZipWriter } from '../../engine/worker/dataset/zipWriter';

/** Bytes that are written at once. */
const WRITE_BYTES = 1 << 20;

/** Writes to a file in few large writes. */
class BufferedFile {
  private readonly buffer = new Uint8Array(WRITE_BYTES);
  private filled = 0;
  private readonly descriptor: number;
  bytes = 0;

  constructor(path: string) {
    this.descriptor = openSync(path, 'wx');
  }

  put(part: Uint8Array): void {
    this.bytes += part.length;
    if (this.filled + part.length > WRITE_BYTES) this.flush();
    if (part.length >= WRITE_BYTES) return writeAll(this.descriptor, part);
    this.buffer.set(part, this.filled);
    this.filled += part.length;
  }

  finish(): void {
    this.flush();
    fsyncSync(this.descriptor);
    this.close();
  }

  close(): void {
    closeSync(this.descriptor);
  }

  private flush(): void {
    writeAll(this.descriptor, this.buffer.subarray(0, this.filled));
    this.filled = 0;
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length;) done += writeSync(descriptor, bytes, done);
}

const partial = (path: string): string => join(dirname(path), `.${basename(path)}.${process.pid}.partial`);

/** A zip at a path, which is there once the bundle is whole; a file that is there already is replaced then. */
export async function zipFileSink(path: string): Promise<BundleSink> {
  const target = resolve(path);
  await mkdir(dirname(target), { recursive: true });
  const making = partial(target);
  const file = new BufferedFile(making);
  let ended = false;
  const zip = new ZipWriter((part) => file.put(part));
  return {
    write: (name, content, crc) => zip.write(name, content, crc),
    async finish() {
      zip.finish();
      file.finish();
      ended = true;
      await rename(making, target);
      return { bytes: file.bytes };
    },
    async abort() {
      zip.stop();
      if (!ended) file.close();
      ended = true;
      await rm(making, { force: true });
    },
  };
}

/** A folder at a path, which is there once the bundle is whole; one that is there already is replaced then. */
export async function diskFolderSink(path: string): Promise<BundleSink> {
  const target = resolve(path);
  const making = partial(target);
  await mkdir(making, { recursive: true });
  let bytes = 0;
  const made = new Set<string>();
  return {
    async write(name: string, content: Content) {
      const at = join(making, ...name.split('/'));
      const folder = dirname(at);
      if (!made.has(folder)) await mkdir(folder, { recursive: true });
      made.add(folder);
      const handle = await open(at, 'wx');
      try {
        for await (const part of content instanceof Uint8Array ? [content] : content) {
          for (let done = 0; done < part.length;) done += (await handle.write(part, done)).bytesWritten;
          bytes += part.length;
        }
      } finally {
        await handle.close();
      }
    },
    async finish() {
      const old = `${making}.old`;
      const replaces = existsSync(target);
      if (replaces) await rename(target, old);
      await rename(making, target);
      if (replaces) await rm(old, { recursive: true });
      return { bytes };
    },
    abort: () => rm(making, { recursive: true, force: true }),
  };
}

const exists = (path: string, message: string): LabFailure =>
  new LabFailure({ code: 'output-exists', file: path, message });

/**
 * Rejects with `output-exists` where something stands at the place of a bundle. With `force` a file is replaced by a zip, and a folder by a folder where it
 * is empty or holds a bundle.
 */
export async function checkOutput(path: string, force: boolean): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return;
  const zip = isZipName(path);
  if (zip && !found.isFile())
    throw exists(path, `Expected to write a zip to ${path}; a folder has that name.`);
  if (zip && force) return;
  if (zip) throw exists(path, `${path} is there already, and was not touched. Give --force to replace it.`);
  if (!found.isDirectory())
    throw exists(path, `Expected to write a folder to ${path}; a file has that name. A zip ends in .zip.`);
  if ((await readdir(path)).length === 0) return;
  if (!force)
    throw exists(
      path,
      `${path} is not empty, and was not touched. Give --force to replace the bundle that it holds.`,
    );
  if (!existsSync(join(path, 'data/metadata/dataset_v1.json')))
    throw exists(
      path,
      `${path} holds something else than a bundle, and was not touched. Name another folder.`,
    );
}

export const isZipName = (path: string): boolean => /\.zip$/i.test(path);

/** Where a bundle goes by its path: a zip where it ends in `.zip`, else a folder. */
export const sinkAt = (path: string): Promise<BundleSink> =>
  isZipName(path) ? zipFileSink(path) : diskFolderSink(path);
