/** Where the files of a bundle go, and what is recorded of each. */
import { createCRC32, createMD5, createSHA256 } from 'hash-wasm';
import type { BundleFile } from '../../../core/dataset/documents';
import type { KeptFile } from '../../protocol';

export type Content = Uint8Array<ArrayBuffer> | AsyncIterable<Uint8Array<ArrayBuffer>>;

export interface BundleSink {
  /** Resolves when the sink has taken the content. `crc`: its CRC-32, where that is known. */
  write(path: string, content: Content, crc?: number): Promise<void>;
  /** Completes the bundle: its zip with where that lies, and bytes in all. */
  finish(): Promise<{ file?: File; kept?: KeptFile; bytes: number }>;
  /** Takes away whatever was written. */
  abort(): Promise<void>;
}

/** The storage took no more. `needed`: bytes up to there. */
export class StorageFull extends DOMException {
  constructor(
    message: string,
    readonly needed?: number,
  ) {
    super(message, 'QuotaExceededError');
  }
}

/** The files of one bundle as they are written, each with its size and hash. */
export interface BundleFiles {
  readonly written: BundleFile[];
  /** The MD5 of each file by its path, for DVC; not of documents, of which it is known where they are made. */
  readonly md5s: Map<string, string>;
  /** `hash`: the SHA-256 of the bytes, of a document. */
  put(path: string, bytes: Uint8Array<ArrayBuffer>, hash?: string): Promise<BundleFile>;
  putStream(path: string, content: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<BundleFile>;
}

/** Rejects with AbortError between two writes once `signal` is aborted. */
export function bundleFiles(sink: BundleSink, signal: AbortSignal): BundleFiles {
  const written: BundleFile[] = [];
  const md5s = new Map<string, string>();
  const note = (file: BundleFile): BundleFile => {
    written.push(file);
    return file;
  };
  return {
    written,
    md5s,
    async put(path, bytes, hash) {
      signal.throwIfAborted();
      const known = hash ?? (await sha256(bytes));
      if (hash === undefined) md5s.set(path, await md5(bytes));
      await sink.write(path, bytes);
      return note({ path, bytes: bytes.length, sha256: known });
    },
    async putStream(path, content) {
      const hash = await createSHA256();
      const other = await createMD5();
      let bytes = 0;
      async function* hashed(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
        for await (const part of content) {
          signal.throwIfAborted();
          hash.update(part);
          other.update(part);
          bytes += part.length;
          yield part;
        }
      }
      await sink.write(path, hashed());
      md5s.set(path, other.digest('hex'));
      return note({ path, bytes, sha256: hash.digest('hex') });
    },
  };
}

/** SHA-256 of bytes in lower-case hexadecimal; by the browser itself where it offers that (secure contexts). */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  if ('subtle' in crypto) {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }
  return (await createSHA256()).update(bytes).digest('hex');
}

let hasher: ReturnType<typeof createCRC32> | undefined;

/** CRC-32 as a zip has it. */
export async function crc32(bytes: Uint8Array): Promise<number> {
  const crc = await (hasher ??= createCRC32());
  return Number.parseInt(crc.init().update(bytes).digest('hex'), 16);
}

let digester: ReturnType<typeof createMD5> | undefined;

/** MD5 of bytes in lower-case hexadecimal, as DVC knows files. */
export async function md5(bytes: Uint8Array): Promise<string> {
  const digest = await (digester ??= createMD5());
  return digest.init().update(bytes).digest('hex');
}
