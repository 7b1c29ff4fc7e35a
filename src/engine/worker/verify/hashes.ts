/** Hashes of every file of a bundle. */
import { createCRC32, createSHA256 } from 'hash-wasm';
import type { Findings } from '../../../core/verify/collect';
import { archiveBomb, archiveDamaged, entryChecksum, entryRefused } from '../../../core/verify/tell';
import type { CallContext } from '../../protocol';
import { crc32, sha256 } from '../dataset/sink';
import { Meter } from '../progress';
import { ContentProblem, type BundleContent } from './contents';

export interface HashedFile {
  sha256: string;
  bytes: number;
}

/** Bytes that are read at once; of longer files a part after the other. */
const AT_ONCE = 64 << 20;

/** What is told of a file that cannot be had; other errors go on. */
export function tellProblem(path: string, thrown: unknown, findings: Findings): void {
  if (!(thrown instanceof ContentProblem)) throw thrown;
  findings.add(thrown.kind === 'bomb' ? archiveBomb(thrown.message, path) : archiveDamaged(thrown.message));
}

/** SHA-256 of each file that can be read, by path; checksums that do not hold are told. Rejects with AbortError. */
export async function hashContents(
  contents: ReadonlyMap<string, BundleContent>,
  findings: Findings,
  { signal, progress }: CallContext,
): Promise<Map<string, HashedFile>> {
  const total = [...contents.values()].reduce((sum, { size }) => sum + size, 0);
  const meter = new Meter(progress, total, 'bytes');
  const hashed = new Map<string, HashedFile>();
  for (const [path, content] of contents) {
    signal.throwIfAborted();
    try {
      const file = await content.open();
      const { crc, ...rest } = await hashOf(file, content.crc !== undefined, signal, (done) =>
        meter.at('hashing the files of the bundle', done),
      );
      if (crc !== undefined && crc !== content.crc) findings.add(entryChecksum(path));
      hashed.set(path, rest);
    } catch (thrown) {
      signal.throwIfAborted();
      if (thrown instanceof DOMException && thrown.name === 'NotReadableError')
        findings.add(entryRefused(path, 'it cannot be read, or changed while it was read'));
      else tellProblem(path, thrown, findings);
    }
    meter.next(content.size);
  }
  return hashed;
}

async function hashOf(
  file: Blob,
  withCrc: boolean,
  signal: AbortSignal,
  told: (done: number) => void,
): Promise<HashedFile & { crc?: number }> {
  told(0);
  if (file.size <= AT_ONCE) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const hash = sha256(bytes);
    const crc = withCrc ? { crc: await crc32(bytes) } : {};
    return { sha256: await hash, bytes: bytes.length, ...crc };
  }
  const [hasher, checksum] = await Promise.all([createSHA256(), createCRC32()]);
  for (let at = 0; at < file.size; at += AT_ONCE) {
    signal.throwIfAborted();
    const bytes = new Uint8Array(await file.slice(at, at + AT_ONCE).arrayBuffer());
    hasher.update(bytes);
    if (withCrc) checksum.update(bytes);
    told(at + bytes.length);
  }
  const crc = withCrc ? { crc: Number.parseInt(checksum.digest('hex'), 16) } : {};
  return { sha256: hasher.digest('hex'), bytes: file.size, ...crc };
}
