import { fail, ok, type LabError, type Result } from '../errors';
import type { CsvFormat } from '../recipe/types';

export type Encoding = CsvFormat['encoding'];

/**
 * The encoding of a text from its first bytes: a byte order mark, the pattern of zero bytes, valid UTF-8, else windows-1252. Fails with
 * `file-binary` and `file-encoding`.
 */
export function detectEncoding(bytes: Uint8Array, file: string): Result<Encoding> {
  const [a, b, c, d] = bytes;
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return fail(unsupported(file, ' (UTF-32)'));
  if (a === 0xef && b === 0xbb && c === 0xbf) return ok('utf-8');
  if (a === 0xff && b === 0xfe) return ok('utf-16le');
  if (a === 0xfe && b === 0xff) return ok('utf-16be');
  const length = Math.min(bytes.length, 65536);
  let even = 0;
  let odd = 0;
  let controls = 0;
  for (let i = 0; i < length; i++) {
    const byte = bytes[i] as number;
    if (byte === 0) {
      if ((i & 1) === 0) even++;
      else odd++;
    } else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++;
  }
  if (odd > length * 0.3 && even < length * 0.05) return ok('utf-16le');
  if (even > length * 0.3 && odd < length * 0.05) return ok('utf-16be');
  // A logger that lost power leaves single NULs; a binary file has many.
  if (even + odd > length / 1000 || controls > length / 100) {
    return fail({
      code: 'file-binary',
      file,
      message: `${file} is not a CSV or Parquet file. Add a CSV file, a CSV file in gzip, or a Parquet file.`,
    });
  }
  if (isUtf8(bytes)) return ok('utf-8');
  for (const byte of bytes) {
    if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d)
      return fail(unsupported(file));
  }
  return ok('windows-1252');
}

const unsupported = (file: string, which = ''): LabError => ({
  code: 'file-encoding',
  file,
  message: `${file} has an encoding that the lab does not read${which}. Expected UTF-8, UTF-16 or windows-1252; save the file as UTF-8 and add it again.`,
});

/** A character that the end of the sample cuts off is accepted. */
function isUtf8(bytes: Uint8Array): boolean {
  for (let cut = 0; cut < 4; cut++) {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, Math.max(0, bytes.length - cut)));
      return true;
    } catch {
      // Tried again with one byte less.
    }
  }
  return false;
}

/** Bytes in any of the encodings as UTF-8 without a byte order mark, piece by piece. */
export function toUtf8(encoding: Encoding): (bytes: Uint8Array, last: boolean) => Uint8Array {
  if (encoding === 'utf-8') {
    let first = true;
    return (bytes) => {
      const mark = first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
      first = false;
      return mark ? bytes.subarray(3) : bytes;
    };
  }
  const decoder = new TextDecoder(encoding);
  const encoder = new TextEncoder();
  return (bytes, last) => encoder.encode(decoder.decode(bytes, { stream: !last }));
}
