/** How a text is laid out as a table: what stands before its header, what parts its cells. */
import { at, last } from '../../list';
import type { CsvFormat } from '../../recipe/types';
import { LF, textOf } from '../parse/bytes';
import { readTable, usualWidth } from '../table';

/** What a layout is guessed from, as far as it is not given. */
export type GivenLayout = Partial<Pick<CsvFormat, 'delimiter' | 'quote' | 'comment' | 'skip'>>;

export type LayoutGuess = Required<Pick<CsvFormat, 'delimiter'>> & GivenLayout;

const delimiters = [',', ';', '\t', '|', ' '] as const;
/** Lines on which a layout is decided. */
const LINES = 200;

function lines(bytes: Uint8Array, most: number): string[] {
  const found: string[] = [];
  for (let position = 0; position < bytes.length && found.length < most;) {
    const end = bytes.indexOf(LF, position);
    const stop = end < 0 ? bytes.length : end;
    found.push(textOf(bytes, position, Math.min(stop, position + 4096)).replace(/\r$/, ''));
    position = stop + 1;
  }
  return found;
}

/**
 * The layout of a text from its first lines: `sep=;` as Excel writes it, lines of comments, a preamble whose lines have other numbers of cells than
 * the table, and the delimiter that gives the most lines the same number of cells. Where delimiter and lines to skip are given, nothing is guessed.
 */
export function guessLayout(utf8: Uint8Array, complete: boolean, given: GivenLayout = {}): LayoutGuess {
  const head = lines(utf8, LINES);
  const sep = /^"?sep=(.)"?$/i.exec(head[0] ?? '');
  const named = sep?.[1];
  const quote = given.quote === undefined ? {} : { quote: given.quote };
  const whole = given.delimiter !== undefined && given.skip !== undefined;
  const comment = given.comment ?? (whole ? undefined : commentOf(head));
  const layout = comment === undefined ? quote : { ...quote, comment };
  const start = given.skip ?? (named === undefined ? 0 : 1);
  const delimiter = given.delimiter ?? named ?? sniffDelimiter(utf8, complete, { ...layout, skip: start });
  const skip = given.skip ?? start + preamble(utf8, complete, { ...layout, delimiter, skip: start }, head);
  return { delimiter, ...layout, ...(skip > 0 ? { skip } : {}) };
}

/** `#` where some of the first lines begin with it and are no part of the table. A header that begins with it is none. */
function commentOf(head: readonly string[]): string | undefined {
  const marked = head.filter((line) => line.startsWith('#'));
  if (marked.length === 0 || marked.length > head.length / 2) return undefined;
  const index = head.findLastIndex((line) => line.startsWith('#'));
  const [before, after] = [at(head, index), head[index + 1] ?? ''];
  const isHeader = delimiters.some(
    (delimiter) =>
      delimiter !== ' ' &&
      after.includes(delimiter) &&
      before.split(delimiter).length === after.split(delimiter).length &&
      !/^#(group|datatype|default)\b/.test(before) &&
      /\d/.test(after) &&
      !/[A-Za-z_]{2,}/.test(after.split(delimiter)[0] ?? ''),
  );
  return isHeader ? undefined : '#';
}

/** Lines before the first one that has as many cells as most have. */
function preamble(utf8: Uint8Array, complete: boolean, layout: LayoutGuess, head: readonly string[]): number {
  const rows = readTable(utf8, layout, LINES, complete);
  const width = usualWidth(rows);
  if (width < 2) return 0;
  const first = rows.findIndex(
    (row) => row.length === width || (row.length === width + 1 && last(row) === ''),
  );
  if (first <= 0) return 0;
  // A header may have fewer cells than the rows right below it.
  const above = at(rows, first - 1);
  const wanted = at(rows, first);
  if (first === 1 && above.length > 1 && above.length < width && wanted.some((cell) => /^[+-]?\d/.test(cell)))
    return 0;
  // Records to lines: the first line, from the skip on, that reads as the record does.
  const encoder = new TextEncoder();
  for (let line = layout.skip ?? 0; line < head.length; line++) {
    const [row] = readTable(encoder.encode(at(head, line)), { ...layout, skip: 0 }, 1, true);
    if (row && row.length === wanted.length && row.every((cell, i) => cell === wanted[i]))
      return line - (layout.skip ?? 0);
  }
  return 0;
}

/**
 * The delimiter that gives the most lines the same number of cells, more than one, and leaves no text behind a closing quote; of equals the first in the
 * list above.
 */
function sniffDelimiter(utf8: Uint8Array, complete: boolean, layout: GivenLayout): string {
  const score = (delimiter: string): number => {
    let broken = 0;
    const rows = readTable(utf8, { ...layout, delimiter }, LINES, complete, (problem) => {
      if (problem !== '') broken++;
    });
    const counts = new Map<number, number>();
    for (const row of rows) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
    const header = rows[0]?.length;
    let best = 0;
    for (const [cells, times] of counts) {
      if (cells > 1) best = Math.max(best, times / rows.length + (cells === header ? 1 : 0));
    }
    // A comma may be a decimal one: below a header without any it parts nothing.
    if (delimiter === ',' && rows.length > 1 && header === 1) best -= 1;
    return best - (2 * broken) / rows.length;
  };
  let found: string | undefined;
  let most = 0;
  for (const delimiter of delimiters) {
    // A blank within a time is no delimiter: it is one only where no other parts half of the lines.
    if (delimiter === ' ' && most >= 0.5) break;
    const own = score(delimiter);
    if (own > most + 1e-9) [found, most] = [delimiter, own];
  }
  return found ?? ',';
}
