/** Files of the disk as the `File` objects that the engine reads. */
import { open, stat } from 'node:fs/promises';
import type { Stats } from 'node:fs';

/** Bytes that a stream gives at once. */
const STREAM_BYTES = 1 << 20;

interface Place {
  path: string;
  from: number;
  to: number;
  /** Of the file when it was opened: milliseconds, bytes. */
  modified: number;
  whole: number;
}

/**
 * A stretch of a file on the disk, read when it is asked for. Node's own file-backed blobs cannot be given to another thread; this one crosses as
 * what it is made of (`place`).
 */
export class PathFile extends File {
  constructor(
    readonly place: Place,
    name: string,
  ) {
    super([], name, { lastModified: place.modified });
  }

  /** The file at a path. Rejects with the system's error. `name`: as the engine is to call it. */
  static async open(path: string, name: string, known?: Stats): Promise<PathFile> {
    const { size, mtimeMs } = known ?? (await stat(path));
    const modified = Math.trunc(mtimeMs);
    return new PathFile({ path, from: 0, to: size, modified, whole: size }, name);
  }

  override get size(): number {
    return this.place.to - this.place.from;
  }

  override slice(start = 0, end = this.size): PathFile {
    const { size } = this;
    const within = (at: number): number => Math.max(0, Math.min(size, at < 0 ? size + at : at));
    const from = within(start);
    const to = Math.max(from, within(end));
    const { place } = this;
    return new PathFile({ ...place, from: place.from + from, to: place.from + to }, this.name);
  }

  /** Rejects with NotReadableError where the file has changed since it was opened, as a browser's does. */
  override async arrayBuffer(): Promise<ArrayBuffer> {
    const { path, from, modified, whole } = this.place;
    const handle = await open(path, 'r');
    try {
      const now = await handle.stat();
      if (now.size !== whole || Math.trunc(now.mtimeMs) !== modified) throw changed(path);
      const bytes = new Uint8Array(this.size);
      for (let filled = 0; filled < bytes.length;) {
        const { bytesRead } = await handle.read(bytes, filled, bytes.length - filled, from + filled);
        if (bytesRead === 0) throw changed(path);
        filled += bytesRead;
      }
      return bytes.buffer;
    } finally {
      await handle.close();
    }
  }

  override async bytes(): Promise<Uint8Array<ArrayBuffer>> {
    return new Uint8Array(await this.arrayBuffer());
  }

  override async text(): Promise<string> {
    return new TextDecoder().decode(await this.arrayBuffer());
  }

  override stream(): ReadableStream<Uint8Array<ArrayBuffer>> {
    let at = 0;
    return new ReadableStream<Uint8Array<ArrayBuffer>>(
      {
        pull: async (controller) => {
          if (at >= this.size) return controller.close();
          const part = await this.slice(at, at + STREAM_BYTES).bytes();
          at += part.length;
          controller.enqueue(part);
        },
      },
      { highWaterMark: 0 },
    );
  }
}

const changed = (path: string): DOMException =>
  new DOMException(`${path} has changed since it was opened.`, 'NotReadableError');
