import { DataType, type Table, type Vector } from 'apache-arrow';
import { at } from '../../../core/list';
import { Reasons } from '../../../core/ingest/reasons';
import { keyProblem } from '../../../core/ingest/limits';
import { ColumnBuffers } from '../../../core/ingest/parse/columns';
import { keyOf, labelReader, numberFormats, swappedFormat } from '../../../core/ingest/parse/layout';
import { listOf } from '../../../core/recipe/series';
import { Texts } from '../../../core/ingest/parse/texts';
import { timeProblem } from '../../../core/ingest/parse/time';
import {
  MAX_EXAMPLES,
  MAX_REJECTS,
  type ParsedChunk,
  type RejectedLine,
  type UnreadableCell,
} from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import { cellProblem, textReader, toDouble } from './parquetCells';
import { FinerTimes, rowTimes } from './parquetTime';

/** From here on a double does not hold every whole number. */
const EXACT = 2n ** 53n;

/**
 * A Parquet row group in the same form as a chunk of text. Rows without a time are refused; a cell of text is read as a number as in a text file, and one
 * that is no number, or an infinity, is missing and counted.
 */
export function chunkOfTable(table: Table, source: FileSource): ParsedChunk {
  const textsOf = (names: readonly string[]): ((row: number) => string)[] =>
    names.map((name) => textReader(childOf(table, name)));
  const { labels: labelled } = source;
  const series = textsOf(listOf(source.series));
  const [label, labelType] = labelled ? textsOf([labelled.column, ...listOf(labelled.type)]) : [];
  const labelOf = labelReader(source);
  const out = new ColumnBuffers(table.numRows, source.values.length, series.length > 0, label !== undefined);
  const timeColumns = listOf(source.time.column);
  const times = rowTimes(
    timeColumns.map((name) => childOf(table, name)),
    source.time,
  );
  const finer = new FinerTimes(out.capacity);
  const swappedTimes = swapped(table, source);
  const columns = valueColumns(table, source, out);
  const keys = new Texts();
  const labels = new Texts();
  const rejects: RejectedLine[] = [];
  const examples: UnreadableCell[] = [];
  let rejected = 0;
  const reasons = new Reasons();
  let contradicts: RejectedLine | undefined;
  const lineOf = (line: number, column: string, reason: string): RejectedLine => ({
    line,
    column,
    reason,
    text: rowText(table, line),
  });
  const refuse = (line: number, column: string, reason: string): void => {
    rejected++;
    reasons.add(reason);
    if (rejects.length < MAX_REJECTS) rejects.push(lineOf(line, column, reason));
  };
  for (let line = 0; line < table.numRows; line++) {
    const us = times.at(line);
    if (Number.isNaN(us)) {
      const reason = timeProblem;
      refuse(line, timeColumns.join(', '), reason);
      if (swappedTimes && !contradicts && !Number.isNaN(swappedTimes(line)))
        contradicts = lineOf(line, timeColumns.join(', '), reason);
      continue;
    }
    const row = out.rows;
    if (series.length > 0) {
      const name = keyOf(series.map((text) => text(line)));
      let key = keys.find(name);
      if (key === undefined) {
        const problem = keyProblem(name);
        if (problem !== undefined) {
          refuse(line, listOf(source.series).join(', '), problem);
          continue;
        }
        key = keys.add(name);
      }
      out.keys[row] = key;
    }
    finer.add(row, times.rest());
    for (const [i, column] of columns.entries()) {
      const cell: unknown = column.cells.get(line);
      const value = column.toNumber(cell);
      column.numbers[row] = value;
      if (typeof cell === 'bigint' && (cell > EXACT || cell < -EXACT)) column.inexact++;
      if (value === value) continue;
      column.missing++;
      if (cellProblem === '') continue;
      column.unreadable++;
      if (examples.length < MAX_EXAMPLES) examples.push({ line, column: i, reason: cellProblem });
    }
    if (label) {
      const type = labelOf(label(line), labelType?.(line));
      out.labels[row] = type === undefined ? -1 : labels.add(type);
    }
    out.times[row] = us;
    out.rows++;
  }
  const fine = finer.counted(out.rows, out.times, series.length > 0 ? out.keys : undefined);
  return {
    lines: table.numRows,
    rows: out.rows,
    times: out.times,
    values: out.values,
    missing: columns.map(({ missing }) => missing),
    unreadable: columns.map(({ unreadable }) => unreadable),
    inexact: columns.map(({ inexact }) => inexact),
    examples,
    short: 0,
    assumed: 0,
    records: table.numRows,
    undivided: 0,
    rejects,
    rejected,
    ...(rejected > 0 ? { reasons: reasons.counted() } : {}),
    ...(fine ? { finer: fine } : {}),
    ...(times.moments === undefined ? {} : { moments: times.moments }),
    ...(contradicts ? { swapped: contradicts } : {}),
    ...(series.length > 0 ? { keys: { names: keys.names, index: out.keys } } : {}),
    ...(label ? { labels: { names: labels.names, index: out.labels } } : {}),
  };
}

/** The value columns, with what is counted of each. */
function valueColumns(table: Table, source: FileSource, out: ColumnBuffers) {
  const formats = numberFormats(source);
  return source.values.map((name, i) => {
    const vector = childOf(table, name);
    return {
      // Words of a dictionary are looked up once; other columns would be copied whole.
      cells: DataType.isDictionary(vector.type) ? vector.memoize() : vector,
      toNumber: toDouble(vector.type, at(formats, i)),
      // The buffers are as long as the table, and so never replaced.
      numbers: at(out.values, i),
      missing: 0,
      unreadable: 0,
      inexact: 0,
    };
  });
}

/** Times with day and month the other way round; undefined where the format has no such order. */
function swapped(table: Table, { time }: FileSource): ((row: number) => number) | undefined {
  const format = swappedFormat(time.format);
  if (format === undefined) return undefined;
  return rowTimes(
    listOf(time.column).map((name) => childOf(table, name)),
    { ...time, format },
  ).at;
}

/** A column that must be there. */
function childOf(table: Table, name: string): Vector {
  const vector = table.getChild(name);
  if (!vector) throw new RangeError(`expected a column ${name}`);
  return vector;
}

function rowText(table: Table, row: number): string {
  const cells = table.schema.fields.map((_, i) => table.getChildAt(i));
  return cells
    .map((column) => (column ? textReader(column)(row) : ''))
    .join(',')
    .slice(0, 500);
}
