/** The columns of the table of labels: what stands in them, and how rows are ordered and chosen by them. Pure. */
import type { Label, LabelRow } from '../../core/label/types';
import { count, measure, span, utc } from '../kit/format';
import { lastOf, type FieldName } from './fields';

/** A label with the rows that the last run found under it; those are missing while it has not run since. */
export interface TableLabel extends Label {
  counted?: Pick<LabelRow, 'rawRows' | 'processedRows'> | undefined;
}

export type ColumnKey = FieldName | 'length' | 'origin' | 'series' | 'raw' | 'processed' | 'sigma';

export interface Column {
  key: ColumnKey;
  label: string;
  meaning: string;
  width: string;
  numeric: boolean;
  text: (label: TableLabel) => string;
  /** Orders rows; null comes last, whichever way. */
  rank: (label: TableLabel) => number | string | null;
}

const rows = (value: number | undefined): string => (value === undefined ? '…' : count(value));

const known: readonly Column[] = [
  {
    key: 'series',
    label: 'series',
    meaning: 'The series that it belongs to',
    width: '180px',
    numeric: false,
    text: ({ series }) => series,
    rank: ({ series }) => series,
  },
  {
    key: 'type',
    label: 'type',
    meaning: 'What kind of anomaly it is',
    width: 'minmax(104px, 1fr)',
    numeric: false,
    text: ({ type }) => type,
    rank: ({ type }) => type,
  },
  {
    key: 'origin',
    label: 'origin',
    meaning: 'Where it came from',
    width: '76px',
    numeric: false,
    text: ({ origin, edited }) => (edited ? `${origin} *` : origin),
    rank: ({ origin }) => origin,
  },
  {
    key: 'start',
    label: 'start (UTC)',
    meaning: 'The first moment that it covers',
    width: '158px',
    numeric: false,
    text: ({ start }) => utc(start),
    rank: ({ start }) => start,
  },
  {
    key: 'end',
    label: 'end (UTC)',
    meaning: 'The last moment that it covers',
    width: '158px',
    numeric: false,
    text: (label) => utc(lastOf(label)),
    rank: ({ end }) => end,
  },
  {
    key: 'length',
    label: 'length',
    meaning: 'From its first to its last moment',
    width: '92px',
    numeric: true,
    text: (label) => (lastOf(label) > label.start ? span(lastOf(label) - label.start) : 'one row'),
    rank: ({ start, end }) => end - start,
  },
  {
    key: 'raw',
    label: 'raw rows',
    meaning: 'Rows under it as they were read',
    width: '72px',
    numeric: true,
    text: ({ counted }) => rows(counted?.rawRows),
    rank: ({ counted }) => counted?.rawRows ?? null,
  },
  {
    key: 'processed',
    label: 'processed',
    meaning: 'Rows under it after the steps',
    width: '80px',
    numeric: true,
    text: ({ counted }) => rows(counted?.processedRows),
    rank: ({ counted }) => counted?.processedRows ?? null,
  },
  {
    key: 'sigma',
    label: 'σ',
    meaning: 'Of injected ones: greatest change over the deviation of the rows around it',
    width: '56px',
    numeric: true,
    text: ({ severitySigma }) =>
      severitySigma === undefined || severitySigma === null
        ? '–'
        : measure(Number(severitySigma.toPrecision(3))),
    rank: ({ severitySigma }) => severitySigma ?? null,
  },
  {
    key: 'confidence',
    label: 'confidence',
    meaning: 'How sure a person or a detector is, 0 to 1',
    width: '84px',
    numeric: true,
    text: ({ confidence }) => (confidence === undefined ? '–' : measure(confidence)),
    rank: ({ confidence }) => confidence ?? null,
  },
  {
    key: 'note',
    label: 'note',
    meaning: 'A remark',
    width: 'minmax(120px, 2fr)',
    numeric: false,
    text: ({ note }) => note ?? '',
    rank: ({ note }) => note ?? null,
  },
];

/** Of one series, or of all. */
export const columnsOf = (all: boolean): readonly Column[] => (all ? known : known.slice(1));

export interface Sort {
  key: ColumnKey;
  down: boolean;
}

/** Rows in order of a column; ties in order of series and time. */
export function sorted(labels: readonly TableLabel[], { key, down }: Sort): TableLabel[] {
  const rank = known.find((column) => column.key === key)?.rank ?? (() => null);
  const ranked = labels.map((label) => ({ label, by: rank(label) }));
  const natural = (a: TableLabel, b: TableLabel): number =>
    (a.series < b.series ? -1 : a.series > b.series ? 1 : 0) || a.start - b.start || (a.id < b.id ? -1 : 1);
  ranked.sort((a, b) => {
    if (a.by === b.by) return natural(a.label, b.label);
    if (a.by === null || b.by === null) return a.by === null ? 1 : -1;
    return (a.by < b.by ? -1 : 1) * (down ? -1 : 1);
  });
  return ranked.map(({ label }) => label);
}

export interface Filter {
  /** Empty: all. */
  type: string;
  origin: '' | Label['origin'];
}

export const filtered = (labels: readonly TableLabel[], { type, origin }: Filter): readonly TableLabel[] =>
  type === '' && origin === ''
    ? labels
    : labels.filter(
        (label) => (type === '' || label.type === type) && (origin === '' || label.origin === origin),
      );

/** The ids chosen by a click on a row: alone, from the last one clicked on (Shift), or one more or less (Ctrl). */
export function chosenBy(
  ids: readonly string[],
  selected: readonly string[],
  anchor: number,
  index: number,
  { range, toggle }: { range: boolean; toggle: boolean },
): readonly string[] {
  const id = ids[index];
  if (id === undefined) return selected;
  if (range && anchor >= 0) return ids.slice(Math.min(anchor, index), Math.max(anchor, index) + 1);
  if (!toggle) return [id];
  return selected.includes(id) ? selected.filter((one) => one !== id) : [...selected, id];
}
