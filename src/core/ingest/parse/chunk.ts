import { at } from '../../list';
import type { FileSource } from '../../recipe/types';
import { keyProblem } from '../limits';
import { quoteByte } from '../table';
import { LF, QUOTE, SPACE, textOf, textOfCell } from './bytes';
import { parseCanonical } from './canonical';
import { ColumnBuffers } from './columns';
import {
  keyOf,
  labelReader,
  numberFormats,
  PLAIN_CSV,
  positionsOf,
  swappedFormat,
  type Positions,
} from './layout';
import { listOf } from '../../recipe/series';
import { isBlank, numberProblem, parseNumber, skipBlanks, trimBlanks, type NumberFormat } from './number';
import { Fields, readRecord, unescapeCell } from './record';
import { Tally } from './tally';
import type { Texts } from './texts';
import { offsetMissing, timeParser, timeProblem, type TimeParser } from './time';
import { MAX_EXAMPLES, MAX_REJECTS, type ChunkParser, type ParsedChunk, type RowTexts } from './types';

const encoder = new TextEncoder();

/**
 * A reader of chunks of one file. `columns` are the names of all its columns, in order; `trailing`: each line ends with a delimiter behind its last
 * cell. A line is rejected where its time cannot be read, or it has more cells than there are columns; a value that cannot be read is missing, and
 * counted. A record of several lines (a quoted cell with line ends) is accepted whole where all its cells can be read, or its first line is rejected
 * and the others are read as lines of their own: a stray quote loses no row but its own. Throws LabFailure `column-unknown` where the source names a
 * column that does not exist, `zone-unknown`.
 */
export function createChunkParser(
  source: FileSource,
  columns: readonly string[],
  trailing = false,
): ChunkParser {
  return new Parser(source, columns, trailing);
}

class Parser implements ChunkParser {
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly comment: number;
  private readonly places: Positions;
  private readonly numbers: NumberFormat[];
  private readonly readTime: TimeParser;
  /** The same with day and month the other way round, where there is an order. */
  private readonly readSwapped: TimeParser | undefined;
  private readonly labelOf: (cell: string, type?: string) => string | undefined;
  /** Times are written as dates, not as numbers. */
  private readonly written: boolean;
  private readonly offsets: boolean;
  private readonly canonical: boolean;
  private readonly skip: number;
  private readonly headerRecords: number;
  /** Cells of a line, the empty one behind a trailing delimiter included. */
  private readonly cells: number;
  private readonly fields = new Fields();
  private readonly timeColumn: string;
  private out = new ColumnBuffers(16, 1, false);
  private tally = new Tally(1);

  constructor(
    source: FileSource,
    private readonly columns: readonly string[],
    private readonly trailing: boolean,
  ) {
    this.cells = columns.length + (trailing ? 1 : 0);
    const format = source.csv ?? PLAIN_CSV;
    this.delimiter = format.delimiter.charCodeAt(0);
    this.quote = quoteByte(format.quote);
    this.comment = format.comment?.charCodeAt(0) ?? 0;
    this.skip = format.skip ?? 0;
    this.headerRecords = (format.header ? 1 : 0) + (format.afterHeader ?? 0);
    this.places = positionsOf(source, columns);
    this.numbers = numberFormats(source);
    this.labelOf = labelReader(source);
    this.timeColumn = listOf(source.time.column).join(', ');
    this.readTime = timeParser(source.time, format.decimal);
    const swapped = swappedFormat(source.time.format);
    this.readSwapped = swapped === undefined ? undefined : timeParser({ ...source.time, format: swapped });
    this.written = !/^(epoch-|excel|index)/.test(source.time.format);
    this.offsets = source.time.format === 'iso-offset';
    const { time, values, series, label } = this.places;
    this.canonical =
      source.time.format === 'iso' &&
      source.time.interval !== true &&
      source.missing === undefined &&
      this.cells === 2 &&
      time.length === 1 &&
      time[0] === 0 &&
      series.length === 0 &&
      label < 0 &&
      values.length === 1 &&
      values[0] === 1 &&
      format.decimal === '.' &&
      this.delimiter !== SPACE;
  }

  parse(bytes: Uint8Array, first = false): ParsedChunk {
    const end = bytes.length;
    const { values, series, label } = this.places;
    this.out = new ColumnBuffers(estimateRows(bytes), values.length, series.length > 0, label >= 0);
    this.tally = new Tally(values.length);
    let position = 0;
    let lines = 0;
    let passOver = first ? this.headerRecords : 0;
    for (const skip = first ? this.skip : 0; lines < skip && position < end; lines++) {
      const lineEnd = bytes.indexOf(LF, position);
      position = lineEnd < 0 ? end : lineEnd + 1;
    }
    // Where the record ends whose lines are read one by one.
    let limit = 0;
    while (position < end) {
      if (bytes[position] === LF) {
        position++;
        lines++;
        continue;
      }
      if (this.comment !== 0 && bytes[position] === this.comment) {
        const lineEnd = bytes.indexOf(LF, position);
        position = lineEnd < 0 ? end : lineEnd + 1;
        lines++;
        continue;
      }
      const stop = position < limit ? limit : end;
      if (this.out.rows === this.out.capacity) this.out.grow();
      if (this.canonical && passOver === 0) {
        const before = this.out.rows;
        position = parseCanonical(bytes, position, stop, this.delimiter, this.out);
        lines += this.out.rows - before;
        this.tally.records += this.out.rows - before;
        if (position >= stop) continue;
        if (this.out.rows === this.out.capacity) continue;
        if (this.comment !== 0 && bytes[position] === this.comment) continue;
      }
      const next = readRecord(bytes, position, stop, this.delimiter, this.fields, true, this.quote);
      const lineEnd = bytes.indexOf(LF, position);
      const severalLines = lineEnd >= 0 && lineEnd < next - 1;
      if (!this.isBlankLine(bytes)) {
        if (passOver > 0) passOver--;
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
    return this.chunk(lines);
  }

  private chunk(lines: number): ParsedChunk {
    const { out, tally, places } = this;
    const { rows, times, values } = out;
    const {
      missing,
      unreadable,
      examples,
      short,
      assumed,
      records,
      undivided,
      rejects,
      rejected,
      reasons,
      swapped,
    } = tally;
    const texts = (list: Texts, index: Int32Array<ArrayBuffer>): RowTexts => ({ names: list.names, index });
    return {
      lines,
      rows,
      times,
      values,
      missing,
      unreadable,
      examples,
      short,
      assumed,
      records,
      undivided,
      rejects,
      rejected,
      ...(rejected > 0 ? { reasons: reasons.counted() } : {}),
      ...(places.series.length > 0 ? { keys: texts(tally.keys, out.keys) } : {}),
      ...(places.label >= 0 ? { labels: texts(tally.labels, out.labels) } : {}),
      ...(swapped ? { swapped } : {}),
    };
  }

  private isBlankLine(bytes: Uint8Array): boolean {
    const { fields } = this;
    if (fields.count === 0) return fields.problem === '';
    if (fields.count !== 1 || fields.quoted[0] !== 0 || fields.problem !== '') return false;
    const start = fields.starts[0] as number;
    const end = fields.ends[0] as number;
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
    const before = this.tally.rejected;
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
    return this.tally.rejected === before;
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
    const { tally } = this;
    tally.rejected++;
    tally.reasons.add(reason);
    if (tally.rejects.length < MAX_REJECTS)
      tally.rejects.push({ line, column, reason, text: lineText(bytes, from, to) });
  }

  /**
   * Appends the row of the record that was read, or rejects its line `bytes[from, to)`. `note`, of a record of several lines, goes to the end of the
   * reason; of such a record every cell must be readable.
   */
  private record(bytes: Uint8Array, from: number, to: number, line: number, note = ''): void {
    const { fields, out, tally, places } = this;
    const number = tally.records++;
    if (fields.count === 1 && this.cells > 1) tally.undivided++;
    const reject = (column: string, reason: string): void =>
      this.reject(bytes, from, to, line, column, reason + note);
    if (fields.problem !== '') return reject('', fields.problem);
    if (fields.count > this.cells) return reject('', `expected ${this.cells} cells, found ${fields.count}`);
    const wanted = this.cells - (this.trailing ? 1 : 0);
    // Where all lines end with a delimiter, a line without one is short too: its last cell may be the quote of another.
    if (fields.count < this.cells && this.hidesDelimiter(bytes))
      return reject(
        '',
        `expected ${this.cells} cells, found ${fields.count}, one of which holds a delimiter in quotes`,
      );
    const last = this.cells - 1;
    if (this.trailing && fields.count === this.cells && fields.starts[last] !== fields.ends[last])
      return reject('', 'the cell behind the last delimiter has no column and is not empty');
    const us = this.time(bytes, number);
    if (Number.isNaN(us)) {
      const reason = timeProblem;
      if (this.readSwapped && !tally.swapped && !Number.isNaN(this.time(bytes, number, this.readSwapped)))
        tally.swapped = { line, column: this.timeColumn, reason, text: lineText(bytes, from, to) };
      return reject(this.timeColumn, reason);
    }
    if (this.offsets && offsetMissing) tally.assumed++;
    const row = out.rows;
    if (places.series.length > 0) {
      const name = keyOf(places.series.map((place) => this.cell(bytes, place, textOfCell, undefined)));
      let key = tally.keys.find(name);
      if (key === undefined) {
        const problem = keyProblem(name);
        if (problem !== undefined)
          return reject(places.series.map((i) => at(this.columns, i)).join(', '), problem);
        key = tally.keys.add(name);
      }
      out.keys[row] = key;
    }
    const { values } = places;
    for (let i = 0; i < values.length; i++) {
      const value = this.cell(bytes, values[i] as number, parseNumber, this.numbers[i] as NumberFormat);
      (out.values[i] as Float64Array)[row] = value;
      if (value === value || numberProblem === '') continue;
      if (note !== '') return reject(at(this.columns, values[i] as number), numberProblem);
      this.unreadable(line, i);
    }
    if (places.label >= 0) {
      const type = this.labelOf(
        this.cell(bytes, places.label, textOfCell, undefined),
        places.labelType < 0 ? undefined : this.cell(bytes, places.labelType, textOfCell, undefined),
      );
      out.labels[row] = type === undefined ? -1 : tally.labels.add(type);
    }
    for (let i = 0; i < values.length; i++)
      if (Number.isNaN((out.values[i] as Float64Array)[row])) (tally.missing[i] as number)++;
    if (fields.count < wanted) tally.short++;
    out.times[row] = us;
    out.rows++;
  }

  /** Whether a quoted cell of the record holds a delimiter: with too few cells, a stray quote may have joined two of them. */
  private hidesDelimiter(bytes: Uint8Array): boolean {
    const { fields } = this;
    for (let i = 0; i < fields.count; i++) {
      if (fields.quoted[i] === 0) continue;
      const place = bytes.indexOf(this.delimiter, at(fields.starts, i));
      if (place >= 0 && place < at(fields.ends, i)) return true;
    }
    return false;
  }

  private unreadable(line: number, column: number): void {
    const { tally } = this;
    (tally.unreadable[column] as number)++;
    if (tally.examples.length < MAX_EXAMPLES) tally.examples.push({ line, column, reason: numberProblem });
  }

  /** The time of the record that was read, of its cells or, without a time column, of its number within the chunk. */
  private time(bytes: Uint8Array, number: number, read = this.readTime): number {
    const { time } = this.places;
    if (time.length === 1) return this.cell(bytes, time[0] as number, read, undefined);
    const text =
      time.length === 0
        ? String(number)
        : time
            .map((place) => this.cell(bytes, place, textOfCell, undefined))
            .join(' ')
            .trim();
    const joined = encoder.encode(text);
    return read(joined, 0, joined.length);
  }

  private cell<R, F>(
    bytes: Uint8Array,
    column: number,
    read: (bytes: Uint8Array, start: number, end: number, format: F) => R,
    format: F,
  ): R {
    if (column >= this.fields.count) return read(bytes, 0, 0, format);
    let start = this.fields.starts[column] as number;
    let end = this.fields.ends[column] as number;
    let from = bytes;
    if (this.fields.quoted[column] === 2) {
      from = unescapeCell(bytes, start, end, this.quote);
      start = 0;
      end = from.length;
    }
    start = skipBlanks(from, start, end);
    return read(from, start, trimBlanks(from, start, end), format);
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
