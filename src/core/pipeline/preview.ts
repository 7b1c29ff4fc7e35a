/** What a series will look like before it is made: rows of the visible stretch, sampled where they are many. */
import type { LinePoints } from '../view/types';
import type { Generator } from './generator';

/** Every row of a stretch is made up to this many. */
const MOST_EXACT = 12_000;
/** Neighbouring rows made in each column of pixels where there are more. */
const PER_COLUMN = 4;
/** Rows made of each visible anomaly beside those. */
const PER_ANOMALY = 48;

export interface PreviewRange {
  /** Microseconds, half-open. */
  from: number;
  to: number;
  /** Pixel columns. */
  columns: number;
}

/** Rows [from, to) to be made, in order, none twice. */
export function previewRows(
  rows: number,
  first: number,
  last: number,
  columns: number,
  anomalies: readonly { from: number; to: number }[],
): { from: number; to: number }[] {
  const low = Math.max(0, first);
  const high = Math.min(rows, last);
  if (high <= low) return [];
  if (high - low <= MOST_EXACT) return [{ from: low, to: high }];
  const wanted: { from: number; to: number }[] = [];
  for (let column = 0; column < columns; column++) {
    const from = Math.floor(low + ((high - low) * column) / columns);
    wanted.push({ from, to: Math.min(high, from + PER_COLUMN) });
  }
  const visible = anomalies.filter(({ from, to }) => from < high && to > low);
  for (const { from, to } of visible.slice(0, 250)) {
    const length = to - from;
    if (length <= PER_ANOMALY) {
      wanted.push({ from: Math.max(low, from), to: Math.min(high, to) });
      continue;
    }
    for (let k = 0; k < PER_ANOMALY; k += 2) {
      const at = from + Math.floor((length * k) / PER_ANOMALY);
      if (at >= low && at + 2 <= high) wanted.push({ from: at, to: at + 2 });
    }
  }
  wanted.sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const next of wanted) {
    const before = joined.at(-1);
    if (before && next.from <= before.to) before.to = Math.max(before.to, next.to);
    else joined.push({ ...next });
  }
  return joined;
}

/** The line of one channel over a stretch; `exact` where no row was left out. */
export function previewLine(generator: Generator, channel: number, range: PreviewRange): LinePoints {
  const { access, anomalies } = generator.series(channel);
  const first = Math.max(0, access.rowAt(range.from) - 1);
  const last = Math.min(access.rows, access.rowAt(range.to) + 1);
  const parts = previewRows(access.rows, first, last, range.columns, anomalies);
  const timesMs: number[] = [];
  const values: (number | null)[] = [];
  for (const { from, to } of parts) {
    const made = generator.rows(channel, from, to, false);
    for (let i = 0; i < made.rows; i++) {
      const value = made.values[i] ?? NaN;
      timesMs.push(Number(made.times[i]) / 1000);
      values.push(Number.isFinite(value) ? value : null);
    }
  }
  return { timesMs, values, rows: last - first, exact: parts.length === 1 && last - first <= MOST_EXACT };
}
