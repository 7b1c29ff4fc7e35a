import { at } from '../list';
import type { FileSource } from '../recipe/types';
import { columnType, type SampleColumn } from './guess/cells';
import { guessRoles, type TimeRole } from './guess/roles';
import { unreadableFile } from './sample';
import { checkColumns } from './limits';
import { listOf } from '../recipe/series';
import type { Inspection, Question } from './types';

type Kind = 'time' | 'number' | 'text' | 'other';

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
  const columns = shape.columns.map(({ name: column, type }, i): SampleColumn => {
    const cells = shape.preview.map((row) => at(row, i));
    return {
      name: column,
      cells,
      type: type === 'text' ? columnType(cells, { decimal: '.' }) : type === 'other' ? 'text' : type,
    };
  });
  const stamped = columns.find(({ type }) => type === 'time');
  const known: TimeRole | undefined = stamped && {
    time: { column: stamped.name, format: 'timestamp', zone: 'UTC' },
  };
  const head = shape.preview.length;
  const roles = guessRoles(columns, head, head === shape.rows, known);
  const numeric = new Set(shape.columns.filter(({ type }) => type === 'number').map((column) => column.name));
  const values = roles.values.filter(
    (value) => numeric.has(value) || columns.find((column) => column.name === value)?.type === 'number',
  );
  const time = roles.time?.time;
  const source: FileSource = {
    file: name,
    time: time ?? { column: at(columns, 0).name, format: 'iso', zone: 'UTC' },
    values,
    ...(roles.series.length > 0
      ? { series: roles.series.length === 1 ? at(roles.series, 0) : roles.series }
      : {}),
    ...(roles.labels ? { labels: roles.labels } : {}),
  };
  const times = listOf(time?.column);
  const shown = {
    name,
    kind: 'parquet' as const,
    source,
    confirm: true,
    columns: columns.map((column) => column.name),
    preview: shape.preview.slice(0, 20),
    types: columns.map((column) => (times.includes(column.name) ? 'time' : column.type)),
  };
  if (!time) {
    const message = `${name} has no column of times. Expected a timestamp, an epoch number or a text such as 2014-04-11 00:00:00; its columns are ${listed}.`;
    return {
      ...shown,
      error: { code: 'file-no-time', file: name, message },
      questions: [{ field: 'time', options: [], why: message }],
    };
  }
  if (values.length === 0) {
    const message = `${name} has no column of numbers beside its times. Its columns are ${listed}.`;
    return {
      ...shown,
      error: { code: 'file-no-number', file: name, message },
      questions: [{ field: 'values', options: [], why: message }],
    };
  }
  const questions: Question[] = [];
  if (roles.time?.options)
    questions.push({
      field: 'format',
      options: roles.time.options.map((format) => ({
        value: format,
        reading: '',
        source: { ...source, time: { ...time, format } },
      })),
      why: `The times in "${times.join(', ')}" can be read in ${roles.time.options.length} ways.`,
    });
  if (roles.time?.numbered === true) {
    const why = 'The file has no column of times: its rows are numbered.';
    questions.push(
      { field: 'start', options: [{ value: time.start ?? '', reading: '', source }], why },
      { field: 'step', options: [{ value: time.step ?? '', reading: '', source }], why },
    );
  }
  return {
    ...shown,
    questions,
    confirm: !(columns.length === 2 && time.format === 'timestamp') || questions.length > 0,
  };
}
