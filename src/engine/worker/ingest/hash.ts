import { createSHA256 } from 'hash-wasm';
import type { Bytes } from './bytes';

const SLICE = 4 << 20;
/** Up to here the platform's own digest is taken: several times as fast, but it wants all bytes at once. */
const AT_ONCE = 512 << 20;

/** sha256 of a file in lower-case hexadecimal. A file over 512 MB goes slice by slice, so that memory does not grow with it. */
export async function hashFile(file: Bytes, signal?: AbortSignal): Promise<string> {
  if (file.size <= AT_ONCE && 'subtle' in crypto) {
    const bytes = await file.arrayBuffer();
    signal?.throwIfAborted();
    return hexadecimal(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
  }
  const hasher = await createSHA256();
  for (let at = 0; at < file.size; at += SLICE) {
    signal?.throwIfAborted();
    hasher.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
  }
  return hasher.digest('hex');
}

/** Hashes bytes that come in pieces, in order. */
export interface PieceHash {
  /** Takes a piece over: its buffer must not be used any more. */
  take(piece: Uint8Array<ArrayBuffer>): void;
  /** sha256 of all pieces in lower-case hexadecimal. Rejects with what kept one from being taken, or AbortError. */
  digest(): Promise<string>;
  /** Lets its memory go. */
  close(): void;
}

/** Hashes so many bytes in this thread. */
export function pieceHash(size: number): PieceHash {
  if (size <= AT_ONCE && 'subtle' in crypto) {
    let whole = new Uint8Array(size);
    let filled = 0;
    return {
      take(piece) {
        whole.set(piece, filled);
        filled += piece.length;
      },
      digest: async () =>
        hexadecimal(new Uint8Array(await crypto.subtle.digest('SHA-256', whole.subarray(0, filled)))),
      close: () => void (whole = new Uint8Array(0)),
    };
  }
  let last = createSHA256();
  last.catch(() => undefined);
  return {
    take: (piece) => void (last = last.then((hasher) => hasher.update(piece))),
    digest: async () => (await last).digest('hex'),
    close: () => undefined,
  };
}

const hexadecimal = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
