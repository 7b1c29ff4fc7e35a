import type { SourcePart } from '../../../core/recipe/types';
import type { NamedFile } from '../../protocol';
import type { Bytes } from './bytes';
import type { IngestEnvironment } from './environment';

/** What is known of the bytes of a source once they were read. */
export interface Digest {
  sha256: string;
  bytes: number;
  parts?: SourcePart[];
}

/** Hashes of a file, or of each part of a data set and of the list of them as `sha256sum` writes it. */
export async function hashParts(
  bytes: Bytes,
  parts: NamedFile['parts'],
  { hash }: IngestEnvironment,
  signal: AbortSignal,
): Promise<Digest> {
  if (!parts) return { sha256: await hash(bytes, signal), bytes: bytes.size };
  const known = [];
  for (const part of parts)
    known.push({ file: part.name, sha256: await hash(part.file, signal), bytes: part.file.size });
  const list = known.map((part) => `${part.sha256}  ${part.file}\n`).join('');
  return {
    sha256: await hash(new Blob([list]), signal),
    bytes: known.reduce((sum, part) => sum + part.bytes, 0),
    parts: known,
  };
}
