/** Headers of tar files: the form of 1988 (ustar) and before, long names of GNU tar, and extended headers of pax. */
import { at } from '../../list';

/** Bytes of a block: a header is one, and content is filled up to whole ones. */
export const TAR_BLOCK = 512;
/** Bytes of a long name or an extended header that are read. */
export const MAX_TAR_RECORD = 1 << 20;

/** A header as it stands; a long name or an extended header is content of its own before the entry that it is about. */
export interface TarHeader {
  name: string;
  /** Bytes of content. */
  size: number;
  /** The letter of its kind: `0` a file, `5` a folder, `2` a link, `L` a long name, `x` an extended header, … */
  type: string;
}

const decoder = new TextDecoder();

/** Text of a field, which NUL ends. */
function field(block: Uint8Array, from: number, length: number): string {
  const bytes = block.subarray(from, from + length);
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

/** A number in octal digits, or in base 256 where its first bit is set; NaN where it is neither. */
function number(block: Uint8Array, from: number, length: number): number {
  const first = at(block, from);
  if ((first & 0x80) !== 0) {
    let value = first & 0x7f;
    for (let i = 1; i < length; i++) value = value * 256 + at(block, from + i);
    return Number.isSafeInteger(value) ? value : NaN;
  }
  const digits = field(block, from, length).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : NaN;
}

/** Whether a block's own checksum fits: by it a tar file is known. */
export function isTarHeader(block: Uint8Array): boolean {
  if (block.length < TAR_BLOCK || at(block, 0) === 0) return false;
  const stated = number(block, 148, 8);
  let sum = 0;
  for (let i = 0; i < TAR_BLOCK; i++) sum += i >= 148 && i < 156 ? 32 : at(block, i);
  return stated === sum;
}

/** Reads a header of `TAR_BLOCK` bytes. `null`: the block of zeros that ends the archive. `undefined`: no header. */
export function readTarHeader(block: Uint8Array): TarHeader | null | undefined {
  if (block.length === TAR_BLOCK && block.every((byte) => byte === 0)) return null;
  if (!isTarHeader(block)) return undefined;
  const size = number(block, 124, 12);
  if (Number.isNaN(size)) return undefined;
  const prefix = field(block, 257, 6) === 'ustar' ? field(block, 345, 155) : '';
  const name = field(block, 0, 100);
  const type = at(block, 156) === 0 ? '0' : String.fromCharCode(at(block, 156));
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type };
}

/** The text of a GNU long name. */
export const longName = (content: Uint8Array): string => field(content, 0, content.length);

/** Fields of an extended header: lines `<bytes> <key>=<value>`, each with its own length. `undefined` where one is broken. */
export function readPax(content: Uint8Array): Map<string, string> | undefined {
  const fields = new Map<string, string>();
  for (let from = 0; from < content.length;) {
    const blank = content.indexOf(32, from);
    const length = blank < 0 ? NaN : Number(decoder.decode(content.subarray(from, blank)));
    if (!Number.isInteger(length) || length <= blank - from + 1 || from + length > content.length)
      return undefined;
    const line = decoder.decode(content.subarray(blank + 1, from + length - 1));
    const sign = line.indexOf('=');
    if (sign < 0) return undefined;
    fields.set(line.slice(0, sign), line.slice(sign + 1));
    from += length;
  }
  return fields;
}
