import { LabFailure } from '../../errors';
import { at } from '../../list';
import type { FileSource } from '../../recipe/types';
import { keyProblem } from '../limits';
import { LF, POINT, QUOTE, textOf, textOfCell } from './bytes';
import { parseCanonical } from './canonical';
import { ColumnBuffers } from './columns';
import { isBlank, numberProblem, parseNumber } from './number';
import { Fields, readRecord, unescapeCell } from './record';
import { timeParser, timeProblem, type TimeParser } from './time';
import { MAX_REJECTS, type ChunkParser, type ParsedChunk, type RejectedLine } from './types';

const HIGH = 2 ** -32;

/**
 * A reader of chunks of one file. `columns` are the names of all its columns, in order; `trailing`: each line ends with a delimiter behind its last
 * cell. A line with one cell that cannot be read is rejected whole. A record of several lines (a quoted cell with line ends) is accepted whole, or
 * its first line is rejected and the others are read as lines of their own: a stray quote loses no row but its own. Throws LabFailure
 * `column-unknown` where the source names a column that does not exist.
 */
export function createChunkParser(
  source: FileSource,
  columns: readonly string[],
  trailing = false,
): ChunkParser {
  return new Parser(source, columns, trailing);
}

/** Positions of the columns that a source names. */
function columnPositions(
  source: FileSource,
  columns: readonly string[],
): { time: number; values: number[]; series: number } {
  const find = (name: string): number => {
    const index = columns.indexOf(name);
    if (index >= 0) return index;
    const there = columns
      .slice(0, 20)
      .map((column) => `"${column}"`)
      .join(', ');
    throw new LabFailure({
      code: 'column-unknown',
      message: `${source.file} has no column "${name}". Its columns are ${there}${columns.length > 20 ? ', …' : ''}. Choose among them.`,
      file: source.file,
    });
  };
  return {
    time: find(source.time.column),
    values: source.values.map(find),
    series: source.series === undefined ? -1 : find(source.series),
  };
}

class Parser implements ChunkParser {
  private readonly delimiter: number;
  private readonly decimal: number;
  private readonly time: number;
  private readonly values: number[];
  private readonly series: number;
  private readonly readTime: TimeParser;
  /** Times are written as dates, not as epoch numbers. */
  private readonly written: boolean;
  private readonly canonical: boolean;
  /** Cells of a line, the empty one behind a trailing delimiter included. */
  private readonly cells: number;
  private readonly fields = new Fields();
  // State of the current chunk.
  private out = new ColumnBuffers(16, 1, false);
  private missing: number[] = [];
  private names: string[] = [];
  private index = new Map<string, number>();
  private rejects: RejectedLine[] = [];
  private rejected = 0;

  constructor(
    source: FileSource,
    private readonly columns: readonly string[],
    private readonly trailing: boolean,
  ) {
    this.cells = columns.length + (trailing ? 1 : 0);
    const format = source.csv ?? { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' };
    this.delimiter = format.delimiter.charCodeAt(0);
    this.decimal = format.decimal.charCodeAt(0);
    const { time, values, series } = columnPositions(source, columns);
    this.time = time;
    this.values = values;
    this.series = series;
    this.readTime = timeParser(source.time.format, format.decimal);
    this.written = !source.time.format.startsWith('epoch');
    this.canonical =
      source.time.format === 'iso' &&
      this.cells === 2 &&
      time === 0 &&
      series < 0 &&
      values.length === 1 &&
      values[0] === 1 &&
      this.decimal === POINT &&
      format.delimiter !== ' ';
  }

  parse(bytes: Uint8Array, header = false): ParsedChunk {
    const end = bytes.length;
    this.out = new ColumnBuffers(estimateRows(bytes), this.values.length, this.series >= 0);
    this.missing = this.values.map(() => 0);
    this.names = [];
    this.index = new Map();
    this.rejects = [];
    this.rejected = 0;
    let position = 0;
    let lines = 0;
    let inHeader = header;
    // Where the record ends whose lines are read one by one.
    let limit = 0;
    while (position < end) {
      if (bytes[position] === LF) {
        position++;
        lines++;
        continue;
      }
      const stop = position < limit ? limit : end;
      if (this.out.rows === this.out.capacity) this.out.grow();
      if (this.canonical && !inHeader) {
        const before = this.out.rows;
        position = parseCanonical(bytes, position, stop, this.delimiter, this.out);
        lines += this.out.rows - before;
        if (position >= stop) continue;
        if (this.out.rows === this.out.capacity) continue;
      }
      const next = readRecord(bytes, position, stop, this.delimiter, this.fields);
      const lineEnd = bytes.indexOf(LF, position);
      const severalLines = lineEnd >= 0 && lineEnd < next - 1;
      if (!this.isBlankLine(bytes)) {
        if (inHeader) inHeader = false;
        else if (!severalLines) this.record(bytes, position, next, lines);
        else if (!this.longRecord(bytes, position, lineEnd + 1, next, lines)) {
          if (position >= limit) limit = next;
          lines++;
          position = lineEnd + 1;
          continue;
        }
      }
      lines++;
      if (severalLines) lines += lineEndsIn(bytes, position, next - 1);
      position = next;
    }
    const { rows, times, values, keys } = this.out;
    const chunk: ParsedChunk = {
      lines,
      rows,
      times,
      values,
      missing: this.missing,
      rejects: this.rejects,
      rejected: this.rejected,
    };
    if (this.series >= 0) chunk.keys = { names: this.names, index: keys };
    return chunk;
  }

  private isBlankLine(bytes: Uint8Array): boolean {
    if (this.fields.count !== 1 || this.fields.quoted[0] !== 0 || this.fields.problem !== '') return false;
    const start = this.fields.starts[0] as number;
    const end = this.fields.ends[0] as number;
    for (let i = start; i < end; i++) if (!isBlank(bytes[i] as number)) return false;
    return true;
  }

  /**
   * Takes a record of several lines. False where its first line, which ends at `lineEnd`, was rejected instead: a cell cannot be read, or two of
   * its lines look like rows.
   */
  private longRecord(bytes: Uint8Array, from: number, lineEnd: number, to: number, line: number): boolean {
    const others = lineEndsIn(bytes, lineEnd, to - 1) + 1;
    const note = `the quoted cell takes ${others + 1} lines, of which the other ${others} were read as lines of their own`;
    const before = this.rejected;
    if (this.rowLikeLines(bytes, from, to) > 1)
      this.reject(
        bytes,
        from,
        lineEnd,
        line,
        '',
        `a quote is closed behind the start of another row; ${note}`,
      );
    else this.record(bytes, from, lineEnd, line, `; ${note}`);
    return this.rejected === before;
  }

  /** How many of the lines in `bytes[from, to)` have the cells of a row and a time among them; at most two are counted. */
  private rowLikeLines(bytes: Uint8Array, from: number, to: number): number {
    // A number is sooner an epoch by chance than a text is a written time.
    const enough = this.written ? Math.min(2, this.cells) : this.cells;
    let found = 0;
    for (let start = from; start < to && found < 2;) {
      const lineEnd = bytes.indexOf(LF, start);
      const end = lineEnd < 0 ? to : Math.min(lineEnd, to);
      let cells = 0;
      let hasTime = false;
      for (let cell = start; cell <= end; cells++) {
        let cellEnd = cell;
        while (cellEnd < end && bytes[cellEnd] !== this.delimiter) cellEnd++;
        hasTime ||= this.isTime(bytes, cell, cellEnd);
        cell = cellEnd + 1;
      }
      if (hasTime && cells >= enough) found++;
      start = end + 1;
    }
    return found;
  }

  private isTime(bytes: Uint8Array, start: number, end: number): boolean {
    const edge = (byte: number): boolean => isBlank(byte) || byte === QUOTE;
    while (start < end && edge(bytes[start] as number)) start++;
    while (end > start && edge(bytes[end - 1] as number)) end--;
    return !Number.isNaN(this.readTime(bytes, start, end));
  }

  private reject(
    bytes: Uint8Array,
    from: number,
    to: number,
    line: number,
    column: string,
    reason: string,
  ): void {
    this.rejected++;
    if (this.rejects.length < MAX_REJECTS)
      this.rejects.push({ line, column, reason, text: lineText(bytes, from, to) });
  }

  /** Appends the row of the record that was read, or rejects its line `bytes[from, to)`; `note` goes to the end of the reason. */
  private record(bytes: Uint8Array, from: number, to: number, line: number, note = ''): void {
    const { fields, out } = this;
    const reject = (column: string, reason: string): void =>
      this.reject(bytes, from, to, line, column, reason + note);
    if (fields.problem !== '') return reject('', fields.problem);
    if (fields.count !== this.cells) return reject('', `expected ${this.cells} cells, found ${fields.count}`);
    const last = fields.count - 1;
    if (this.trailing && fields.starts[last] !== fields.ends[last])
      return reject('', 'the cell behind the last delimiter has no column and is not empty');
    const us = this.cell(bytes, this.time, this.readTime);
    if (Number.isNaN(us)) return reject(at(this.columns, this.time), timeProblem);
    const row = out.rows;
    for (let i = 0; i < this.values.length; i++) {
      const column = this.values[i] as number;
      const value = this.cell(bytes, column, this.readNumber);
      if (Number.isNaN(value) && numberProblem !== '') return reject(at(this.columns, column), numberProblem);
      (out.values[i] as Float64Array)[row] = value;
    }
    if (this.series >= 0) {
      const name = this.cell(bytes, this.series, textOfCell);
      let key = this.index.get(name);
      if (key === undefined) {
        const problem = keyProblem(name);
        if (problem !== undefined) return reject(at(this.columns, this.series), problem);
        key = this.names.push(name) - 1;
        this.index.set(name, key);
      }
      out.keys[row] = key;
    }
    for (let i = 0; i < this.values.length; i++)
      if (Number.isNaN((out.values[i] as Float64Array)[row])) (this.missing[i] as number)++;
    const high = Math.floor(us * HIGH);
    out.words[2 * row] = us - high * 4294967296;
    out.words[2 * row + 1] = high;
    out.rows++;
  }

  private readonly readNumber = (bytes: Uint8Array, start: number, end: number): number =>
    parseNumber(bytes, start, end, this.decimal);

  private cell<R>(
    bytes: Uint8Array,
    column: number,
    read: (bytes: Uint8Array, start: number, end: number) => R,
  ): R {
    let start = this.fields.starts[column] as number;
    let end = this.fields.ends[column] as number;
    let from = bytes;
    if (this.fields.quoted[column] === 2) {
      from = unescapeCell(bytes, start, end);
      start = 0;
      end = from.length;
    }
    while (start < end && isBlank(from[start] as number)) start++;
    while (end > start && isBlank(from[end - 1] as number)) end--;
    return read(from, start, end);
  }
}

/** The line as it came, without its end, cut after 500 characters. */
function lineText(bytes: Uint8Array, from: number, to: number): string {
  const text = textOf(bytes, from, Math.min(to, from + 2000)).replace(/\r?\n$/, '');
  return text.length > 500 ? text.slice(0, 500) : text;
}

/** Line ends in `bytes[from, to)`. */
function lineEndsIn(bytes: Uint8Array, from: number, to: number): number {
  let found = 0;
  for (let i = bytes.indexOf(LF, from); i >= 0 && i < to; i = bytes.indexOf(LF, i + 1)) found++;
  return found;
}

/** From the length of the first hundred lines, with a tenth to spare. */
function estimateRows(bytes: Uint8Array): number {
  let position = 0;
  let lines = 0;
  while (lines < 100) {
    const next = bytes.indexOf(LF, position);
    if (next < 0) break;
    position = next + 1;
    lines++;
  }
  return lines === 0 ? 16 : Math.ceil((bytes.length / position) * lines * 1.1) + 16;
}
