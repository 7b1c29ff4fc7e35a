/** The files of one bundle as they are written, each with its size and hash. */
import { createSHA256 } from 'hash-wasm';
import type { BundleFile } from '../../../core/dataset/documents';
import { sha256 } from './hash';
import type { BundleSink, Content } from './sink';

export interface BundleFiles {
  readonly written: BundleFile[];
  put(path: string, bytes: Uint8Array<ArrayBuffer>): Promise<BundleFile>;
  putStream(path: string, content: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<BundleFile>;
}

/** Rejects with AbortError between two writes once `signal` is aborted. */
export function bundleFiles(sink: BundleSink, signal: AbortSignal): BundleFiles {
  const written: BundleFile[] = [];
  const note = (file: BundleFile): BundleFile => {
    written.push(file);
    return file;
  };
  return {
    written,
    async put(path, bytes) {
      signal.throwIfAborted();
      const hash = await sha256(bytes);
      await sink.write(path, bytes);
      return note({ path, bytes: bytes.length, sha256: hash });
    },
    async putStream(path, content) {
      const hash = await createSHA256();
      let bytes = 0;
      async function* heard(): AsyncGenerator<Uint8Array<ArrayBuffer>, void> {
        for await (const part of content) {
          signal.throwIfAborted();
          hash.update(part);
          bytes += part.length;
          yield part;
        }
      }
      await sink.write(path, heard() as Content);
      return note({ path, bytes, sha256: hash.digest('hex') });
    },
  };
}
