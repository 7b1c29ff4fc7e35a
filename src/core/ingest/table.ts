import { at, last } from '../list';
import type { CsvFormat } from '../recipe/types';
import { LF, QUOTE, textOfCell } from './parse/bytes';
import { Fields, readRecord, unescapeCell } from './parse/record';

/** What `readTable` must know of a layout. */
export interface TableLayout {
  delimiter: string;
  quote?: CsvFormat['quote'];
  comment?: string;
  skip?: number;
}

/** The byte of a layout's quote; 0 for none. */
export const quoteByte = (quote: CsvFormat['quote']): number =>
  quote === undefined ? QUOTE : quote === '' ? 0 : quote.charCodeAt(0);

/** The first records of a text as cells; blank lines and comments are left out, and a last record that the sample may have cut off. `onRecord` hears what is wrong with the quotes of each. */
export function readTable(
  bytes: Uint8Array,
  { delimiter, quote, comment, skip = 0 }: TableLayout,
  maxRows: number,
  complete: boolean,
  onRecord?: (problem: string) => void,
): string[][] {
  const fields = new Fields();
  const rows: string[][] = [];
  const sign = comment?.charCodeAt(0) ?? 0;
  const quoted = quoteByte(quote);
  const nextLine = (from: number): number => {
    const end = bytes.indexOf(LF, from);
    return end < 0 ? bytes.length : end + 1;
  };
  let position = 0;
  for (let line = 0; line < skip; line++) position = nextLine(position);
  while (position < bytes.length && rows.length < maxRows) {
    if (sign !== 0 && bytes[position] === sign) {
      position = nextLine(position);
      continue;
    }
    const next = readRecord(bytes, position, bytes.length, delimiter.charCodeAt(0), fields, complete, quoted);
    if (next < 0) break;
    position = next;
    onRecord?.(fields.problem);
    const cells: string[] = [];
    for (let i = 0; i < fields.count; i++) {
      const start = fields.starts[i] as number;
      const end = fields.ends[i] as number;
      const cell =
        fields.quoted[i] === 2 ? unescapeCell(bytes, start, end, quoted) : bytes.subarray(start, end);
      cells.push(textOfCell(cell, 0, cell.length).replaceAll('\0', '').trim());
    }
    if (cells.some((cell, i) => i > 0 || cell !== '')) rows.push(cells);
  }
  return rows;
}

/** Names for the columns: those of the header made unique (`value`, `value (2)`), `column 1` where there is none. */
export function columnNames(cells: readonly string[], header: boolean): string[] {
  const trailing = header && endsEmpty(cells);
  const taken = new Set<string>();
  return cells.slice(0, trailing ? -1 : undefined).map((cell, i) => {
    const name = header && cell !== '' ? cell : `column ${i + 1}`;
    let unique = name;
    for (let n = 2; taken.has(unique); n++) unique = `${name} (${n})`;
    taken.add(unique);
    return unique;
  });
}

/** The number of cells that most rows have; of equals the greater. */
export function usualWidth(rows: readonly string[][]): number {
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  let best = 0;
  let times = 0;
  for (const [width, count] of counts)
    if (count > times || (count === times && width > best)) [best, times] = [width, count];
  return best;
}

/**
 * The columns of a table, of which `rows` are the first records behind what is skipped: named by the first of them where that is the header, else as
 * many as most rows have cells.
 */
export function tableColumns(
  rows: readonly string[][],
  header: boolean,
): { columns: string[]; trailing: boolean } {
  const first = header ? at(rows, 0) : Array.from({ length: usualWidth(rows) }, () => '');
  return { columns: columnNames(first, header), trailing: hasTrailingDelimiter(rows, header) };
}

/** Whether lines end with a delimiter behind their last cell: the header does, and most of the other rows of the sample. */
export function hasTrailingDelimiter(rows: readonly string[][], header: boolean): boolean {
  const [first, ...body] = rows;
  if (!header || first === undefined || !endsEmpty(first)) return false;
  const ended = body.filter((row) => row.length === first.length && last(row) === '').length;
  return ended >= body.length / 2;
}

const endsEmpty = (row: readonly string[]): boolean => row.length > 1 && last(row) === '';
