/** Tar files, plain or in gzip, entry by entry. */
import { LabFailure } from '../../core/errors';
import { checkEntryCount, type ArchiveEntry } from '../../core/ingest/archive/entries';
import { longName, MAX_TAR_RECORD, readPax, readTarHeader, TAR_BLOCK } from '../../core/ingest/archive/tar';
import { checkUnpacked } from '../../core/ingest/limits';
import { at } from '../../core/list';
import { BlobBuilder } from './blobs';
import type { OpenArchive } from './zip';

const damaged = (name: string, what: string): LabFailure =>
  new LabFailure({
    code: 'archive-damaged',
    file: name,
    message: `${name} is a tar file that cannot be read to its end: ${what}. Fetch or pack it again, or unpack it and drop the files.`,
  });

const PACKED_PIECE = 256 << 10;

/** What a tar in gzip unpacks to. Throws `archive-damaged`, `file-too-large` or AbortError. */
export async function unpackTar(name: string, file: File, signal: AbortSignal): Promise<Blob> {
  const builder = new BlobBuilder();
  let packed = 0;
  // Small pieces, each when it is asked for, so that what was read is close to what was unpacked.
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        const piece = new Uint8Array(await file.slice(packed, packed + PACKED_PIECE).arrayBuffer());
        if (piece.length === 0) return controller.close();
        packed += piece.length;
        controller.enqueue(piece);
      },
    },
    { highWaterMark: 0 },
  );
  const reader = pieces.pipeThrough(new DecompressionStream('gzip')).getReader();
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) return builder.finish();
      builder.add(value);
      checkUnpacked(name, packed, builder.size);
    }
  } catch (thrown) {
    reader.cancel().catch(() => undefined);
    signal.throwIfAborted();
    if (thrown instanceof LabFailure) throw thrown;
    throw damaged(name, `its gzip is broken after ${builder.size} bytes`);
  }
}

const blocks = (bytes: number): number => Math.ceil(bytes / TAR_BLOCK) * TAR_BLOCK;

/** Fields that one extended header gives to the next entry, or to all that follow. */
interface Fields {
  path?: string;
  size?: number;
  sparse?: boolean;
}

function fieldsOf(name: string, pax: Map<string, string> | undefined): Fields {
  if (!pax) throw damaged(name, 'an extended header is broken');
  const path = pax.get('path');
  const size = pax.get('size');
  if (size !== undefined && !/^\d+$/.test(size)) throw damaged(name, 'an extended header has no size');
  const sparse = [...pax.keys()].some((key) => key.startsWith('GNU.sparse'));
  return {
    ...(path === undefined ? {} : { path }),
    ...(size === undefined ? {} : { size: Number(size) }),
    ...(sparse ? { sparse } : {}),
  };
}

const kinds: Readonly<Record<string, ArchiveEntry['kind']>> = {
  '0': 'file',
  '7': 'file',
  '1': 'link',
  '2': 'link',
  '5': 'folder',
};

/** Opens a tar that is not compressed. Throws `archive-damaged`, or `file-too-large` where it has too many entries. */
export async function untar(name: string, tar: Blob): Promise<OpenArchive> {
  const bytes = async (from: number, length: number): Promise<Uint8Array> =>
    new Uint8Array(await tar.slice(from, from + length).arrayBuffer());
  const entries: ArchiveEntry[] = [];
  const places: { from: number; size: number }[] = [];
  let all: Fields = {};
  let own: Fields = {};
  for (let from = 0; from < tar.size;) {
    const header = readTarHeader(await bytes(from, TAR_BLOCK));
    if (header === null) break;
    if (!header) throw damaged(name, `no header stands at byte ${from}`);
    const content = from + TAR_BLOCK;
    const about = 'xgLK'.includes(header.type);
    const size = about ? header.size : (own.size ?? all.size ?? header.size);
    if (content + size > tar.size) throw damaged(name, `it ends within ${JSON.stringify(header.name)}`);
    from = content + blocks(size);
    if (about) {
      if (size > MAX_TAR_RECORD) throw damaged(name, 'a name or an extended header is longer than 1 MB');
      const record = await bytes(content, size);
      if (header.type === 'L') own = { ...own, path: longName(record) };
      if (header.type === 'x') own = { ...own, ...fieldsOf(name, readPax(record)) };
      if (header.type === 'g') all = { ...all, ...fieldsOf(name, readPax(record)) };
      continue;
    }
    const path = own.path ?? all.path ?? header.name;
    const sparse = own.sparse === true || all.sparse === true;
    const kind = sparse ? 'other' : path.endsWith('/') ? 'folder' : (kinds[header.type] ?? 'other');
    entries.push({ name: path, kind, encrypted: false });
    places.push({ from: content, size });
    checkEntryCount(name, entries.length);
    own = {};
  }
  return {
    entries,
    packed: (index) => at(places, index).size,
    read: async (index, _signal, counted) => {
      const { from, size } = at(places, index);
      counted(size);
      return tar.slice(from, from + size);
    },
    close: () => Promise.resolve(),
  };
}
