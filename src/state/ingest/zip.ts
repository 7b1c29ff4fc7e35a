/** Zip files, entry by entry, by zip.js with the platform's own decompression. */
import type { Entry } from '@zip.js/zip.js';
import { LabFailure } from '../../core/errors';
import { checkEntryCount, type ArchiveEntry } from '../../core/ingest/archive/entries';
import { at } from '../../core/list';
import { BlobBuilder } from './blobs';

/** An archive that is open. */
export interface OpenArchive {
  entries: readonly ArchiveEntry[];
  /** Bytes that an entry takes within the archive. */
  packed: (index: number) => number;
  /** The content of an entry. `counted` hears how many bytes have come so far, and may throw to stop it. */
  read: (index: number, signal: AbortSignal, counted: (bytes: number) => void) => Promise<Blob>;
  close: () => Promise<void>;
}

const damaged = (name: string, thrown: unknown): LabFailure =>
  new LabFailure({
    code: 'archive-damaged',
    file: name,
    message: `${name} is a zip that cannot be read to its end: ${thrown instanceof Error ? thrown.message : String(thrown)}. Fetch or pack it again, or unpack it and drop the files.`,
  });

/** Opens a zip. Throws `archive-damaged`, or `file-too-large` where it has too many entries. */
export async function openZip(name: string, file: File): Promise<OpenArchive> {
  const { BlobReader, ZipReader, configure } = await import('@zip.js/zip.js/lib/zip-core-native.js');
  // The page's policy allows no workers from blobs, and no other code that decompresses.
  configure({ useWebWorkers: false, useCompressionStream: true });
  const reader = new ZipReader(new BlobReader(file), {
    // Names are judged one by one, so that one bad name does not hide the others.
    filenameValidation: 'tolerant',
    checkSignature: true,
    checkOverlappingEntry: true,
  });
  const all: Entry[] = [];
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      all.push(entry);
      checkEntryCount(name, all.length);
    }
  } catch (thrown) {
    throw thrown instanceof LabFailure ? thrown : damaged(name, thrown);
  }
  return {
    entries: all.map(({ filename, directory, encrypted, symlink }) => ({
      name: filename,
      kind: directory ? 'folder' : symlink ? 'link' : 'file',
      encrypted,
    })),
    packed: (index) => at(all, index).compressedSize,
    async read(index, signal, counted) {
      const entry = at(all, index);
      const builder = new BlobBuilder();
      // What the writing throws does not reach the caller of zip.js as it was.
      let refused: unknown;
      const sink = new WritableStream<Uint8Array<ArrayBuffer>>({
        write(part) {
          try {
            builder.add(part);
            counted(builder.size);
          } catch (thrown) {
            refused = thrown;
            throw thrown;
          }
        },
      });
      try {
        if (entry.directory) throw new Error('a folder has no content');
        await entry.getData(sink, { signal });
      } catch (thrown) {
        signal.throwIfAborted();
        if (refused instanceof LabFailure) throw refused;
        throw damaged(name, thrown);
      }
      return builder.finish();
    },
    close: async () => {
      await reader.close();
    },
  };
}
