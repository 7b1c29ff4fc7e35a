/** How labels follow the data: which rows each covers before and after, and the rows that its ends snap to. */
import { microseconds } from '../recipe/duration';
import type { Duration } from '../recipe/types';
import { identifier, integer, timestamp } from '../sql';
import type { Label, LabelRow } from '../label/types';

export interface Extent {
  /** Index of the label in the list that was asked about. */
  label: number;
  rows: number;
  first: number | null;
  last: number | null;
}

const week = 604_800_000_000;
const firstMonday = 345_600_000_000;
const perQuery = 50;

/** Queries that count the rows under each label, some labels a query: narrow ranges that a sorted table answers from a few blocks. */
export function extentsSql(
  table: string,
  labels: readonly Pick<Label, 'start' | 'end'>[],
  sidOf: (label: number) => number,
): string[] {
  const one = labels.map(
    ({ start, end }, index) =>
      `SELECT ${integer(index)} AS label, count(*) AS rows, epoch_us(min(ts)) AS first, epoch_us(max(ts)) AS last FROM ${identifier(table)} WHERE sid = ${integer(sidOf(index))} AND ts >= ${timestamp(start)} AND ts < ${timestamp(end)}`,
  );
  return Array.from({ length: Math.ceil(one.length / perQuery) }, (_, part) =>
    one.slice(part * perQuery, (part + 1) * perQuery).join('\nUNION ALL\n'),
  );
}

/** Start of the bucket that holds a time, both in microseconds. */
export function bucketStart(time: number, every: number): number {
  const origin = every === week ? firstMonday : 0;
  return Math.floor((time - origin) / every) * every + origin;
}

/**
 * The interval of a label after the clean steps, `[first row, last row + 1 µs)`, or after resampling the buckets that hold
 * those rows. Null where no row is left.
 */
export function snapped(
  clean: Extent,
  every?: Duration,
): { start: number; end: number; last: number } | null {
  if (clean.first === null || clean.last === null) return null;
  if (every === undefined) return { start: clean.first, end: clean.last + 1, last: clean.last };
  const width = microseconds(every);
  const last = bucketStart(clean.last, width);
  return { start: bucketStart(clean.first, width), end: last + width, last };
}

/** Labels with what became of them, and a warning for each that lost all of its rows. */
export function followLabels(
  labels: readonly Label[],
  raw: readonly Extent[],
  clean: readonly Extent[],
  processedRows: (label: number) => number,
  every?: Duration,
): { rows: LabelRow[]; warnings: string[] } {
  const none: Extent = { label: -1, rows: 0, first: null, last: null };
  const warnings: string[] = [];
  const rows = labels.map((label, index): LabelRow => {
    const before = raw.find((extent) => extent.label === index) ?? none;
    const interval = snapped(clean.find((extent) => extent.label === index) ?? none, every);
    if (!interval) {
      warnings.push(
        before.rows === 0
          ? `Label ${label.id} of ${label.series} covers no row of the file: its time lies outside, or between two rows.`
          : `Label ${label.id} of ${label.series} covered ${before.rows} rows, and the steps removed all of them.`,
      );
    }
    return {
      ...label,
      rawRows: before.rows,
      processedRows: interval ? processedRows(index) : 0,
      processedStart: interval?.start ?? null,
      processedEnd: interval?.end ?? null,
      processedLast: interval?.last ?? null,
    };
  });
  return { rows, warnings };
}
