/**
 * A zip of stored entries (APPNOTE.TXT of PKWARE, 6.3.10), written as its entries come. By hand: client-zip computes each checksum itself, byte by byte and
 * in one thread, which takes as long as writing the Parquet; here an entry may come with one that was made elsewhere.
 */
import { createCRC32 } from 'hash-wasm';
import { crc32, type Content } from './sink';

const LIMIT_16 = 0xffff;
const LIMIT_32 = 0xffffffff;
/** 4.5, which knows Zip64. */
const VERSION = 45;
const UNIX = 3;
/** A plain file that all may read. */
const ATTRIBUTES = (0o100644 << 16) >>> 0;
const UTF_8 = 1 << 11;
const DESCRIPTOR = 1 << 3;
/** 1980-01-01, the first day that a zip can hold; the same for every entry, so that the same input gives the same bytes. */
const DAY = (1 << 5) | 1;

interface Entry {
  name: Uint8Array<ArrayBuffer>;
  flags: number;
  crc: number;
  size: number;
  /** Where its header stands. */
  at: number;
}

type Field = readonly [bytes: 2 | 4 | 8, value: number];

/** Numbers, least significant byte first. */
function packed(fields: readonly Field[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(fields.reduce((sum, [size]) => sum + size, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const [size, value] of fields) {
    if (size === 2) view.setUint16(at, value, true);
    else if (size === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += size;
  }
  return bytes;
}

const encoder = new TextEncoder();
const capped = (value: number): Field => [4, Math.min(value, LIMIT_32)];

export class ZipWriter {
  private readonly entries: Entry[] = [];
  private written = 0;
  private stopped = false;
  private readonly hasher = createCRC32();

  /** `onBytes` gets the zip in order; what it throws rejects the call that wrote. */
  constructor(private readonly onBytes: (bytes: Uint8Array<ArrayBuffer>) => void) {}

  /** Writes one entry; the next only once this has resolved. `crc`: its CRC-32, where that is known. Rejects with AbortError once stopped. */
  async write(path: string, content: Content, crc?: number): Promise<void> {
    const name = encoder.encode(path);
    const at = this.written;
    if (content instanceof Uint8Array) {
      const entry = {
        name,
        flags: UTF_8,
        crc: crc ?? (await crc32(content)),
        size: content.length,
        at,
      };
      this.put(localHeader(entry));
      this.put(name);
      this.put(content);
      this.entries.push(entry);
      return;
    }
    const flags = UTF_8 | DESCRIPTOR;
    this.put(localHeader({ name, flags, crc: 0, size: 0, at }));
    this.put(name);
    const hasher = (await this.hasher).init();
    let size = 0;
    for await (const part of content) {
      hasher.update(part);
      size += part.length;
      this.put(part);
    }
    const entry = { name, flags, crc: Number.parseInt(hasher.digest('hex'), 16), size, at };
    this.put(descriptor(entry));
    this.entries.push(entry);
  }

  /** Writes the directory, which ends the zip. Throws what taking it throws. */
  finish(): void {
    const from = this.written;
    for (const entry of this.entries) this.put(directoryEntry(entry));
    for (const bytes of directoryEnd(this.entries.length, from, this.written)) this.put(bytes);
  }

  /** Ends the zip half-way; nothing more comes out of it. */
  stop(): void {
    this.stopped = true;
  }

  private put(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.stopped) throw new DOMException('The zip was given up.', 'AbortError');
    this.onBytes(bytes);
    this.written += bytes.length;
  }
}

/** What local header and directory say alike. */
const common = ({ flags, crc, size, name }: Entry, extra: number): Field[] => [
  [2, VERSION],
  [2, flags],
  [2, 0],
  [2, 0],
  [2, DAY],
  [4, crc],
  capped(size),
  capped(size),
  [2, name.length],
  [2, extra],
];

const localHeader = (entry: Entry): Uint8Array<ArrayBuffer> => packed([[4, 0x04034b50], ...common(entry, 0)]);

function descriptor({ crc, size }: Entry): Uint8Array<ArrayBuffer> {
  const wide = size >= LIMIT_32 ? 8 : 4;
  return packed([
    [4, 0x08074b50],
    [4, crc],
    [wide, size],
    [wide, size],
  ]);
}

/** An entry of the directory, with the numbers that need Zip64 behind its name. */
function directoryEntry(entry: Entry): Uint8Array<ArrayBuffer> {
  const { name, size, at } = entry;
  const wide: Field[] = [
    ...(size >= LIMIT_32
      ? ([
          [8, size],
          [8, size],
        ] as const)
      : []),
    ...(at >= LIMIT_32 ? ([[8, at]] as const) : []),
  ];
  const extra = wide.length > 0 ? packed([[2, 1], [2, 8 * wide.length], ...wide]) : new Uint8Array(0);
  const head = packed([
    [4, 0x02014b50],
    [2, (UNIX << 8) | VERSION],
    ...common(entry, extra.length),
    [2, 0],
    [2, 0],
    [2, 0],
    [4, ATTRIBUTES],
    capped(at),
  ]);
  const whole = new Uint8Array(head.length + name.length + extra.length);
  whole.set(head);
  whole.set(name, head.length);
  whole.set(extra, head.length + name.length);
  return whole;
}

/** The end of a directory of so many entries that stands at `[from, to)`. */
function directoryEnd(count: number, from: number, to: number): Uint8Array<ArrayBuffer>[] {
  const entries: Field = [2, Math.min(count, LIMIT_16)];
  const end = packed([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    entries,
    entries,
    capped(to - from),
    capped(from),
    [2, 0],
  ]);
  if (count < LIMIT_16 && from < LIMIT_32 && to - from < LIMIT_32) return [end];
  const wide = packed([
    [4, 0x06064b50],
    [8, 44],
    [2, (UNIX << 8) | VERSION],
    [2, VERSION],
    [4, 0],
    [4, 0],
    [8, count],
    [8, count],
    [8, to - from],
    [8, from],
  ]);
  const locator = packed([
    [4, 0x07064b50],
    [4, 0],
    [8, to],
    [4, 1],
  ]);
  return [wide, locator, end];
}
