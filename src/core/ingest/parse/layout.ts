import { LabFailure } from '../../errors';
import { listOf } from '../../recipe/series';
import type { CsvFormat, FileSource } from '../../recipe/types';
import { numberOf, numberProblem, type NumberFormat } from './number';

/** The layout of a text where a source says nothing of it. */
export const PLAIN_CSV: CsvFormat = { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' };

/** Every column that a source reads, each once. */
export function columnsRead(source: FileSource): string[] {
  const { time, values, series, labels } = source;
  const labelled = labels ? [labels.column, ...listOf(labels.type)] : [];
  return [...new Set([...listOf(time.column), ...values, ...listOf(series), ...labelled])];
}

/** Where a source's columns stand in the file. */
export interface Positions {
  time: number[];
  values: number[];
  series: number[];
  /** −1 for none. */
  label: number;
  labelType: number;
}

/** Throws LabFailure `column-unknown` where the source names a column that does not exist. */
export function positionsOf(source: FileSource, columns: readonly string[]): Positions {
  const places = new Map(columns.map((name, index) => [name, index]));
  const find = (name: string): number => {
    const index = places.get(name);
    if (index !== undefined) return index;
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
  const { labels } = source;
  return {
    time: listOf(source.time.column).map(find),
    values: source.values.map(find),
    series: listOf(source.series).map(find),
    label: labels ? find(labels.column) : -1,
    labelType: labels?.type === undefined ? -1 : find(labels.type),
  };
}

/** How the numbers of each value column are written. */
export function numberFormats(source: FileSource): NumberFormat[] {
  const { decimal, thousands } = source.csv ?? PLAIN_CSV;
  const missing = source.missing
    ? new Set(source.missing.map((word) => word.trim().toLowerCase()))
    : undefined;
  return source.values.map((column) => {
    const unit = source.units?.[column];
    return {
      decimal,
      ...(thousands === undefined ? {} : { thousands }),
      ...(unit === undefined ? {} : { unit }),
      ...(missing ? { missing } : {}),
    };
  });
}

/** The key of a row from its cells: the cell, or all of them joined by colons, in which : and \ have a \ before them. */
export function keyOf(cells: readonly string[]): string {
  const [first = ''] = cells;
  return cells.length === 1 ? first : cells.map((cell) => cell.replace(/[:\\]/g, '\\$&')).join(':');
}

/** What `1` and `true` are called. */
const PLAIN_TYPE = 'anomaly';
const points: NumberFormat = { decimal: '.' };

/** A word of a label column without what makes no difference: case, blanks, `1.0` for `1`. */
export function labelWord(cell: string): string {
  const word = cell.trim().toLowerCase();
  const number = numberOf(word, points);
  return Number.isNaN(number) ? (numberProblem === '' ? '' : word) : String(number);
}

/** Reads a label column: the type of an anomalous row, undefined for a normal one. */
export function labelReader(source: FileSource): (cell: string, type?: string) => string | undefined {
  const normal = new Set((source.labels?.normal ?? []).map(labelWord));
  const known = new Map<string, string | undefined>();
  return (cell, type) => {
    const key = type === undefined ? cell : `${cell}\0${type}`;
    if (known.has(key)) return known.get(key);
    const word = labelWord(cell);
    const plain = word === '1' || word === 'true';
    const named = type?.trim() ?? '';
    const found =
      word === '' || normal.has(word) ? undefined : named !== '' ? named : plain ? PLAIN_TYPE : cell.trim();
    if (known.size < 10_000) known.set(key, found);
    return found;
  };
}

/** The format with day and month the other way round; undefined where it has no such order. */
export function swappedFormat(format: string): string | undefined {
  if (format === 'day-first') return 'month-first';
  if (format === 'month-first') return 'day-first';
  const day = /(?<![a-zA-Z'])d{1,2}(?![a-zA-Z])/.exec(format);
  const month = /(?<![a-zA-Z'])M{1,2}(?![a-zA-Z])/.exec(format);
  if (!day || !month || format.includes("'")) return undefined;
  return format.replace(/(?<![a-zA-Z])(d{1,2}|M{1,2})(?![a-zA-Z])/g, (token) =>
    (token.startsWith('d') ? 'M' : 'd').repeat(token.length),
  );
}
