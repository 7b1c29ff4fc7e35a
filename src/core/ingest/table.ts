import { last } from '../list';
import type { CsvFormat } from '../recipe/types';
import { textOf } from './parse/bytes';
import { Fields, readRecord, unescapeCell } from './parse/record';

/** The first records of a text as cells; blank lines are left out, and a last record that the sample may have cut off. */
export function readTable(
  bytes: Uint8Array,
  delimiter: string,
  maxRows: number,
  complete: boolean,
): string[][] {
  const fields = new Fields();
  const rows: string[][] = [];
  let position = 0;
  while (position < bytes.length && rows.length < maxRows) {
    const next = readRecord(bytes, position, bytes.length, delimiter.charCodeAt(0), fields, complete);
    if (next < 0) break;
    position = next;
    const cells: string[] = [];
    for (let i = 0; i < fields.count; i++) {
      const start = fields.starts[i] as number;
      const end = fields.ends[i] as number;
      const cell = fields.quoted[i] === 2 ? unescapeCell(bytes, start, end) : bytes.subarray(start, end);
      cells.push(textOf(cell, 0, cell.length).trim());
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

/** Whether lines end with a delimiter behind their last cell: the header does, and most of the other rows of the sample. */
export function hasTrailingDelimiter(rows: readonly string[][], header: boolean): boolean {
  const [first, ...body] = rows;
  if (!header || first === undefined || !endsEmpty(first)) return false;
  const ended = body.filter((row) => row.length === first.length && last(row) === '').length;
  return ended >= body.length / 2;
}

const endsEmpty = (row: readonly string[]): boolean => row.length > 1 && last(row) === '';

const delimiters: CsvFormat['delimiter'][] = [',', ';', '\t', '|', ' '];

/** The delimiter that gives the most lines the same number of cells, more than one; of equals the first in the list above. */
export function sniffDelimiter(bytes: Uint8Array, complete: boolean): CsvFormat['delimiter'] {
  let best: CsvFormat['delimiter'] = ',';
  let bestScore = 0;
  for (const delimiter of delimiters) {
    const counts = new Map<number, number>();
    const rows = readTable(bytes, delimiter, 100, complete);
    for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
    const header = rows[0]?.length;
    let score = 0;
    for (const [cells, times] of counts) {
      if (cells > 1) score = Math.max(score, times / rows.length + (cells === header ? 1 : 0));
    }
    // A space within a time is no delimiter, and a comma may be a decimal one: both must do better, not as well.
    if (delimiter === ' ') score -= 0.6;
    if (delimiter === ',' && rows.length > 1 && header === 1) score -= 1;
    if (score > bestScore + 1e-9) {
      best = delimiter;
      bestScore = score;
    }
  }
  return best;
}
