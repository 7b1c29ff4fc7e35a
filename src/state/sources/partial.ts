import type { Held, Version } from '../../core/sources';

/** A running sha256. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  /** Lower-case hexadecimal. */
  digest(): string;
}

/** Bytes that make a blob, which the browser may keep on disk. */
const PIECE = 4 << 20;
/** Bytes hashed before the page gets its turn: some milliseconds of work. */
const TURN = 1 << 20;

/** What has come of one file: its pieces, and the hash of them so far. */
export interface PartialFile extends Held {
  /** How many answers it was pieced together from. */
  answers: number;
  /** Takes the next bytes at once; afterwards `rest` gives the page its turn. */
  append(bytes: Uint8Array<ArrayBuffer>): void;
  /** Resolves at once, or after the page had its turn where much was hashed since the last one. */
  rest(): Promise<void>;
  whole(): { blob: Blob; sha256: string };
}

/** An empty one. Long pieces become blobs, which browsers keep outside the page's memory. */
export function newPartial(hasher: Hasher): PartialFile {
  const pieces: Blob[] = [];
  let open: Uint8Array<ArrayBuffer>[] = [];
  let openBytes = 0;
  let sinceTurn = 0;
  const version: Version = { etag: null, lastModified: null };
  const close = (): void => {
    if (openBytes > 0) pieces.push(new Blob(open));
    open = [];
    openBytes = 0;
  };
  return {
    bytes: 0,
    version,
    answers: 0,
    append(bytes) {
      hasher.update(bytes);
      sinceTurn += bytes.length;
      open.push(bytes);
      openBytes += bytes.length;
      this.bytes += bytes.length;
      if (openBytes >= PIECE) close();
    },
    async rest() {
      if (sinceTurn < TURN) return;
      sinceTurn = 0;
      await new Promise((resolve) => setTimeout(resolve, 0));
    },
    whole() {
      close();
      return { blob: new Blob(pieces), sha256: hasher.digest() };
    },
  };
}
