import type { LabError } from '../errors';
import { at, last } from '../list';
import { listOf } from '../recipe/series';
import type { CsvFormat, FileSource } from '../recipe/types';
import { detectEncoding } from './encoding';
import type { SampleColumn } from './guess/cells';
import { formatAnswers, timeQuestions } from './guess/questions';
import { guessRoles, timeRoleOf, type Roles, type TimeRole } from './guess/roles';
import { readSampleTable, type SampleTable } from './guess/table';
import { textOf } from './parse/bytes';
import { PLAIN_CSV } from './parse/layout';
import { previewText } from './preview';
import { wholeLines, type Sample } from './sample';
import { readTable } from './table';
import type { Answer, ImportPreview, Inspection, Question } from './types';

const PREVIEW_ROWS = 20;

/**
 * What a text file looks like from its beginning, its middle and its end. NAB's layout (`timestamp,value`, ISO without offset) is known for sure; of any
 * other a person should see what would be loaded (`confirm`). What is `given` of the layout is taken as it is, and so is a whole source, and `time`:
 * columns in which a person says that times are. Throws `file-too-wide`.
 */
export function inspectCsv(
  name: string,
  sample: Sample,
  given: { csv?: Partial<CsvFormat>; source?: FileSource; time?: readonly string[] } = {},
): Inspection {
  const nab = given.csv || given.source || given.time ? undefined : inspectNab(name, sample);
  if (nab) return nab;
  const whole = given.source && { ...PLAIN_CSV, skip: 0, ...given.source.csv };
  const read = readSampleTable(name, sample, whole ?? given.csv ?? {});
  if ('refused' in read) return read.refused;
  const { table } = read;
  if (given.source) return evaluated(given.source, table, sample.complete);
  const known = given.time && chosenTime(given.time, table);
  const roles = guessRoles(table.columns, table.head, sample.complete, known);
  return proposed(name, table, roles, sample.complete);
}

/** The times of the columns that a person chose, in a format that is guessed, or ISO where none is recognised. */
function chosenTime(names: readonly string[], { columns, head }: SampleTable): TimeRole {
  const picked = names.flatMap((name) => columns.filter((column) => column.name === name));
  const column = picked.length === 1 ? at(picked, 0).name : picked.map(({ name }) => name);
  return timeRoleOf(picked, head) ?? { time: { column, format: 'iso', zone: 'UTC' } };
}

const NAB_HEADER = /^timestamp,value\r?\n/;

/** NAB's layout needs no guess where every line of the sample has it. */
function inspectNab(name: string, sample: Sample): Inspection | undefined {
  if (!NAB_HEADER.test(textOf(sample.head, 0, Math.min(20, sample.head.length)))) return undefined;
  const encoding = detectEncoding(sample.head, name);
  if (!encoding.ok || encoding.value !== 'utf-8') return undefined;
  const source: FileSource = {
    file: name,
    csv: { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' },
    time: { column: 'timestamp', format: 'iso', zone: 'UTC' },
    values: ['value'],
  };
  const columns = ['timestamp', 'value'];
  const parts = wholeLines(sample, 'utf-8');
  const outcome = previewText(source, columns, false, parts, sample.complete);
  if (
    !outcome ||
    outcome.missing === outcome.rows ||
    outcome.rejected > 0 ||
    outcome.unreadable.length > 0 ||
    outcome.short > 0
  )
    return undefined;
  return {
    name,
    kind: 'csv',
    source,
    questions: [],
    confirm: false,
    columns,
    preview: readTable(at(parts, 0), { delimiter: ',', skip: 1 }, PREVIEW_ROWS, true),
    types: ['time', 'number'],
    ...(source.csv ? { format: source.csv } : {}),
    outcome,
  };
}

const shownOf = ({
  csv,
  columns,
  names,
  body,
}: SampleTable): Pick<Inspection, 'columns' | 'preview' | 'types' | 'format'> => ({
  columns: names,
  preview: body.slice(0, PREVIEW_ROWS),
  types: columns.map(({ type }) => type),
  format: csv,
});

const outcomeOf = (
  source: FileSource,
  { names, trailing, parts }: SampleTable,
  complete: boolean,
): ImportPreview | undefined => previewText(source, names, trailing, parts, complete);

function evaluated(source: FileSource, table: SampleTable, complete: boolean): Inspection {
  const outcome = outcomeOf(source, table, complete);
  return {
    name: source.file,
    kind: 'csv',
    source,
    questions: [],
    confirm: true,
    ...shownOf(table),
    ...(outcome ? { outcome } : {}),
  };
}

const listed = (columns: readonly SampleColumn[]): string =>
  columns
    .slice(0, 8)
    .map(({ name, type }) => `${name} (${type})`)
    .join(', ') + (columns.length > 8 ? ', …' : '');

/** The names of the UCR anomaly archive end with the last row for training and the first and last anomalous row, counted from 1. */
function ucrAnomalies(name: string): Pick<FileSource, 'anomalies'> {
  const match = /(?:^|\/)\d*_?UCR_Anomaly_.*_(\d+)_(\d+)_(\d+)\.(?:txt|csv)$/i.exec(name);
  if (!match) return {};
  const [train, first, end] = match.slice(1).map(Number) as [number, number, number];
  return train < first && first <= end ? { anomalies: [[first - 1, end - 1]] } : {};
}

function proposed(name: string, table: SampleTable, roles: Roles, complete: boolean): Inspection {
  const { columns, csv } = table;
  const times = listOf(roles.time?.time.column);
  for (const column of columns) if (times.includes(column.name)) column.type = 'time';
  const units = Object.fromEntries(
    columns.flatMap((column) =>
      column.unit !== undefined && roles.values.includes(column.name) ? [[column.name, column.unit]] : [],
    ),
  );
  const source: FileSource = {
    file: name,
    csv,
    time: roles.time?.time ?? { column: timeNamed(columns), format: 'iso', zone: 'UTC' },
    values: roles.values,
    ...(roles.series.length > 0
      ? { series: roles.series.length === 1 ? at(roles.series, 0) : roles.series }
      : {}),
    ...(roles.labels ? { labels: roles.labels } : {}),
    ...(roles.time?.numbered === true && times.length === 0 ? ucrAnomalies(name) : {}),
    ...(Object.keys(units).length > 0 ? { units } : {}),
  };
  const shown = { name, kind: 'csv' as const, source, ...shownOf(table) };
  if (!roles.time || roles.values.length === 0) {
    const [field, error] = roles.time ? noNumber(name, columns) : noTime(name, columns);
    return { ...shown, error, confirm: true, questions: [{ field, options: [], why: error.message }] };
  }
  const outcome = outcomeOf(source, table, complete);
  const questions = [
    ...timeQuestions(
      source,
      roles.time,
      outcome,
      formatAnswers(source, roles.time).map((one) => ({
        source: one,
        outcome: outcomeOf(one, table, complete),
      })),
    ),
    ...notationQuestions(source, table),
  ];
  const nab =
    columns.length === 2 &&
    source.time.column === 'timestamp' &&
    source.values[0] === 'value' &&
    source.time.format === 'iso' &&
    csv.delimiter === ',' &&
    csv.header &&
    csv.skip === undefined;
  return { ...shown, questions, confirm: !nab || questions.length > 0, ...(outcome ? { outcome } : {}) };
}

const timeNamed = (columns: readonly SampleColumn[]): string =>
  (columns.find((column) => /time|date|stamp/i.test(column.name)) ?? at(columns, 0)).name;

function noTime(name: string, columns: readonly SampleColumn[]): ['time', LabError] {
  return [
    'time',
    {
      code: 'file-no-time',
      file: name,
      message: `${name} has no column of times that is recognised. Expected one such as 2014-04-11 00:00:00, 11/04/2014 or 1397174400; its columns are ${listed(columns)}.`,
    },
  ];
}

function noNumber(name: string, columns: readonly SampleColumn[]): ['values', LabError] {
  return [
    'values',
    {
      code: 'file-no-number',
      file: name,
      message: `${name} has no column of numbers beside its times. Its columns are ${listed(columns)}. If its numbers have a decimal comma, they need another delimiter than the comma.`,
    },
  ];
}

/** Numbers that can be read in two ways, and commas that may part columns or decimals. */
function notationQuestions(source: FileSource, { notation, body, names, csv }: SampleTable): Question[] {
  const { file } = source;
  if (notation.options) {
    const example = body.flat().find((cell) => /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(cell));
    const options = notation.options.map(({ decimal, thousands }): Answer => {
      const { thousands: _old, ...rest } = csv;
      const layout: CsvFormat = { ...rest, decimal, ...(thousands === undefined ? {} : { thousands }) };
      const number = (example ?? '').replace(thousands ?? '', '').replace(decimal, '.');
      return {
        value: decimal,
        reading: `${example ?? ''} is ${Number(number)}`,
        source: { ...source, csv: layout },
      };
    });
    return [
      {
        field: 'decimal',
        options,
        why: `"${example ?? ''}" in ${file} has three digits behind its sign, which may part thousands or decimals.`,
      },
    ];
  }
  const longer = body.filter((row) => row.length > names.length && last(row) !== '').length;
  if (csv.delimiter === ',' && csv.header && longer > body.length / 2)
    return [
      {
        field: 'decimal',
        options: [{ value: '.', reading: 'commas part columns', source }],
        why: `Most lines of ${file} have more cells than its header: a comma may part columns or decimals. Numbers with a decimal comma need quotes, or another delimiter than the comma.`,
      },
    ];
  return [];
}
