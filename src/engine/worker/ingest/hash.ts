import { createSHA256 } from 'hash-wasm';

const SLICE = 4 << 20;

/** sha256 of a file, slice by slice; memory does not grow with it. */
export async function hashFile(file: Blob, signal?: AbortSignal): Promise<string> {
  const hasher = await createSHA256();
  for (let at = 0; at < file.size; at += SLICE) {
    signal?.throwIfAborted();
    hasher.update(new Uint8Array(await file.slice(at, at + SLICE).arrayBuffer()));
  }
  return hasher.digest('hex');
}
