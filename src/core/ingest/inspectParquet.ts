import { at } from '../list';
import type { FileSource } from '../recipe/types';
import { guessEpoch, guessTime, type TimeGuess } from './guess';
import { unreadableFile } from './inspect';
import { checkColumns } from './limits';
import type { Inspection, Question } from './types';

type Kind = 'time' | 'number' | 'text' | 'other';
interface Column {
  name: string;
  type: Kind;
  cells: string[];
}

/** What a Parquet file holds: its schema gives the types, its first rows the format of times that are text or numbers. Throws `file-too-wide`. */
export function inspectParquet(
  name: string,
  shape: { columns: readonly { name: string; type: Kind }[]; rows: number; preview: string[][] },
): Inspection {
  checkColumns(
    name,
    shape.columns.map((column) => column.name),
  );
  const listed = shape.columns
    .slice(0, 8)
    .map((column) => `${column.name} (${column.type})`)
    .join(', ');
  if (shape.rows === 0) {
    return unreadableFile(
      name,
      'file-header-only',
      `${name} has columns (${listed}) and no row. Add it again once it has data.`,
    );
  }
  const columns = shape.columns.map((column, i): Column => ({
    ...column,
    cells: shape.preview.map((row) => at(row, i)),
  }));
  const time = findTime(columns);
  const shown = {
    columns: columns.map((column) => column.name),
    preview: shape.preview,
    types: columns.map((column) =>
      column === time?.column ? 'time' : column.type === 'other' ? 'text' : column.type,
    ),
  };
  if (!time) {
    return {
      ...unreadableFile(
        name,
        'file-no-time',
        `${name} has no column of times. Expected a timestamp, an epoch number or a text such as 2014-04-11 00:00:00; its columns are ${listed}.`,
      ),
      ...shown,
    };
  }
  const { column, format, question } = time;
  const others = columns.filter((other) => other !== column);
  const values = others.filter(({ type }) => type === 'number').map((value) => value.name);
  if (values.length === 0) {
    return {
      ...unreadableFile(
        name,
        'file-no-number',
        `${name} has no column of numbers beside its times. Its columns are ${listed}.`,
      ),
      ...shown,
    };
  }
  const source: FileSource = { file: name, time: { column: column.name, format, zone: 'UTC' }, values };
  const series = others.find(({ type }) => type === 'text');
  if (series) source.series = series.name;
  const plain = columns.length === 2 && format === 'timestamp';
  const questions: Question[] = plain ? [] : [{ about: 'columns' }];
  if (question) questions.push(question);
  return { name, kind: 'parquet', source, questions, ...shown };
}

/** A column of timestamps, else the first of times as text, else the first of epoch numbers. */
function findTime(columns: readonly Column[]): (TimeGuess & { column: Column }) | undefined {
  const stamped = columns.find(({ type }) => type === 'time');
  if (stamped) return { column: stamped, format: 'timestamp' };
  for (const [type, guessFormat] of [
    ['text', guessTime],
    ['number', guessEpoch],
  ] as const) {
    for (const column of columns) {
      const guess = column.type === type ? guessFormat(column.cells) : undefined;
      if (guess) return { ...guess, column };
    }
  }
  return undefined;
}
