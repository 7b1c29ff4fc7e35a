import { LabFailure } from '../../errors';
import { at } from '../../list';
import type { FileSource } from '../../recipe/types';
import { LF, POINT, textOf, textOfCell } from './bytes';
import { parseCanonical } from './canonical';
import { ColumnBuffers } from './columns';
import { isBlank, numberProblem, parseNumber } from './number';
import { Fields, readRecord, unescapeCell } from './record';
import { timeParser, timeProblem, type TimeParser } from './time';
import { MAX_REJECTS, type ChunkParser, type ParsedChunk, type RejectedLine } from './types';

const HIGH = 2 ** -32;

/**
 * A reader of chunks of one file. `columns` are the names of all its columns, in order. A line with one cell that cannot be read is
 * rejected whole. Throws LabFailure `column-unknown` where the source names a column that does not exist.
 */
export function createChunkParser(source: FileSource, columns: readonly string[]): ChunkParser {
  return new Parser(source, columns);
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
  private readonly canonical: boolean;
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
  ) {
    const format = source.csv ?? { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' };
    this.delimiter = format.delimiter.charCodeAt(0);
    this.decimal = format.decimal.charCodeAt(0);
    const { time, values, series } = columnPositions(source, columns);
    this.time = time;
    this.values = values;
    this.series = series;
    this.readTime = timeParser(source.time.format, format.decimal);
    this.canonical =
      source.time.format === 'iso' &&
      columns.length === 2 &&
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
    while (position < end) {
      if (this.out.rows === this.out.capacity) this.out.grow();
      if (this.canonical && !inHeader) {
        const before = this.out.rows;
        position = parseCanonical(bytes, position, end, this.delimiter, this.out);
        lines += this.out.rows - before;
        if (position >= end) break;
        if (this.out.rows === this.out.capacity) continue;
      }
      const next = readRecord(bytes, position, end, this.delimiter, this.fields);
      if (!this.isBlankLine(bytes)) {
        if (inHeader) inHeader = false;
        else this.record(bytes, position, next, lines);
      }
      lines++;
      for (let i = bytes.indexOf(LF, position); i >= 0 && i < next - 1; i = bytes.indexOf(LF, i + 1)) lines++;
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

  private record(bytes: Uint8Array, from: number, to: number, line: number): void {
    const { fields, out } = this;
    const reject = (column: string, reason: string): void => {
      this.rejected++;
      if (this.rejects.length < MAX_REJECTS)
        this.rejects.push({ line, column, reason, text: lineText(bytes, from, to) });
    };
    if (fields.problem !== '') return reject('', fields.problem);
    const expected = this.columns.length;
    if (fields.count !== expected) {
      const last = fields.count - 1;
      const trailing = fields.count === expected + 1 && fields.starts[last] === fields.ends[last];
      if (!trailing) return reject('', `expected ${expected} cells, found ${fields.count}`);
    }
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
      if (name === '') return reject(at(this.columns, this.series), 'the name of the series is empty');
      let key = this.index.get(name);
      if (key === undefined) {
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
