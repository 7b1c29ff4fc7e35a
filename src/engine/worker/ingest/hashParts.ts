import type { SourcePart } from '../../../core/recipe/types';
import type { NamedFile } from '../../protocol';
import { SMALL_BYTES, type Bytes } from './bytes';
import type { IngestEnvironment } from './environment';
import type { PieceHash } from './hash';
import { isGzip } from './read';

/** What is known of the bytes of a source once they were read. */
export interface Digest {
  sha256: string;
  bytes: number;
  parts?: SourcePart[];
}

/** Hashes of a file, or of each part of a data set and of the list of them as `sha256sum` writes it. */
async function hashParts(
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

/** The hash of a source on its way. */
export interface SourceHash {
  /** Takes the pieces that are read of the source, in order; absent where it reads by itself. */
  take?: PieceHash['take'];
  /** Once all pieces are taken. */
  digest(): Promise<Digest>;
  close(): void;
}

/** Begins to hash a source. A plain text is hashed as it is read: to read it once more would take as long as to parse it. */
export async function hashSource(
  { bytes, parts, text }: Pick<NamedFile, 'parts'> & { bytes: Bytes; text: boolean },
  environment: IngestEnvironment,
  signal: AbortSignal,
): Promise<SourceHash> {
  if (!text || parts || bytes.size < SMALL_BYTES || (await isGzip(bytes))) {
    const digest = hashParts(bytes, parts, environment, signal);
    digest.catch(() => undefined);
    return { digest: () => digest, close: () => undefined };
  }
  const { take, digest, close } = environment.hashPieces(bytes.size, signal);
  return { take, digest: async () => ({ sha256: await digest(), bytes: bytes.size }), close };
}
