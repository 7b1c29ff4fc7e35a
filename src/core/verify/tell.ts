/** Findings with the sentences that tell them. */
import { count, plural } from '../format';
import type { Finding, FindingCode, Severity } from './types';

const make =
  (code: FindingCode, severity: Severity) =>
  (message: string, rest: Omit<Finding, 'code' | 'severity' | 'message'> = {}): Finding => ({
    code,
    severity,
    message,
    ...rest,
  });

const quoted = (text: string): string => JSON.stringify(text.slice(0, 200));
const short = (hash: string): string => `${hash.slice(0, 12)}…`;

export const archiveDamaged = (why: string): Finding =>
  make(
    'archive-damaged',
    'error',
  )(`The zip cannot be read to its end: ${why}. Fetch or copy the bundle again.`);

export const archiveBomb = (why: string, file?: string): Finding =>
  make('archive-bomb', 'error')(
    `${file === undefined ? 'The zip' : file} was not unpacked: ${why}. A bundle of the lab has no such file.`,
    file === undefined ? {} : { file },
  );

export const entryName = (name: string, why: string): Finding =>
  make('entry-name', 'error')(
    `The entry ${quoted(name)} was not opened: ${why}. Nothing was written by its name.`,
    {
      file: name.slice(0, 200),
    },
  );

export const entryTwice = (name: string, other: string): Finding =>
  make('entry-twice', 'error')(
    name === other
      ? `${quoted(name)} is there more than once: which one counts depends on the program that reads it.`
      : `${quoted(name)} and ${quoted(other)} differ in upper and lower case alone: on some systems one takes the other's place.`,
    { file: name },
  );

export const entryRefused = (name: string, why: string): Finding =>
  make('entry-refused', 'error')(`${quoted(name)} was not opened: ${why}.`, { file: name });

export const entryChecksum = (file: string): Finding =>
  make('entry-checksum', 'error')(`${file}: its bytes do not have the CRC-32 that the zip states.`, { file });

export const notABundle = (missing: string): Finding =>
  make(
    'not-a-bundle',
    'error',
  )(
    `Expected a bundle of the lab; ${missing} is missing. A bundle is a zip or a folder with data/metadata/recipe.json and data/metadata/dataset_v….json.`,
  );

export const fileMissing = (file: string, by: string): Finding =>
  make('file-missing', 'error')(`${file} is missing; ${by} names it.`, { file });

export const fileExtra = (file: string): Finding =>
  make('file-extra', 'error')(`${file} is in the bundle, and no document of it names it.`, { file });

export const fileHash = (file: string, expected: string, got: string, by: string): Finding =>
  make('file-hash', 'error')(`${file} has SHA-256 ${short(got)}; ${by} says ${short(expected)}.`, {
    file,
    expected,
    got,
  });

export const documentInvalid = (file: string, message: string, path?: string): Finding =>
  make('document-invalid', 'error')(`${file} does not hold to its schema: ${message}`, {
    file,
    ...(path === undefined ? {} : { path }),
  });

export const documentFormat = (file: string): Finding =>
  make('document-format', 'error')(
    `${file} is of another format than this version of the lab writes and checks. Verify it with the version that wrote it.`,
    { file },
  );

export const recipeChanged = (file: string, expected: string, got: string): Finding =>
  make('recipe-changed', 'error')(
    `${file} is another recipe than the one that the data was made by: its SHA-256 as canonical JSON is ${short(got)}, the data set names ${short(expected)}.`,
    { file, expected, got },
  );

export const documentDiffers = (
  file: string,
  path: string,
  expected: string | undefined,
  got: string | undefined,
): Finding =>
  make('document-differs', 'error')(
    `${file} says ${got ?? 'nothing'} at ${path}; the replay gives ${expected ?? 'nothing'}.`,
    {
      file,
      path,
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
    },
  );

export const rawMissing = (files: readonly string[]): Finding =>
  make('raw-missing', 'warning')(
    `The recipe was not replayed: the bundle was made without ${plural(files.length, 'raw file')}, and ${files.length === 1 ? 'it was' : 'they were'} not given: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${count(files.length - 5)} more` : ''}. Give ${files.length === 1 ? 'it' : 'them'} beside the bundle.`,
    files[0] === undefined ? {} : { file: files[0] },
  );

export const rawChanged = (file: string, expected: string, got: string): Finding =>
  make('raw-changed', 'error')(
    `${file} is not the raw file that the data was made from: its SHA-256 is ${short(got)}, the recipe names ${short(expected)}.`,
    { file, expected, got },
  );

export const replayFailed = (why: string): Finding =>
  make('replay-failed', 'error')(`The recipe of the bundle could not be replayed: ${why}`);

/** `row`: from 1. `where`: series and time of the row. */
export const rowsDiffer = (
  file: string,
  row: number,
  column: string,
  { expected, got, where }: { expected: string; got: string; where: string },
): Finding =>
  make('rows-differ', 'error')(
    `${file}, row ${count(row)}, column ${column}: the bundle has ${got}, the replay ${expected}${where === '' ? '' : ` (${where})`}.`,
    { file, row, column, expected, got },
  );

export const rowCounts = (file: string, row: number, expected: number, got: number): Finding =>
  make('rows-differ', 'error')(
    `${file}: the bundle has ${plural(got, 'row')}, the replay ${count(expected)}; the first ${count(row - 1)} are alike.`,
    { file, row, expected: String(expected), got: String(got) },
  );

export const columnsDiffer = (file: string, expected: string, got: string): Finding =>
  make('rows-differ', 'error')(`${file} has the columns ${got}; the replay makes ${expected}.`, {
    file,
    expected,
    got,
  });

/** `line`: from 1. */
export const textDiffers = (file: string, line: number, expected: string, got: string): Finding =>
  make('text-differs', 'error')(
    `${file}, line ${count(line)}: the bundle has ${quoted(got)}, the replay ${quoted(expected)}.`,
    { file, row: line, expected: expected.slice(0, 200), got: got.slice(0, 200) },
  );

export const unreadableParquet = (file: string, why: string): Finding =>
  make('bytes-differ', 'error')(`${file} differs from the replay and cannot be read as Parquet: ${why}`, {
    file,
  });

export const otherEncoding = (file: string): Finding =>
  make('bytes-differ', 'warning')(
    `${file} has the rows of the replay, bit for bit, in other bytes: another version of the lab wrote it, or somebody wrote it anew.`,
    { file },
  );

export const fileNotMade = (file: string): Finding =>
  make('file-not-made', 'error')(`${file} is in the bundle, and the replay makes no such file.`, { file });

export const notInBundle = (file: string): Finding =>
  make('file-missing', 'error')(`${file} is missing; the replay makes it.`, { file });

export const otherSoftware = (file: string, path: string, expected: string, got: string): Finding =>
  make('other-software', 'note')(
    `${file} was made with other software: ${path} is ${got}, here ${expected}.`,
    {
      file,
      path,
      expected,
      got,
    },
  );

export const versionBefore = (version: number): Finding =>
  make(
    'version-before',
    'note',
  )(
    `What changed since version ${version} of the data set was not compared, for that version is not at hand.`,
  );

/** `version`: of the lab that wrote it. */
export const otherText = (file: string, version: string): Finding =>
  make('other-software', 'note')(
    `${file} is another text than this version of the lab writes; version ${version} wrote it.`,
    { file, got: version },
  );

const some = (files: readonly string[]): string =>
  `${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${count(files.length - 5)} more` : ''}`;

/** `by`: who wrote the bundle: name and version. */
export const rowsAlike = (by: string): Finding =>
  make(
    'rows-alike',
    'note',
  )(
    `${by} wrote this bundle: its rows and documents were compared with the replay, not its bytes. Values are the same to 1e-9; series, times, labels, flags and counts exactly.`,
  );

export const leftOut = (files: readonly string[], by: string): Finding =>
  make(
    'left-out',
    'note',
  )(
    `${plural(files.length, 'file')} of the replay ${files.length === 1 ? 'is' : 'are'} not in the bundle, and need not be where ${by} wrote it: ${some(files)}.`,
  );

/** Texts about the data. */
export const textsNotCompared = (files: readonly string[], by: string): Finding =>
  make(
    'not-compared',
    'note',
  )(`Not compared with the replay, for ${by} has its own words for what they tell: ${some(files)}.`);

/** Data in another form than rows of Parquet. */
export const dataNotCompared = (file: string): Finding =>
  make('not-compared', 'warning')(
    `${file} has other bytes than the replay makes, and its rows are not compared in this form. Those in data/processed are.`,
    { file },
  );
