/** The sample of a text file as a table. */
import { ok, type ErrorCode } from '../../errors';
import { at, maxOf } from '../../list';
import type { CsvFormat } from '../../recipe/types';
import { detectEncoding } from '../encoding';
import { checkColumns } from '../limits';
import { CR, LF } from '../parse/bytes';
import { checkHeaderRead, unreadable, unreadableFile, wholeLines, type Sample } from '../sample';
import { readTable, tableColumns } from '../table';
import type { Inspection } from '../types';
import {
  columnType,
  guessNotation,
  isMissing,
  isNumber,
  unitOf,
  type NotationGuess,
  type SampleColumn,
} from './cells';
import { guessLayout } from './layout';
import { guessTime } from './time';

const ALL = Number.MAX_SAFE_INTEGER;

/** What was read of a sample as a table. */
export interface SampleTable {
  csv: CsvFormat;
  columns: SampleColumn[];
  names: string[];
  trailing: boolean;
  /** All rows below the header; those of the first piece come first. */
  body: string[][];
  head: number;
  notation: NotationGuess;
  parts: Uint8Array[];
}

/**
 * Reads a sample: its encoding, its layout as far as it is not given, its header, how its numbers are written. `refused`: it is no table. Throws
 * `file-too-wide`.
 */
export function readSampleTable(
  name: string,
  sample: Sample,
  given: Partial<CsvFormat>,
): { table: SampleTable } | { refused: Inspection } {
  const error = (code: ErrorCode, message: string): { refused: Inspection } => ({
    refused: unreadableFile(name, code, message),
  });
  if (sample.head.length === 0)
    return error(
      'file-empty',
      `${name} is empty: it has 0 bytes, or it was moved or deleted before it could be read. Expected a table with a time column and a number column.`,
    );
  const encoding = given.encoding ? ok(given.encoding) : detectEncoding(sample.head, name);
  if (!encoding.ok) return { refused: unreadable(name, encoding.error) };
  const parts = wholeLines(sample, encoding.value);
  const first = at(parts, 0);
  if (first.includes(CR) && !first.includes(LF)) {
    return error(
      'file-unsupported',
      `${name} ends its lines with CR alone, as old Macs did. Expected lines that end with LF or CR LF; save it with such line ends and add it again.`,
    );
  }
  const layout = guessLayout(first, sample.complete, given);
  const rows = readTable(first, layout, ALL, true);
  checkHeaderRead(name, rows, first, sample.complete);
  if (rows.every((row) => row.every((cell) => cell === ''))) {
    return error(
      'file-empty',
      `${name} has only empty lines. Expected a table with a time column and a number column.`,
    );
  }
  const top = headerRows(rows, given);
  const { columns: names, trailing } = tableColumns(rows.slice(top.at), top.header);
  checkColumns(name, names);
  const below = rows.slice(top.at + (top.header ? 1 : 0) + top.after);
  const further = parts.slice(1).flatMap((part) => readTable(part, { ...layout, skip: 0 }, ALL, true));
  const body = [...below, ...further];
  if (body.length === 0) {
    return error(
      'file-header-only',
      `${name} has a header (${names.slice(0, 8).join(', ')}) and no row below it. Add the file again once it has data.`,
    );
  }
  const cells = names.map((_, i) => body.map((row) => row[i] ?? ''));
  const notation: NotationGuess =
    given.decimal === undefined
      ? guessNotation(numberCells(cells), layout.delimiter)
      : { decimal: given.decimal, ...(given.thousands === undefined ? {} : { thousands: given.thousands }) };
  const { decimal, thousands } = notation;
  const skip = (layout.skip ?? 0) + (given.skip === undefined ? top.at : 0);
  const { skip: _skip, ...rest } = layout;
  const csv: CsvFormat = {
    ...rest,
    decimal,
    ...(thousands === undefined ? {} : { thousands }),
    header: top.header,
    ...(skip > 0 ? { skip } : {}),
    ...(top.after > 0 ? { afterHeader: top.after } : {}),
    encoding: encoding.value,
  };
  const columns = names.map((column, i): SampleColumn => {
    const own = at(cells, i);
    const unit = unitOf(own);
    const type = columnType(own, {
      decimal,
      ...(thousands === undefined ? {} : { thousands }),
      ...(unit === undefined ? {} : { unit }),
    });
    return { name: column, cells: own, type, ...(unit === undefined || type !== 'number' ? {} : { unit }) };
  });
  return { table: { csv, columns, names, trailing, body, head: below.length, notation, parts } };
}

function* numberCells(columns: readonly (readonly string[])[]): Generator<string> {
  for (const cells of columns) yield* cells;
}

/** Rows that are looked at for a header. */
const TOP = 8;

/** Where the header stands among the first rows, and how many lines follow it before the first row of data. */
function headerRows(
  rows: readonly string[][],
  given: Partial<CsvFormat>,
): { at: number; header: boolean; after: number } {
  if (given.header !== undefined && given.skip !== undefined)
    return { at: 0, header: given.header, after: given.header ? (given.afterHeader ?? 0) : 0 };
  const first = firstDataRow(rows);
  if (given.header !== undefined)
    return { at: 0, header: given.header, after: given.header ? Math.max(0, first - 1) : 0 };
  if (first === 0) return { at: 0, header: false, after: 0 };
  const named = rows
    .slice(0, first)
    .findIndex((row) => row.some((cell) => /time|date|stamp|datum|zeit/i.test(cell)));
  const header = first === 1 ? 0 : Math.max(0, named);
  return { at: header, header: true, after: first - 1 - header };
}

/** The first row with a time where most rows below have one; where none has, the first with a number where most rows below have one. */
function firstDataRow(rows: readonly string[][]): number {
  if (rows.length === 1)
    return at(rows, 0).some((cell) => isOf(cell, 'number') || isOf(cell, 'time')) ? 0 : 1;
  const top = Math.min(TOP, rows.length - 1);
  const sample = rows.slice(Math.min(top, Math.floor(rows.length / 2)), top + 100);
  const width = maxOf(sample.map((row) => row.length));
  const classes = Array.from({ length: width }, (_, i) => {
    const cells = sample.map((row) => row[i] ?? '');
    if (
      columnType(cells, { decimal: '.' }) === 'number' ||
      columnType(cells, { decimal: ',', thousands: '.' }) === 'number'
    )
      return 'number';
    return guessTime(cells) ? 'time' : 'other';
  });
  const isData = (row: readonly string[], kind: 'time' | 'number'): boolean =>
    classes.some((each, i) => each === kind && isOf(row[i] ?? '', kind));
  const kind = classes.includes('time') ? 'time' : 'number';
  if (!classes.includes(kind)) return at(rows, 0).every((cell) => !isNumber(cell, { decimal: '.' })) ? 1 : 0;
  const found = rows.slice(0, top + 1).findIndex((row) => isData(row, kind));
  return found < 0 ? 1 : found;
}

const isOf = (cell: string, kind: 'time' | 'number'): boolean =>
  kind === 'time'
    ? !isMissing(cell) && guessTime([cell]) !== undefined
    : isNumber(cell, { decimal: '.', thousands: ',' }) || isNumber(cell, { decimal: ',', thousands: '.' });
