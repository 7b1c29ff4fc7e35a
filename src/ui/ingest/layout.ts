/** What the import dialog makes of an inspection: no component, so that it can be tested by itself. */
import type { Inspection } from '../../core/ingest/types';
import type { CsvFormat, FileSource, TimeFormat } from '../../core/recipe/types';

export const ambiguous: TimeFormat[] = ['day-first', 'month-first'];
/** Formats that give the time zone themselves. */
export const absolute: TimeFormat[] = ['iso-offset', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns'];

export const zones: readonly string[] = [
  'UTC',
  ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC'),
];
const zoneByKey = new Map(zones.map((zone) => [zone.toLowerCase(), zone]));

/** The zone that a person means by `europe/berlin` or ` New York`; undefined where none or several fit. */
export function zoneOf(text: string): string | undefined {
  const key = text.trim().toLowerCase().replaceAll(' ', '_');
  const city = zones.filter((zone) => zone.toLowerCase().endsWith(`/${key}`));
  return zoneByKey.get(key) ?? (city.length === 1 ? city[0] : undefined);
}

export const asks = (inspection: Inspection, about: string): boolean =>
  inspection.questions.some((question) => question.about === about);

const isSource = (source: Inspection['source']): source is FileSource =>
  source !== undefined && 'values' in source;

export const sourceOf = (inspection: Inspection): FileSource | undefined =>
  isSource(inspection.source) ? inspection.source : undefined;

/** Files to which the answers for one apply as well: the same columns, and times that mean the same or are open too. */
export function alike(one: Inspection, other: Inspection): boolean {
  const format = (inspection: Inspection): string | undefined => sourceOf(inspection)?.time.format;
  return (
    one.kind === other.kind &&
    one.columns.join('\0') === other.columns.join('\0') &&
    one.format?.delimiter === other.format?.delimiter &&
    (format(one) === format(other) || asks(other, 'date-order') || asks(other, 'epoch-unit'))
  );
}

/** The answers for one file, for another of its kind, which keeps the encoding that was found for it unless the person chose one. */
export function applied(answer: FileSource, other: Inspection, chosen: boolean): FileSource {
  const encoding: CsvFormat['encoding'] | undefined = chosen ? undefined : other.format?.encoding;
  return {
    ...answer,
    file: other.name,
    ...(answer.csv && encoding ? { csv: { ...answer.csv, encoding } } : {}),
  };
}

/** What was answered, on a file read anew: columns of the same name (or, where names came or went with the header, the same place) keep their part. */
export function carried(
  source: FileSource,
  csv: CsvFormat | undefined,
  before: readonly string[],
  again: Inspection,
): FileSource {
  const guess = sourceOf(again);
  const headerChanged = source.csv?.header !== csv?.header && before.length === again.columns.length;
  const map = (name: string): string | undefined => {
    if (again.columns.includes(name)) return name;
    return headerChanged ? again.columns[before.indexOf(name)] : undefined;
  };
  const column = map(source.time.column);
  const values = source.values.flatMap((name) => map(name) ?? []).filter((name) => name !== column);
  const { series: _series, csv: _csv, ...rest } = source;
  const layout = csv ? { csv } : {};
  if (column === undefined || (values.length === 0 && source.values.length > 0)) {
    const { time, values: found, series } = guess ?? { ...source, series: undefined };
    const zone = absolute.includes(time.format) ? time.zone : source.time.zone;
    const known = guess ? time : { ...time, column: again.columns[0] ?? time.column };
    const left = guess ? found : [];
    return { ...rest, ...layout, time: { ...known, zone }, values: left, ...(series ? { series } : {}) };
  }
  const series = source.series === undefined ? undefined : map(source.series);
  return { ...rest, ...layout, time: { ...source.time, column }, values, ...(series ? { series } : {}) };
}
