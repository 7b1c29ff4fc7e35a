/** The files of a bundle, from a zip or from a folder, once their names are safe. */
import { entryNameProblem, entryPath, isHidden } from '../../../core/ingest/archive/entries';
import { MAX_RATIO, MAX_UNPACKED_BYTES } from '../../../core/ingest/limits';
import { bytes as sizeText, count } from '../../../core/format';
import type { Findings } from '../../../core/verify/collect';
import { archiveBomb, archiveDamaged, entryName, entryRefused, entryTwice } from '../../../core/verify/tell';
import type { NamedFile } from '../../protocol';
import { contentStart, ZipDamage, zipEntries, type ZipEntry } from './zipDirectory';

/** A file of a bundle. */
export interface BundleContent {
  path: string;
  size: number;
  /** As the zip states it. */
  crc?: number;
  /** Its bytes, of which none are read before they are asked for where they are stored as they are. Rejects with `ContentProblem`. */
  open(): Promise<File>;
}

/** Why a file cannot be had. */
export class ContentProblem extends Error {
  constructor(
    readonly kind: 'damaged' | 'bomb',
    message: string,
  ) {
    super(message);
  }
}

const STORED = 0;
const DEFLATED = 8;
/** Unpacked bytes up to which a file may be many times its packed size. */
const RATIO_FROM = 64 << 20;

/** Bytes under a name, taken over where they are a file already. */
const asFile = (blob: Blob, name: string): File => (blob instanceof File ? blob : new File([blob], name));

/** The files of a bundle by path; what is wrong with names and archive goes to `findings`. */
export async function contentsOf(
  bundle: { file: File } | { files: readonly NamedFile[] },
  findings: Findings,
): Promise<Map<string, BundleContent>> {
  const found = 'file' in bundle ? await zipContents(bundle.file, findings) : folderContents(bundle.files);
  return safeContents(found, findings);
}

const folderContents = (files: readonly NamedFile[]): BundleContent[] =>
  files.map(({ name, file }) => ({ path: name, size: file.size, open: () => Promise.resolve(file) }));

/** Files of safe names, each of them once. */
function safeContents(all: readonly BundleContent[], findings: Findings): Map<string, BundleContent> {
  const contents = new Map<string, BundleContent>();
  const lower = new Map<string, string>();
  for (const content of all) {
    const path = entryPath(content.path);
    const problem = entryNameProblem(path);
    if (problem !== undefined) {
      findings.add(entryName(content.path, problem));
      continue;
    }
    if (isHidden(path)) continue;
    const folded = path.normalize('NFC').toLowerCase();
    const other = lower.get(folded);
    if (other !== undefined) {
      findings.add(entryTwice(path, other));
      continue;
    }
    lower.set(folded, path);
    contents.set(path, { ...content, path });
  }
  return contents;
}

async function zipContents(file: File, findings: Findings): Promise<BundleContent[]> {
  let entries: ZipEntry[];
  try {
    entries = await zipEntries(file);
  } catch (thrown) {
    if (!(thrown instanceof ZipDamage)) throw thrown;
    findings.add(archiveDamaged(thrown.message));
    return [];
  }
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  if (total > RATIO_FROM && total > file.size * MAX_RATIO) {
    findings.add(
      archiveBomb(
        `it says that it unpacks to ${sizeText(total)}, ${count(Math.floor(total / file.size))} times its size`,
      ),
    );
    return [];
  }
  return entries.flatMap((entry): BundleContent[] => {
    const { name, kind, encrypted, method, size, packed, crc } = entry;
    if (kind === 'folder') return [];
    const refuse = (why: string): BundleContent[] => {
      findings.add(entryRefused(name, why));
      return [];
    };
    if (kind === 'link') return refuse('a link is not followed');
    if (kind === 'other') return refuse('it is no plain file');
    if (encrypted) return refuse('it is encrypted');
    if (method !== STORED && method !== DEFLATED)
      return refuse(`its compression, number ${method}, is not one that the lab reads`);
    if (method === STORED && size !== packed) return refuse('it is stored as it is, and yet has two sizes');
    if (size > RATIO_FROM && size > packed * MAX_RATIO) {
      findings.add(
        archiveBomb(
          `it says that it unpacks to ${count(Math.floor(size / Math.max(1, packed)))} times its size`,
          name,
        ),
      );
      return [];
    }
    return [{ path: name, size, crc, open: () => openEntry(file, entry) }];
  });
}

async function openEntry(file: File, entry: ZipEntry): Promise<File> {
  const start = await contentStart(file, entry, file.size).catch((thrown: unknown) => {
    if (thrown instanceof ZipDamage) throw new ContentProblem('damaged', thrown.message);
    throw thrown;
  });
  const packed = file.slice(start, start + entry.packed);
  return asFile(entry.method === STORED ? packed : await inflated(packed, entry), entry.name);
}

/** The unpacked bytes of an entry. Stops where they are more than it says. */
async function inflated(packed: Blob, { name, size }: ZipEntry): Promise<Blob> {
  if (size > MAX_UNPACKED_BYTES)
    throw new ContentProblem(
      'bomb',
      `it says that it unpacks to ${sizeText(size)}, and ${sizeText(MAX_UNPACKED_BYTES)} are the most`,
    );
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const reader = packed.stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  try {
    for (;;) {
      const { done: ended, value } = await reader.read();
      if (ended) break;
      done += value.length;
      if (done > size)
        throw new ContentProblem('bomb', `it unpacks to more than the ${sizeText(size)} that it says`);
      parts.push(value);
    }
  } catch (thrown) {
    await reader.cancel().catch(() => undefined);
    if (thrown instanceof ContentProblem) throw thrown;
    throw new ContentProblem(
      'damaged',
      `${name} cannot be unpacked: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
  if (done !== size)
    throw new ContentProblem('damaged', `${name} unpacks to ${done} bytes, and ${size} are said`);
  return new Blob(parts);
}
