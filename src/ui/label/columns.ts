/** The columns of the table of labels: what stands in them, and how rows are ordered and chosen by them. Pure. */
import { count, measure } from '../../core/format';
import type { Label, LabelRow } from '../../core/label/types';
import { sortRows, textColumn, type GridColumn, type Sort } from '../kit/columns';
import { localTime, span, utc } from '../kit/format';
import { lastOf } from './fields';

/** A label with the rows that the last run found under it; those are missing while it has not run since. */
export interface TableLabel extends Label {
  counted?: Pick<LabelRow, 'rawRows' | 'processedRows'> | undefined;
}

const rowCount = (value: number | undefined): string => (value === undefined ? '…' : count(value));

const known: readonly GridColumn<TableLabel>[] = [
  textColumn({
    id: 'series',
    header: 'series',
    meaning: 'Series',
    width: 180,
    text: ({ series }) => series,
    value: ({ series }) => series,
  }),
  textColumn({
    id: 'type',
    header: 'type',
    meaning: 'Type of anomaly',
    width: 104,
    grow: 1,
    text: ({ type }) => type,
    value: ({ type }) => type,
  }),
  textColumn({
    id: 'origin',
    header: 'origin',
    meaning: 'Imported, manual, detected or injected; * edited',
    width: 84,
    text: ({ origin, edited }) => (edited ? `${origin} *` : origin),
    value: ({ origin }) => origin,
  }),
  textColumn({
    id: 'start',
    header: 'start (UTC)',
    meaning: 'First moment covered',
    width: 158,
    text: ({ start }) => utc(start),
    title: ({ start }) => localTime(start),
    value: ({ start }) => start,
  }),
  textColumn({
    id: 'end',
    header: 'end (UTC)',
    meaning: 'Last moment covered',
    width: 158,
    text: (label) => utc(lastOf(label)),
    value: ({ end }) => end,
  }),
  textColumn({
    id: 'length',
    header: 'length',
    meaning: 'Duration',
    width: 92,
    numeric: true,
    text: (label) => (lastOf(label) > label.start ? span(lastOf(label) - label.start) : 'one row'),
    value: ({ start, end }) => end - start,
  }),
  textColumn({
    id: 'raw',
    header: 'raw rows',
    meaning: 'Raw rows covered',
    width: 84,
    numeric: true,
    text: ({ counted }) => rowCount(counted?.rawRows),
    value: ({ counted }) => counted?.rawRows ?? null,
  }),
  textColumn({
    id: 'processed',
    header: 'processed',
    meaning: 'Processed rows covered',
    width: 92,
    numeric: true,
    text: ({ counted }) => rowCount(counted?.processedRows),
    value: ({ counted }) => counted?.processedRows ?? null,
  }),
  textColumn({
    id: 'sigma',
    header: 'σ',
    meaning: 'Injected anomalies: peak change in local standard deviations',
    width: 56,
    numeric: true,
    text: ({ severitySigma }) =>
      severitySigma === undefined || severitySigma === null
        ? '–'
        : measure(Number(severitySigma.toPrecision(3))),
    value: ({ severitySigma }) => severitySigma ?? null,
  }),
  textColumn({
    id: 'confidence',
    header: 'confidence',
    meaning: 'Confidence of the annotator or the detector, 0 to 1',
    width: 96,
    numeric: true,
    text: ({ confidence }) => (confidence === undefined ? '–' : measure(confidence)),
    value: ({ confidence }) => confidence ?? null,
  }),
  textColumn({
    id: 'note',
    header: 'note',
    meaning: 'Note',
    width: 120,
    grow: 2,
    text: ({ note }) => note ?? '',
    value: ({ note }) => note ?? null,
  }),
];

const ofOneSeries = known.filter(({ id }) => id !== 'series');

/** Of one series, or of all. */
export const columnsOf = (all: boolean): readonly GridColumn<TableLabel>[] => (all ? known : ofOneSeries);

const inTime = (a: TableLabel, b: TableLabel): number =>
  (a.series < b.series ? -1 : a.series > b.series ? 1 : 0) || a.start - b.start || (a.id < b.id ? -1 : 1);

/** Rows in order of a column; ties in order of series and time. */
export const sorted = (labels: readonly TableLabel[], sort: Sort): TableLabel[] =>
  sortRows(labels, known, sort, inTime);

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
