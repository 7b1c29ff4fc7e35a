/**
 * How much of a file the lab reads. Each limit is checked while the file is read, before what it bounds takes memory, and named in the refusal;
 * docs/reliability.md lists them.
 */
import { LabFailure } from '../errors';
import { count } from '../format';

/** Bytes that a compressed file may unpack to. */
export const MAX_UNPACKED_BYTES = 4 * 1024 ** 3;
/** How many times larger than what was read of a compressed file its unpacked bytes may be, from `RATIO_FROM_BYTES` on. */
export const MAX_RATIO = 200;
const RATIO_FROM_BYTES = 64 << 20;
/** Values of one file: its rows times its value columns. */
export const MAX_VALUES = 100_000_000;
export const MAX_COLUMNS = 10_000;
/** Series of one file. */
export const MAX_SERIES = 10_000;
/** Characters of the name of a column, and of a name in a series column. */
export const MAX_NAME_LENGTH = 1000;
/** Characters of a series' name, which is made of the file's, the column's and the one in the series column; the recipe's schema has the same. */
export const MAX_SERIES_NAME_LENGTH = 4096;
/** Bytes of one line. */
export const MAX_LINE_BYTES = 32 << 20;
/** Entries of an archive, folders among them. */
export const MAX_ARCHIVE_ENTRIES = 10_000;
/** Characters of the name of an archive's entry, with its folders. */
export const MAX_ARCHIVE_NAME_LENGTH = 1000;
/** Bytes of a file of labels. */
export const MAX_JSON_BYTES = 256 << 20;

const megabytes = (bytes: number): string => `${count(Math.round(bytes / 1024 ** 2))} MB`;

const tooLarge = (file: string, message: string): LabFailure =>
  new LabFailure({ code: 'file-too-large', file, message: `${file} ${message}` });

const tooWide = (file: string, message: string): LabFailure =>
  new LabFailure({ code: 'file-too-wide', file, message: `${file} ${message}` });

/** Throws `file-too-large` where `unpacked` bytes, of `packed` that were read, are more than a file may hold. */
export function checkUnpacked(file: string, packed: number, unpacked: number): void {
  if (unpacked > MAX_UNPACKED_BYTES)
    throw tooLarge(
      file,
      `unpacks to more than ${megabytes(MAX_UNPACKED_BYTES)}, and the lab reads no more of a compressed file. Split it.`,
    );
  if (unpacked > RATIO_FROM_BYTES && unpacked > packed * MAX_RATIO)
    throw tooLarge(
      file,
      `unpacks to more than ${MAX_RATIO} times its size (${megabytes(unpacked)} so far), and the lab reads no such file. If it holds real rows, unpack it first.`,
    );
}

/** Throws `file-too-large` where a file has more values than the lab holds. */
export function checkValueCount(file: string, rows: number, columns: number): void {
  if (rows * columns <= MAX_VALUES) return;
  const which = columns === 1 ? 'rows' : `values in ${count(columns)} columns`;
  throw tooLarge(
    file,
    `has more than ${count(MAX_VALUES)} ${which}, and the lab reads no more of one file. Split it, or choose fewer columns.`,
  );
}

/** Throws `file-too-wide` where a file has too many columns, or one of them a name that is too long. */
export function checkColumns(file: string, names: readonly string[]): void {
  if (names.length > MAX_COLUMNS)
    throw tooWide(
      file,
      `has ${count(names.length)} columns, and the lab reads ${count(MAX_COLUMNS)} at most. Split it by columns.`,
    );
  const long = names.findIndex((name) => name.length > MAX_NAME_LENGTH);
  if (long >= 0)
    throw tooWide(
      file,
      `has a column name, that of column ${long + 1}, of more than ${count(MAX_NAME_LENGTH)} characters. Shorten it; if it is no name, the file has another delimiter or no header.`,
    );
}

/** Throws `file-too-wide` where a file has too many series. */
export function checkSeriesCount(file: string, series: number, column: string): void {
  if (series > MAX_SERIES)
    throw tooWide(
      file,
      `has more than ${count(MAX_SERIES)} series with "${column}" as its series column, and the lab reads no more. Choose another series column, or none.`,
    );
}

/** What does not come back from the database as it went in: NUL, half of a surrogate pair, a byte order mark at the beginning. */
const notStored = /\0|\p{Cs}|^\ufeff/u;

/** Why a name in a series column cannot be taken; undefined where it can. */
export function keyProblem(name: string): string | undefined {
  if (name === '') return 'the name of the series is empty';
  if (name.length > MAX_NAME_LENGTH)
    return `the name of the series is longer than ${count(MAX_NAME_LENGTH)} characters`;
  return notStored.test(name) ? 'the name of the series has a character that cannot be stored' : undefined;
}

/** Throws `file-too-wide` where the name of a series is too long, `file-unsupported` where it has a character that cannot be stored. */
export function checkSeriesName(file: string, name: string): void {
  if (notStored.test(name))
    throw new LabFailure({
      code: 'file-unsupported',
      file,
      message: `${file} makes a series name with a character that cannot be stored: NUL, half of a surrogate pair, or a byte order mark at its beginning. Rename the file or its columns.`,
    });
  if (name.length > MAX_SERIES_NAME_LENGTH)
    throw tooWide(
      file,
      `makes a series name of ${count(name.length)} characters, and ${count(MAX_SERIES_NAME_LENGTH)} are the most. Rename the file or its columns.`,
    );
}

/** Throws `file-too-wide` where a line is too long; `bytes` have no line end. */
export function checkLine(file: string, bytes: number): void {
  if (bytes > MAX_LINE_BYTES)
    throw tooWide(
      file,
      `has a line longer than ${megabytes(MAX_LINE_BYTES)}. Lines with one observation each were expected.`,
    );
}

/** Throws `file-too-large` where a file of labels is too large. */
export function checkJson(file: string, bytes: number): void {
  if (bytes > MAX_JSON_BYTES)
    throw tooLarge(
      file,
      `is too large for a file of labels: ${megabytes(MAX_JSON_BYTES)} are the most. Of JSON the lab reads NAB's combined_labels.json and combined_windows.json.`,
    );
}
