/** Labels as files to keep, for other programs and spreadsheets. Pure. */
import { csvCell, csvNumber, isoTime } from '../../core/dataset/csv';
import type { TableLabel } from './columns';

const columns: readonly [name: string, text: (label: TableLabel) => string][] = [
  ['id', ({ id }) => csvCell(id)],
  ['series', ({ series }) => csvCell(series)],
  ['start', ({ start }) => isoTime(start)],
  ['end', ({ end }) => isoTime(end)],
  ['type', ({ type }) => csvCell(type)],
  ['shape', ({ shape }) => shape],
  ['origin', ({ origin }) => origin],
  ['rows_raw', ({ counted }) => number(counted?.rawRows)],
  ['rows_processed', ({ counted }) => number(counted?.processedRows)],
  ['severity_sigma', ({ severitySigma }) => number(severitySigma)],
  ['confidence', ({ confidence }) => number(confidence)],
  ['detector', ({ detector }) => csvCell(detector ?? '')],
  ['note', ({ note }) => csvCell(note ?? '')],
];

const number = (value: number | null | undefined): string =>
  value === null || value === undefined ? '' : csvNumber(value, true);

/** A header and a line for each label, RFC 4180 with LF; intervals `[start, end)` in UTC. Text that begins like a formula is quoted. */
export const labelsCsv = (labels: readonly TableLabel[]): string =>
  [
    columns.map(([name]) => name).join(','),
    ...labels.map((label) => columns.map(([, text]) => text(label)).join(',')),
  ]
    .map((line) => `${line}\n`)
    .join('');

/** The same as JSON, with the requested and the realised parameters of injected ones. */
export function labelsJson(name: string, labels: readonly TableLabel[]): string {
  const entries = labels.map(({ counted, start, end, ...label }) => ({
    ...label,
    start: isoTime(start),
    end: isoTime(end),
    ...(counted ? { rows: { raw: counted.rawRows, processed: counted.processedRows } } : {}),
  }));
  return `${JSON.stringify({ name, labels: entries }, null, 2)}\n`;
}
