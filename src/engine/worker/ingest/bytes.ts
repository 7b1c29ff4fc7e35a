/** Bytes of a file, read from where it is or from memory. */

/** What can be read by stretches: a file is. */
export interface Bytes {
  readonly size: number;
  slice(from?: number, to?: number): Bytes;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Bytes of a file that were read: each look at a file is a round trip to another process. */
export class HeldBytes implements Bytes {
  constructor(private readonly bytes: Uint8Array<ArrayBuffer>) {}

  get size(): number {
    return this.bytes.length;
  }

  slice(from = 0, to = this.size): HeldBytes {
    return new HeldBytes(this.bytes.subarray(from, to));
  }

  /** A copy: who asked for it may hand it on to another thread. */
  arrayBuffer(): Promise<ArrayBuffer> {
    return Promise.resolve(this.bytes.slice().buffer);
  }
}

/** A file up to this size is read at once, parsed and hashed where it is read: a worker for it would take longer than the work. */
export const SMALL_BYTES = 2 << 20;
/** Small files that are read before it is their turn. */
const AHEAD = 16;

/** Small files of a list, of which some are read before it is their turn. */
export class ReadAhead {
  private readonly reads = new Map<File, Promise<HeldBytes>>();
  private next = 0;

  /** `files` are asked for in their order; those that are null stand for what is not read here. */
  constructor(private readonly files: readonly (File | null)[]) {}

  /** The bytes of a file: from memory where it is small. Rejects with what the platform says of a file that cannot be read. */
  async take(file: File): Promise<Bytes> {
    this.fill();
    const read = this.reads.get(file);
    this.reads.delete(file);
    return read ?? file;
  }

  private fill(): void {
    for (; this.next < this.files.length && this.reads.size < AHEAD; this.next++) {
      const file = this.files[this.next];
      if (!file || file.size >= SMALL_BYTES) continue;
      const read = readWhole(file);
      read.catch(() => undefined);
      this.reads.set(file, read);
    }
  }
}

async function readWhole(file: File): Promise<HeldBytes> {
  return new HeldBytes(new Uint8Array(await file.slice().arrayBuffer()));
}
