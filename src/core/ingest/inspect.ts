import { LabFailure, ok, type ErrorCode, type LabError } from '../errors';
import { at, last } from '../list';
import type { CsvFormat, FileSource } from '../recipe/types';
import { detectEncoding, toUtf8 } from './encoding';
import { columnType, guessEpoch, guessTime, isNumber, type ColumnType, type TimeGuess } from './guess';
import { checkColumns } from './limits';
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

/** Throws `file-too-wide` where the sample of a file ends before its first line does. `rows`: what was read of it. */
export function checkHeaderRead(
  name: string,
  rows: readonly unknown[],
  sample: Uint8Array,
  complete: boolean,
): void {
  if (rows.length > 0 || complete || sample.every((byte) => byte === CR || byte === LF)) return;
  throw new LabFailure({
    code: 'file-too-wide',
    file: name,
    message: `${name} has a first line longer than ${SAMPLE_BYTES / 1024} KB, and the lab reads the columns' names from no more than that. Split it by columns, or shorten their names.`,
  });
}

/** A column of the sample. A row that is too short has an empty cell. */
interface Column {
  name: string;
  cells: string[];
  type: ColumnType;
}

/**
 * What a CSV file looks like from its first bytes (unpacked, at most `SAMPLE_BYTES`). `complete`: they are the whole file. NAB's layout
 * (`timestamp,value`, ISO without offset) leaves no question open; any other asks about its columns, with a guess that would load. What is
 * `given` of the layout is taken as it is. Throws `file-too-wide`.
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
      `${name} is empty: it has 0 bytes, or it was moved or deleted before it could be read. Expected a table with a time column and a number column.`,
    );
  const encoding = given.encoding ? ok(given.encoding) : detectEncoding(bytes, name);
  if (!encoding.ok) return unreadable(name, encoding.error);
  const utf8 = toUtf8(encoding.value)(bytes, complete);
  if (utf8.includes(CR) && !utf8.includes(LF)) {
    return error(
      'file-unsupported',
      `${name} ends its lines with CR alone, as old Macs did. Expected lines that end with LF or CR LF; save it with such line ends and add it again.`,
    );
  }
  const delimiter = given.delimiter ?? sniffDelimiter(utf8, complete);
  const rows = readTable(utf8, delimiter, 201, complete);
  checkHeaderRead(name, rows, utf8, complete);
  if (rows.every((row) => row.every((cell) => cell === ''))) {
    return error(
      'file-empty',
      `${name} has only empty lines. Expected a table with a time column and a number column.`,
    );
  }
  const header = given.header ?? isHeader(at(rows, 0));
  const body = header ? rows.slice(1) : rows;
  const names = columnNames(at(rows, 0), header);
  checkColumns(name, names);
  if (body.length === 0) {
    return error(
      'file-header-only',
      `${name} has a header (${names.slice(0, 8).join(', ')}) and no row below it. Add the file again once it has data.`,
    );
  }
  const cells = names.map((_, i) => body.map((row) => row[i] ?? ''));
  const decimal = given.decimal ?? guessDecimal(cells, delimiter);
  const format: CsvFormat = { delimiter, decimal, header, encoding: encoding.value };
  const columns = names.map((column, i): Column => {
    const own = at(cells, i);
    return { name: column, cells: own, type: columnType(own, decimal) };
  });
  const shown = (): Pick<Inspection, 'columns' | 'preview' | 'types' | 'format'> => ({
    columns: names,
    preview: body.slice(0, PREVIEW_ROWS),
    types: columns.map(({ type }) => type),
    format,
  });
  const time = findTime(columns);
  if (!time) {
    return {
      ...error(
        'file-no-time',
        `${name} has no column of times. Expected one such as 2014-04-11 00:00:00, 11/04/2014 or 1397174400; its columns are ${listed(columns)}.`,
      ),
      ...shown(),
    };
  }
  time.column.type = 'time';
  const values = columns.filter(({ type }) => type === 'number').map((column) => column.name);
  if (values.length === 0) {
    return {
      ...error(
        'file-no-number',
        `${name} has no column of numbers beside its times. Its columns are ${listed(columns)}. If its numbers have a decimal comma, they need another delimiter than the comma.`,
      ),
      ...shown(),
    };
  }
  const source: FileSource = {
    file: name,
    csv: format,
    time: { column: time.column.name, format: time.guess.format, zone: 'UTC' },
    values,
  };
  const series = columns.find(isSeriesColumn);
  if (series) source.series = series.name;
  const nab =
    columns.length === 2 &&
    time.column.name === 'timestamp' &&
    values[0] === 'value' &&
    time.guess.format === 'iso' &&
    delimiter === ',' &&
    header;
  const questions: Question[] = nab ? [] : [{ about: 'columns' }];
  if (time.guess.question) questions.push(time.guess.question);
  if (decimalIsOpen(rows, columns, format)) questions.push({ about: 'decimal' });
  return { name, kind: 'csv', source, questions, ...shown() };
}

const listed = (columns: readonly Column[]): string =>
  columns
    .slice(0, 8)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ') + (columns.length > 8 ? ', …' : '');

/** Whether a first line has no number and no time. */
const isHeader = (first: readonly string[]): boolean =>
  first.some((cell) => cell !== '') &&
  first.every((cell) => !isNumber(cell, '.') && !isNumber(cell, ',') && !guessTime([cell]));

function guessDecimal(cells: readonly string[][], delimiter: string): '.' | ',' {
  if (delimiter === ',') return '.';
  const all = cells.flat();
  const commas = all.filter((cell) => /^[+-]?\d*,\d+$/.test(cell)).length;
  const points = all.filter((cell) => /^[+-]?\d*\.\d+$/.test(cell)).length;
  return commas > points ? ',' : '.';
}

/** A comma that may part columns or a number: rows one cell longer than the header, or every fraction three digits long. */
function decimalIsOpen(rows: readonly string[][], columns: readonly Column[], format: CsvFormat): boolean {
  if (format.delimiter === ',') {
    const width = at(rows, 0).length;
    const longer = rows.slice(1).filter((row) => row.length > width && last(row) !== '').length;
    return format.header && longer > (rows.length - 1) / 2;
  }
  if (format.decimal === '.') return false;
  const fractions = columns
    .filter(({ type }) => type === 'number')
    .flatMap(({ cells }) => cells.filter((cell) => cell.includes(',')));
  return fractions.length > 0 && fractions.every((cell) => /^[+-]?\d{1,3},\d{3}$/.test(cell));
}

const timeName = /time|date|epoch|^ts$|^t$|stamp|zeit|datum/i;

/** The first column of written times, else one of epoch numbers: by its name, or the first column. */
function findTime(columns: readonly Column[]): { column: Column; guess: TimeGuess } | undefined {
  const named = columns.filter(({ name }) => timeName.test(name));
  const order = [...named, ...columns.filter((column) => !named.includes(column))];
  for (const column of order) {
    const guess = column.type === 'time' ? guessTime(column.cells) : undefined;
    if (guess) return { column, guess };
  }
  for (const column of order) {
    if (column.type !== 'number' || (column !== columns[0] && !named.includes(column))) continue;
    const guess = guessEpoch(column.cells);
    if (guess) return { column, guess };
  }
  return undefined;
}

/** A column of words, each of which occurs more than once on average. */
const isSeriesColumn = ({ type, cells }: Column): boolean =>
  type === 'text' && cells.every((cell) => cell !== '') && new Set(cells).size <= cells.length / 2;
