import type { FileSource } from '../recipe/types';
import { guessEpoch, guessTime } from './guess';
import { unreadableFile } from './inspect';
import type { Inspection, Question } from './types';

type Kind = 'time' | 'number' | 'text' | 'other';

/** What a Parquet file holds: its schema says the types, its first rows the format of times that are text or numbers. */
export function inspectParquet(
  name: string,
  shape: { columns: readonly { name: string; type: Kind }[]; rows: number; preview: string[][] },
): Inspection {
  const columns = shape.columns.map((column) => column.name);
  const kinds = shape.columns.map(({ type }) => type);
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
  const cells = columns.map((_, i) => shape.preview.map((row) => row[i] ?? ''));
  const types = kinds.map((kind) => (kind === 'other' ? 'text' : kind));
  const shown = { columns, preview: shape.preview, types };
  let time: { column: number; format: FileSource['time']['format']; question?: Question } | undefined;
  const stamped = kinds.indexOf('time');
  if (stamped >= 0) time = { column: stamped, format: 'timestamp' };
  for (let i = 0; i < columns.length && !time; i++) {
    const guess = kinds[i] === 'text' ? guessTime(cells[i] ?? []) : undefined;
    if (guess) time = { ...guess, column: i };
  }
  for (let i = 0; i < columns.length && !time; i++) {
    const guess = kinds[i] === 'number' ? guessEpoch(cells[i] ?? []) : undefined;
    if (guess) time = { ...guess, column: i };
  }
  if (!time) {
    return {
      ...unreadableFile(
        name,
        'file-no-time',
        `${name} has no column of times. A timestamp, an epoch number or a text such as 2014-04-11 00:00:00 was expected; its columns are ${listed}.`,
      ),
      ...shown,
    };
  }
  const { column: at, format, question } = time;
  types[at] = 'time';
  const values = columns.filter((_, i) => i !== at && kinds[i] === 'number');
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
  const source: FileSource = { file: name, time: { column: columns[at] ?? '', format, zone: 'UTC' }, values };
  const series = columns.find((_, i) => i !== at && kinds[i] === 'text');
  if (series !== undefined) source.series = series;
  const plain = columns.length === 2 && format === 'timestamp';
  const questions: Question[] = plain ? [] : [{ about: 'columns' }];
  if (question) questions.push(question);
  return { name, kind: 'parquet', source, questions, ...shown };
}
