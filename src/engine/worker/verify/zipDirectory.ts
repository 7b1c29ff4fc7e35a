/** The directory of a zip (APPNOTE.TXT of PKWARE, 6.3.10), read without trust: what does not fit together is an error, and nothing is unpacked. */
import type { Bytes } from '../ingest/bytes';

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const LIMIT_16 = 0xffff;
const LIMIT_32 = 0xffffffff;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
/** Entries of a bundle: a file for each hour of a century. */
export const MAX_ENTRIES = 1_000_000;
/** Bytes of its directory. */
const MAX_DIRECTORY = 1 << 29;

export interface ZipEntry {
  /** As it stands there. */
  name: string;
  kind: 'file' | 'folder' | 'link' | 'other';
  encrypted: boolean;
  /** 0: stored; 8: deflated. */
  method: number;
  crc: number;
  packed: number;
  size: number;
  /** Of its local header. */
  at: number;
}

/** Of a zip that cannot be read. */
export class ZipDamage extends Error {}

const damaged = (why: string): never => {
  throw new ZipDamage(why);
};

async function viewOf(file: Bytes, from: number, to: number): Promise<DataView> {
  const bytes = await file.slice(from, to).arrayBuffer();
  if (bytes.byteLength !== to - from) damaged('it ends early');
  return new DataView(bytes);
}

/** A number of eight bytes. Throws where it is beyond what a double holds exactly: no file is so long. */
function wide(view: DataView, at: number): number {
  const value = view.getBigUint64(at, true);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? damaged('a size in it is beyond any file') : Number(value);
}

interface Directory {
  count: number;
  from: number;
  size: number;
  /** Where the records behind the directory begin. */
  end: number;
}

async function findDirectory(file: Bytes): Promise<Directory> {
  const tailFrom = Math.max(0, file.size - END_BYTES - LIMIT_16);
  const tail = await viewOf(file, tailFrom, file.size);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at--) {
    if (tail.getUint32(at, true) !== END) continue;
    // The record ends the file, but for its comment.
    if (at + END_BYTES + tail.getUint16(at + 20, true) !== tail.byteLength) continue;
    if (tail.getUint16(at + 4, true) !== tail.getUint16(at + 6, true)) damaged('it is one part of several');
    const plain = {
      count: tail.getUint16(at + 10, true),
      size: tail.getUint32(at + 12, true),
      from: tail.getUint32(at + 16, true),
      end: tailFrom + at,
    };
    const needsWide = plain.count === LIMIT_16 || plain.size === LIMIT_32 || plain.from === LIMIT_32;
    return needsWide ? wideDirectory(file, plain) : plain;
  }
  return damaged('the directory at its end is missing, so it was cut short or is no zip');
}

async function wideDirectory(file: Bytes, plain: Directory): Promise<Directory> {
  const at = plain.end - 20;
  if (at < 0) return plain;
  const locator = await viewOf(file, at, plain.end);
  if (locator.getUint32(0, true) !== LOCATOR_64) return plain;
  const end = wide(locator, 8);
  if (end + 56 > at) damaged('its directory is said to lie outside of it');
  const view = await viewOf(file, end, end + 56);
  if (view.getUint32(0, true) !== END_64) damaged('its directory is not where it is said to be');
  return { count: wide(view, 32), size: wide(view, 40), from: wide(view, 48), end };
}

/** What the extra field of Zip64 says in the place of numbers that did not fit. */
function wideNumbers(view: DataView, from: number, to: number, numbers: number[]): number[] {
  for (let at = from; at + 4 <= to;) {
    const id = view.getUint16(at, true);
    const end = at + 4 + view.getUint16(at + 2, true);
    if (end > to) break;
    if (id === 1) {
      let place = at + 4;
      return numbers.map((number) => {
        if (number !== LIMIT_32) return number;
        if (place + 8 > end) return damaged('a size in it is missing');
        place += 8;
        return wide(view, place - 8);
      });
    }
    at = end;
  }
  return numbers;
}

const UNIX = 3;
const TYPE = 0o170000;

function kindOf(name: string, madeBy: number, attributes: number): ZipEntry['kind'] {
  if (name.endsWith('/')) return 'folder';
  if (madeBy >> 8 !== UNIX) return 'file';
  const type = (attributes >>> 16) & TYPE;
  if (type === 0o120000) return 'link';
  return type === 0 || type === 0o100000 ? 'file' : 'other';
}

/** The entries of a zip in the order of its directory. Throws `ZipDamage`. */
export async function zipEntries(file: Bytes): Promise<ZipEntry[]> {
  const { count, from, size, end } = await findDirectory(file);
  if (count > MAX_ENTRIES) damaged(`it has ${count} entries, and ${MAX_ENTRIES} are the most`);
  if (from + size !== end)
    damaged('its directory does not end where it should: bytes are missing or were added');
  if (size > MAX_DIRECTORY || count * ENTRY_BYTES > size)
    damaged('its directory does not hold as many entries as it says');
  const view = await viewOf(file, from, from + size);
  const decoder = new TextDecoder('utf-8');
  const entries: ZipEntry[] = [];
  let at = 0;
  while (entries.length < count) {
    if (at + ENTRY_BYTES > size || view.getUint32(at, true) !== ENTRY)
      damaged(`entry ${entries.length + 1} of its directory cannot be read`);
    const nameLength = view.getUint16(at + 28, true);
    const extraFrom = at + ENTRY_BYTES + nameLength;
    const next = extraFrom + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > size) damaged(`entry ${entries.length + 1} of its directory is cut short`);
    const name = decoder.decode(new Uint8Array(view.buffer, at + ENTRY_BYTES, nameLength));
    const [unpacked = 0, packed = 0, local = 0] = wideNumbers(
      view,
      extraFrom,
      extraFrom + view.getUint16(at + 30, true),
      [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)],
    );
    entries.push({
      name,
      kind: kindOf(name, view.getUint16(at + 4, true), view.getUint32(at + 38, true)),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packed,
      size: unpacked,
      at: local,
    });
    at = next;
  }
  if (at !== size) damaged('its directory has more than its entries');
  checkPlaces(entries, from);
  return entries;
}

/** Throws where two entries share bytes, or one lies in the directory: of such a zip a small file unpacks to a vast one. */
function checkPlaces(entries: readonly ZipEntry[], end: number): void {
  const places = entries.toSorted((a, b) => a.at - b.at);
  for (const [index, { name, at, packed }] of places.entries()) {
    const next = places[index + 1]?.at ?? end;
    if (at + LOCAL_BYTES + packed > next)
      damaged(`its entry ${JSON.stringify(name.slice(0, 200))} overlaps what comes after it`);
  }
}

/** Where the packed bytes of an entry begin. Throws `ZipDamage` where its local header says otherwise than the directory. */
export async function contentStart(
  file: Bytes,
  { name, at, method, packed }: ZipEntry,
  end: number,
): Promise<number> {
  const view = await viewOf(file, at, at + LOCAL_BYTES);
  const odd = (): never =>
    damaged(`the header of ${JSON.stringify(name.slice(0, 200))} is not the one that its directory names`);
  if (view.getUint32(0, true) !== LOCAL || view.getUint16(8, true) !== method) odd();
  const nameLength = view.getUint16(26, true);
  const start = at + LOCAL_BYTES + nameLength + view.getUint16(28, true);
  const local = new Uint8Array(
    await file.slice(at + LOCAL_BYTES, at + LOCAL_BYTES + nameLength).arrayBuffer(),
  );
  if (new TextDecoder('utf-8').decode(local) !== name) odd();
  return start + packed > end ? damaged(`${name} is cut short`) : start;
}
