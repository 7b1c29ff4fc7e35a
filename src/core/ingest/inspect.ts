import { ok, type ErrorCode, type LabError } from '../errors';
import type { CsvFormat, FileSource } from '../recipe/types';
import { detectEncoding, toUtf8 } from './encoding';
import { columnType, guessEpoch, guessTime, isNumber, type ColumnType, type TimeGuess } from './guess';
import { CR, LF } from './parse/bytes';
import { columnNames, readTable, sniffDelimiter } from './table';
import type { Inspection, Question } from './types';

/** As many bytes of a file as an inspection needs. */
export const SAMPLE_BYTES = 262_144;
const PREVIEW_ROWS = 20;

const unreadable = (name: string, error: LabError): Inspection => ({
  name,
  kind: 'unreadable',
  questions: [],
  columns: [],
  preview: [],
  types: [],
  error,
});

/** An inspection that ends in an error. */
export function unreadableFile(name: string, code: ErrorCode, message: string): Inspection {
  return unreadable(name, { code, file: name, message });
}

/**
 * What a CSV file looks like from its first bytes (unpacked, at most `SAMPLE_BYTES`). `complete`: they are the whole file. NAB's layout
 * (`timestamp,value`, ISO without offset) leaves no question open; any other asks about its columns, with a guess that would load. What is
 * `given` of the layout is taken as it is.
 */
export function inspectCsv(
  name: string,
  bytes: Uint8Array,
  complete: boolean,
  given: Partial<CsvFormat> = {},
): Inspection {
  const error = (code: ErrorCode, message: string): Inspection => unreadableFile(name, code, message);
  if (bytes.length === 0)
    return error(
      'file-empty',
      `${name} is empty: it has 0 bytes, or it was moved or deleted before it could be read. A table with a time column and a number column was expected.`,
    );
  const encoding = given.encoding ? ok(given.encoding) : detectEncoding(bytes, name);
  if (!encoding.ok) return unreadable(name, encoding.error);
  const utf8 = toUtf8(encoding.value)(bytes, complete);
  if (utf8.includes(CR) && !utf8.includes(LF)) {
    return error(
      'file-unsupported',
      `${name} ends its lines with CR alone, as old Macs did; lines that end with LF or CR LF were expected. Save it with such line ends and add it again.`,
    );
  }
  const delimiter = given.delimiter ?? sniffDelimiter(utf8, complete);
  const rows = readTable(utf8, delimiter, 201, complete);
  if (rows.every((row) => row.every((cell) => cell === ''))) {
    return error(
      'file-empty',
      `${name} holds nothing but blank space. A table with a time column and a number column was expected.`,
    );
  }
  const header = given.header ?? isHeader(rows);
  const body = header ? rows.slice(1) : rows;
  const columns = columnNames(rows[0] ?? [], header);
  if (body.length === 0) {
    return error(
      'file-header-only',
      `${name} has a header (${columns.slice(0, 8).join(', ')}) and no row below it. Add the file again once it has data.`,
    );
  }
  const cells = columns.map((_, i) => body.map((row) => row[i] ?? ''));
  const decimal = given.decimal ?? guessDecimal(cells, delimiter);
  const format: CsvFormat = { delimiter, decimal, header, encoding: encoding.value };
  const types = cells.map((column) => columnType(column, decimal));
  const shown: Pick<Inspection, 'columns' | 'preview' | 'types' | 'format'> = {
    columns,
    preview: body.slice(0, PREVIEW_ROWS),
    types,
    format,
  };
  const guess = findTime(columns, cells, types);
  if (!guess) {
    return {
      ...error(
        'file-no-time',
        `${name} has no column of times. One such as 2014-04-11 00:00:00, 11/04/2014 or 1397174400 was expected; its columns are ${listed(columns, types)}.`,
      ),
      ...shown,
    };
  }
  types[guess.column] = 'time';
  const values = columns.filter((_, i) => types[i] === 'number');
  if (values.length === 0) {
    return {
      ...error(
        'file-no-number',
        `${name} has no column of numbers beside its times. Its columns are ${listed(columns, types)}. If its numbers have a decimal comma, they need another delimiter than the comma.`,
      ),
      ...shown,
    };
  }
  const time = columns[guess.column] ?? '';
  const source: FileSource = {
    file: name,
    csv: format,
    time: { column: time, format: guess.format, zone: 'UTC' },
    values,
  };
  const series = findSeries(columns, cells, types);
  if (series !== undefined) source.series = series;
  const nab =
    columns.length === 2 &&
    time === 'timestamp' &&
    values[0] === 'value' &&
    guess.format === 'iso' &&
    delimiter === ',' &&
    header;
  const questions: Question[] = nab ? [] : [{ about: 'columns' }];
  if (guess.question) questions.push(guess.question);
  if (decimalIsOpen(rows, cells, types, format)) questions.push({ about: 'decimal' });
  return { name, kind: 'csv', source, questions, ...shown };
}

const listed = (columns: readonly string[], types: readonly ColumnType[]): string =>
  columns
    .slice(0, 8)
    .map((column, i) => `${column} (${types[i] ?? 'text'})`)
    .join(', ') + (columns.length > 8 ? ', …' : '');

/** A first line without any number or time. */
function isHeader(rows: readonly string[][]): boolean {
  const [first = []] = rows;
  return (
    first.some((cell) => cell !== '') &&
    first.every((cell) => !isNumber(cell, '.') && !isNumber(cell, ',') && !guessTime([cell]))
  );
}

function guessDecimal(cells: readonly string[][], delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.';
  const all = cells.flat();
  const commas = all.filter((cell) => /^[+-]?\d*,\d+$/.test(cell)).length;
  const points = all.filter((cell) => /^[+-]?\d*\.\d+$/.test(cell)).length;
  return commas > points ? ',' : '.';
}

/** A comma that may part columns or a number: rows one cell longer than the header, or every fraction three digits long. */
function decimalIsOpen(
  rows: readonly string[][],
  cells: readonly string[][],
  types: readonly ColumnType[],
  format: CsvFormat,
): boolean {
  if (format.delimiter === ',') {
    const [header = []] = rows;
    const longer = rows
      .slice(1)
      .filter((row) => row.length > header.length && row[row.length - 1] !== '').length;
    return format.header && longer > (rows.length - 1) / 2;
  }
  if (format.decimal === '.') return false;
  const fractions = cells.flatMap((column, i) =>
    types[i] === 'number' ? column.filter((cell) => cell.includes(',')) : [],
  );
  return fractions.length > 0 && fractions.every((cell) => /^[+-]?\d{1,3},\d{3}$/.test(cell));
}

type Found = TimeGuess & { column: number };

/** The first column of written times, else one of epoch numbers: by its name, or the first column. */
function findTime(
  columns: readonly string[],
  cells: readonly string[][],
  types: readonly ColumnType[],
): Found | undefined {
  const named = /time|date|epoch|^ts$|^t$|stamp|zeit|datum/i;
  const order = columns
    .map((_, i) => i)
    .sort((a, b) => Number(named.test(columns[b] ?? '')) - Number(named.test(columns[a] ?? '')) || a - b);
  for (const column of order) {
    const guess = types[column] === 'time' ? guessTime(cells[column] ?? []) : undefined;
    if (guess) return { ...guess, column };
  }
  for (const column of order) {
    if (types[column] !== 'number' || (column > 0 && !named.test(columns[column] ?? ''))) continue;
    const guess = guessEpoch(cells[column] ?? []);
    if (guess) return { ...guess, column };
  }
  return undefined;
}

/** A column of words, each of which comes more than once. */
function findSeries(
  columns: readonly string[],
  cells: readonly string[][],
  types: readonly ColumnType[],
): string | undefined {
  return columns.find((_, i) => {
    const column = cells[i] ?? [];
    return (
      types[i] === 'text' && column.every((cell) => cell !== '') && new Set(column).size <= column.length / 2
    );
  });
}
