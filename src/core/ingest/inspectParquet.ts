import { at } from '../list';
import type { FileSource, TimeSpec } from '../recipe/types';
import { columnType, type SampleColumn } from './guess/cells';
import { formatAnswers, timeQuestions } from './guess/questions';
import { guessRoles, timeRoleOf, type Roles, type TimeRole } from './guess/roles';
import { unreadableFile } from './sample';
import { checkColumns } from './limits';
import { listOf } from '../recipe/series';
import { isCalendar } from './parts';
import type { ImportPreview, Inspection } from './types';

/** A column by the file's schema. `date`: a day without a time of day. */
interface Column {
  name: string;
  type: 'time' | 'date' | 'number' | 'text' | 'other';
  /** A timestamp that says that it is in UTC. */
  aware?: boolean;
  /** Named by the paths of the data set's files. */
  partition?: boolean;
}

/** What is known of a Parquet file, or of a data set of several. */
export interface ParquetTable {
  columns: readonly Column[];
  rows: number;
  sample: {
    /** The cells of each column as text, those of the first rows first. */
    columns: readonly string[][];
    /** How many of the first rows follow each other in the file. */
    head: number;
    complete: boolean;
  };
  /** Columns named by paths of which the data set has several values. */
  varying?: readonly string[];
}

type Preview = (source: FileSource) => Promise<ImportPreview | undefined>;

const PREVIEW_ROWS = 20;

/**
 * What a Parquet file holds: its schema gives the types, a sample of its rows the format of times that are text or numbers, the key and the labels. What is
 * `given` is taken as it is: a whole source, or `time`, columns in which a person says that times are. Throws `file-too-wide`.
 */
export async function inspectParquet(
  name: string,
  table: ParquetTable,
  preview: Preview,
  given: { source?: FileSource; time?: readonly string[] } = {},
): Promise<Inspection> {
  checkColumns(
    name,
    table.columns.map((column) => column.name),
  );
  if (table.rows === 0)
    return unreadableFile(
      name,
      'file-header-only',
      `${name} has columns (${listed(table)}) and no row. Add it again once it has data.`,
    );
  const columns = sampled(table);
  if (given.source) return evaluated(given.source, table, columns, preview);
  return proposed(name, table, rolesOf(table, columns, given.time), columns, preview);
}

const listed = ({ columns }: ParquetTable): string =>
  columns
    .slice(0, 8)
    .map((column) => `${column.name} (${column.type === 'date' ? 'time' : column.type})`)
    .join(', ') + (columns.length > 8 ? ', …' : '');

/** A timestamp column all of whose times are midnight is one of dates. */
const isDay = (cell: string): boolean => cell.length <= 10;

function sampled({ columns, sample }: ParquetTable): SampleColumn[] {
  return columns.map(({ name, type }, i): SampleColumn => {
    const cells = at(sample.columns, i);
    if (type === 'time') return { name, cells, type: cells.every(isDay) ? 'text' : 'time' };
    if (type === 'date' || type === 'other') return { name, cells, type: 'text' };
    if (type === 'number')
      return { name, cells, type: cells.every((cell) => cell === '') ? 'empty' : 'number' };
    return { name, cells, type: columnType(cells, { decimal: '.' }) };
  });
}

/** The roles of the columns; what is a day or a moment by its type is no value and no key. */
function rolesOf(table: ParquetTable, columns: SampleColumn[], chosen: readonly string[] | undefined): Roles {
  const typed = new Set(
    table.columns.filter(({ type }) => type === 'time' || type === 'date').map(({ name }) => name),
  );
  const { head, complete } = table.sample;
  const stamped = columns.filter(({ type }) => type === 'time').sort((a, b) => distinct(b) - distinct(a))[0];
  const stamp = (column: string): TimeRole => ({ time: { column, format: 'timestamp', zone: 'UTC' } });
  const pick = (names: readonly string[]): TimeRole => {
    const picked = names.flatMap((name) => columns.filter((column) => column.name === name));
    const [only] = picked;
    if (only && picked.length === 1 && typed.has(only.name)) return stamp(only.name);
    const column = picked.length === 1 ? at(picked, 0).name : picked.map((one) => one.name);
    return timeRoleOf(picked, head) ?? { time: { column, format: 'iso', zone: 'UTC' } };
  };
  const known = chosen ? pick(chosen) : stamped && stamp(stamped.name);
  const keys = (table.varying ?? []).filter(
    (name) => !isCalendar(name) && !listOf(known?.time.column).includes(name),
  );
  const roles = guessRoles(columns, head, complete, known, keys);
  const column = roles.time?.time.column;
  const time = typeof column === 'string' && typed.has(column) ? stamp(column) : roles.time;
  const partitions = new Set(table.columns.filter(({ partition }) => partition).map(({ name }) => name));
  const other = new Set(table.columns.filter(({ type }) => type === 'other').map(({ name }) => name));
  return {
    ...roles,
    time,
    series: roles.series.filter((name) => !typed.has(name)),
    values: roles.values.filter((name) => !typed.has(name) && !partitions.has(name) && !other.has(name)),
  };
}

const distinct = ({ cells }: SampleColumn): number => new Set(cells).size;

type Shown = Pick<Inspection, 'columns' | 'preview' | 'types' | 'aware'>;

function shownOf(table: ParquetTable, columns: readonly SampleColumn[], time: TimeSpec | undefined): Shown {
  const times = new Set([
    ...listOf(time?.column),
    ...table.columns.filter(({ type }) => type === 'time' || type === 'date').map(({ name }) => name),
  ]);
  const rows = Math.min(PREVIEW_ROWS, at(columns, 0).cells.length);
  const aware = table.columns.filter((column) => column.aware).map(({ name }) => name);
  return {
    columns: columns.map(({ name }) => name),
    preview: Array.from({ length: rows }, (_, row) => columns.map(({ cells }) => at(cells, row))),
    types: columns.map(({ name, type }) => (times.has(name) ? 'time' : type)),
    ...(aware.length > 0 ? { aware } : {}),
  };
}

/** A source whose times say that they are in UTC has no other zone. */
function withOwnZone(source: FileSource, { columns }: ParquetTable): FileSource {
  const times = listOf(source.time.column);
  const aware = columns.some((column) => column.aware === true && times.includes(column.name));
  return aware && source.time.zone !== 'UTC' ? { ...source, time: { ...source.time, zone: 'UTC' } } : source;
}

async function evaluated(
  given: FileSource,
  table: ParquetTable,
  columns: readonly SampleColumn[],
  preview: Preview,
): Promise<Inspection> {
  const source = withOwnZone(given, table);
  const outcome = await preview(source);
  return {
    name: source.file,
    kind: 'parquet',
    source,
    questions: [],
    confirm: true,
    ...shownOf(table, columns, source.time),
    ...(outcome ? { outcome } : {}),
  };
}

async function proposed(
  name: string,
  table: ParquetTable,
  roles: Roles,
  columns: readonly SampleColumn[],
  preview: Preview,
): Promise<Inspection> {
  const { values, series, labels } = roles;
  const time = roles.time?.time;
  const source: FileSource = {
    file: name,
    time: time ?? { column: at(columns, 0).name, format: 'iso', zone: 'UTC' },
    values,
    ...(series.length > 0 ? { series: series.length === 1 ? at(series, 0) : series } : {}),
    ...(labels ? { labels } : {}),
  };
  const shown = { name, kind: 'parquet' as const, source, confirm: true, ...shownOf(table, columns, time) };
  if (!time) {
    const message = `${name} has no column of times. Expected a timestamp, an epoch number or a text such as 2014-04-11 00:00:00; its columns are ${listed(table)}.`;
    return {
      ...shown,
      error: { code: 'file-no-time', file: name, message },
      questions: [{ field: 'time', options: [], why: message }],
    };
  }
  if (values.length === 0) {
    const message = `${name} has no column of numbers beside its times. Its columns are ${listed(table)}.`;
    return {
      ...shown,
      error: { code: 'file-no-number', file: name, message },
      questions: [{ field: 'values', options: [], why: message }],
    };
  }
  const outcome = await preview(source);
  const formats = [];
  for (const one of roles.time ? formatAnswers(source, roles.time) : [])
    formats.push({ source: one, outcome: await preview(one) });
  const questions = roles.time ? timeQuestions(source, roles.time, outcome, formats) : [];
  const plain = columns.length === 2 && time.format === 'timestamp';
  return { ...shown, questions, confirm: !plain || questions.length > 0, ...(outcome ? { outcome } : {}) };
}
