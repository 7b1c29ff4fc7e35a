/** What the import dialog makes of an inspection: no component, so that it can be tested by itself. */
import { timeRoleOf } from '../../core/ingest/guess/roles';
import { labelWord } from '../../core/ingest/parse/layout';
import { listOf } from '../../core/recipe/series';
import type { Inspection } from '../../core/ingest/types';
import type { CsvFormat, FileSource, LabelColumn } from '../../core/recipe/types';
import { withKey } from '../kit/form/edit';

const isSource = (source: Inspection['source']): source is FileSource =>
  source !== undefined && 'values' in source;

export const sourceOf = (inspection: Inspection): FileSource | undefined =>
  isSource(inspection.source) ? inspection.source : undefined;

/** What a column is for. */
type Role = 'time' | 'value' | 'key' | 'label' | 'type';

/** The roles of the columns that have one. */
export function rolesOf({ time, values, series, labels }: FileSource): ReadonlyMap<string, Role> {
  return new Map<string, Role>([
    ...values.map((name) => [name, 'value'] as const),
    ...listOf(series).map((name) => [name, 'key'] as const),
    ...listOf(labels?.type).map((name) => [name, 'type'] as const),
    ...listOf(labels?.column).map((name) => [name, 'label'] as const),
    ...listOf(time.column).map((name) => [name, 'time'] as const),
  ]);
}

/** One name by itself, several as a list, none as an empty list: as a recipe has them. */
const named = (names: readonly string[]): string | string[] => {
  const [first] = names;
  return first !== undefined && names.length === 1 ? first : [...names];
};

function withKeys(source: FileSource, names: readonly string[]): FileSource {
  return withKey(source, 'series', names.length === 0 ? undefined : named(names));
}

/** The source without these columns as values, keys or labels: they are to be something else. */
export function freed(source: FileSource, names: readonly string[]): FileSource {
  const kept = (name: string): boolean => !names.includes(name);
  const { labels } = source;
  const type = labels?.type !== undefined && !kept(labels.type) ? undefined : labels?.type;
  const left = labels && kept(labels.column) ? withKey(labels, 'type', type) : undefined;
  const rest = withKeys(source, listOf(source.series).filter(kept));
  return withKey({ ...rest, values: source.values.filter(kept) }, 'labels', left);
}

export const withKeyColumns = (source: FileSource, names: readonly string[]): FileSource =>
  withKeys(freed(source, names), names);

export const withLabels = (source: FileSource, labels: LabelColumn | undefined): FileSource =>
  labels === undefined
    ? withKey(source, 'labels', undefined)
    : withKey(freed(source, [labels.column, ...listOf(labels.type)]), 'labels', labels);

/** The time of a source in other columns, as they were guessed to be written; the zone that was chosen stays. */
export function withTime(source: FileSource, time: FileSource['time']): FileSource {
  return { ...freed(source, listOf(time.column)), time: { ...time, zone: source.time.zone } };
}

const normalWords = ['normal', 'benign', 'nominal', 'ok', 'good', 'healthy', 'no', 'none', 'false', '0'];

/** The word of a column that means normal: a usual one, else the one that occurs most. */
export function normalOf(cells: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const cell of cells) {
    const word = labelWord(cell);
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const usual = normalWords.find((word) => counts.has(word));
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return usual ?? most?.[0] ?? '0';
}

/** The whole layout of a text, so that nothing of it is guessed anew. */
export const explicit = (csv: CsvFormat): CsvFormat => ({
  ...csv,
  skip: csv.skip ?? 0,
  afterHeader: csv.afterHeader ?? 0,
});

type LayoutField = keyof CsvFormat;

/** The fields of a layout that differ. */
export const changedFields = (before: CsvFormat, after: CsvFormat): LayoutField[] =>
  layoutFields.filter((field) => before[field] !== after[field]);

const layoutFields: readonly LayoutField[] = [
  'delimiter',
  'decimal',
  'thousands',
  'header',
  'skip',
  'afterHeader',
  'comment',
  'quote',
  'encoding',
];

/** With these the rest of a layout is guessed anew, as far as no person has set it. */
const decisive: readonly LayoutField[] = ['delimiter', 'skip', 'comment', 'quote', 'encoding'];

/** What of a layout is given to a file that is read anew. `changed`: the fields of this change; `set`: those and all that a person has set before. */
export function givenLayout(
  csv: CsvFormat,
  changed: readonly LayoutField[],
  set: ReadonlySet<LayoutField>,
): Partial<CsvFormat> {
  const cleared = set.has('comment') && csv.comment === undefined;
  if (cleared || !changed.some((field) => decisive.includes(field))) return explicit(csv);
  return Object.fromEntries(Object.entries(csv).filter(([field]) => set.has(field as LayoutField)));
}

/** A source as a recipe has it: what is not set is left out. */
export function tidied(source: FileSource): FileSource {
  const { csv } = source;
  const units = Object.entries(source.units ?? {}).filter(
    ([column, unit]) => unit !== '' && source.values.includes(column),
  );
  const layout =
    csv &&
    withKey(
      withKey(csv, 'skip', csv.skip === 0 ? undefined : csv.skip),
      'afterHeader',
      csv.afterHeader === 0 ? undefined : csv.afterHeader,
    );
  const { start: _start, step: _step, ...time } = source.time;
  const rest = withKey(source.time.format === 'index' ? source : { ...source, time }, 'csv', layout);
  const worded = withKey(rest, 'missing', source.missing?.length === 0 ? undefined : source.missing);
  return withKey(worded, 'units', units.length === 0 ? undefined : Object.fromEntries(units));
}

/** Files to which the answers for one apply as well: the same columns, and times that are open too, or are decided alike in both. */
export function alike(one: Inspection, other: Inspection): boolean {
  const format = (inspection: Inspection): string | undefined => sourceOf(inspection)?.time.format;
  const asks = ({ questions }: Inspection): boolean =>
    questions.some(({ field }) => field === 'format' || field === 'time');
  return (
    one.kind === other.kind &&
    one.columns.join('\0') === other.columns.join('\0') &&
    one.format?.delimiter === other.format?.delimiter &&
    (asks(other) || (!asks(one) && format(one) === format(other)))
  );
}

/** The answers for one file, for another of its kind, which keeps the encoding that was found for it unless the person chose one. */
export function applied(answer: FileSource, other: Inspection, chosen: boolean): FileSource {
  const encoding: CsvFormat['encoding'] | undefined = chosen ? undefined : other.format?.encoding;
  const { sha256: _sha256, bytes: _bytes, ...rest } = answer;
  return {
    ...rest,
    file: other.name,
    ...(answer.csv && encoding ? { csv: { ...answer.csv, encoding } } : {}),
  };
}

/** How times are written in columns of a Parquet file, from its first rows; ISO where that is not recognised. */
export function timeOfParquet(
  { columns, types, preview }: Inspection,
  names: readonly string[],
): FileSource['time'] {
  const picked = names.map((name) => {
    const place = columns.indexOf(name);
    return { name, cells: preview.map((row) => row[place] ?? ''), type: types[place] ?? 'text' };
  });
  const role = timeRoleOf(picked, preview.length);
  const column = named(names);
  if (picked.length === 1 && picked[0]?.type === 'time' && role?.time.format === 'iso')
    return { column, format: 'timestamp', zone: 'UTC' };
  return role?.time ?? { column, format: 'iso', zone: 'UTC' };
}

/** Where the columns of a file are after it was read anew: of the same name, or, where names came or went with the header, of the same place. */
function placesIn(
  source: FileSource,
  before: readonly string[],
  { format, columns }: Inspection,
): (name: string) => string[] {
  const headerChanged = source.csv?.header !== format?.header && before.length === columns.length;
  return (name) => {
    if (columns.includes(name)) return [name];
    const place = headerChanged ? columns[before.indexOf(name)] : undefined;
    return place === undefined ? [] : [place];
  };
}

/** Whether a file that was read anew has other columns, so that what was chosen does not hold: those of times or all values are gone. */
export function loses(source: FileSource, before: readonly string[], again: Inspection): boolean {
  const map = placesIn(source, before, again);
  const times = listOf(source.time.column);
  if (times.flatMap(map).length < times.length) return true;
  const others = before.join('\0') !== again.columns.join('\0');
  if (others && times.length === 0) return true;
  return source.values.flatMap(map).length === 0 && (others || source.values.length > 0);
}

/**
 * What was chosen, on a file read anew. `before`: the names of its columns until now. Where that does not hold any more (see {@link loses}), the new
 * guess takes its place, with the zone and the words for no value.
 */
export function carried(source: FileSource, before: readonly string[], again: Inspection): FileSource {
  const guess = sourceOf(again);
  const { format: csv } = again;
  const layout = csv ? { csv } : {};
  if (guess && loses(source, before, again)) {
    const { missing } = source;
    const next = { ...guess, ...layout, time: { ...guess.time, zone: source.time.zone } };
    return missing ? { ...next, missing } : next;
  }
  const map = placesIn(source, before, again);
  const units = Object.entries(source.units ?? {}).flatMap(([name, unit]) =>
    map(name).map((column) => [column, unit] as const),
  );
  const [label] = listOf(source.labels?.column).flatMap(map);
  const [type] = listOf(source.labels?.type).flatMap(map);
  const labels =
    source.labels && label !== undefined
      ? { ...withKey(source.labels, 'type', type), column: label }
      : undefined;
  const time = { ...source.time, column: named(listOf(source.time.column).flatMap(map)) };
  const next = withKeys(
    { ...source, ...layout, values: source.values.flatMap(map), time },
    listOf(source.series).flatMap(map),
  );
  return withKey(
    withKey(next, 'labels', labels),
    'units',
    units.length === 0 ? undefined : Object.fromEntries(units),
  );
}
