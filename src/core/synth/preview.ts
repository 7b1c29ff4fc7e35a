/** What a series will look like before it is made: rows of the visible stretch, sampled where they are many. */
import type { LinePoints } from '../view/types';
import type { Generator } from './generator';

/** Every row of a stretch is made up to this many. */
const MAX_EXACT = 12_000;
/** Neighbouring rows made in each column of pixels where there are more. */
const PER_COLUMN = 4;
/** Pairs of neighbouring rows made beside those in each column that an anomaly covers, and in an anomaly at most. */
const PAIRS_PER_COLUMN = 2;
const MAX_PAIRS = 24;
/** Pairs made of all visible anomalies at most. */
const ANOMALY_PAIRS = 1500;

export interface PreviewRange {
  /** Microseconds, half-open. */
  from: number;
  to: number;
  /** Pixel columns. */
  columns: number;
}

/** Rows [from, to) to be made, in order, none twice. */
function previewRows(
  rows: number,
  first: number,
  last: number,
  columns: number,
  anomalies: readonly { from: number; to: number }[],
): { from: number; to: number }[] {
  const low = Math.max(0, first);
  const high = Math.min(rows, last);
  if (high <= low) return [];
  if (high - low <= MAX_EXACT) return [{ from: low, to: high }];
  const wanted: { from: number; to: number }[] = [];
  for (let column = 0; column < columns; column++) {
    const from = Math.floor(low + ((high - low) * column) / columns);
    wanted.push({ from, to: Math.min(high, from + PER_COLUMN) });
  }
  let left = ANOMALY_PAIRS;
  for (const { from, to } of anomalies) {
    if (from >= high || to <= low) continue;
    const length = to - from;
    const covered = (length / (high - low)) * columns;
    const pairs = Math.min(MAX_PAIRS, Math.ceil(covered * PAIRS_PER_COLUMN));
    if (length <= 2 * pairs) {
      wanted.push({ from: Math.max(low, from), to: Math.min(high, to) });
    } else {
      for (let k = 0; k < pairs; k++) {
        const at = from + Math.floor((length * (2 * k + 1)) / (2 * pairs));
        if (at >= low && at + 2 <= high) wanted.push({ from: at, to: at + 2 });
      }
    }
    left -= pairs;
    if (left <= 0) break;
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

/** Buffers for so many rows; the same ones again for the usual few. */
function buffers(): (rows: number) => Float64Array<ArrayBuffer> {
  const known = new Map<number, Float64Array<ArrayBuffer>>();
  return (rows) => {
    const found = known.get(rows) ?? new Float64Array(rows);
    if (rows <= PER_COLUMN) known.set(rows, found);
    return found;
  };
}

/** The line of one channel over a stretch; `exact` where no row was left out. */
export function previewLine(generator: Generator, channel: number, range: PreviewRange): LinePoints {
  const { access, anomalies } = generator.series(channel);
  const first = Math.max(0, access.rowAt(range.from) - 1);
  const last = Math.min(access.rows, access.rowAt(range.to) + 1);
  const parts = previewRows(access.rows, first, last, range.columns, anomalies);
  const timesMs: number[] = [];
  const values: (number | null)[] = [];
  const buffersFor = buffers();
  for (const { from, to } of parts) {
    const made = generator.rows(channel, from, to, false, buffersFor(to - from));
    for (let i = 0; i < made.rows; i++) {
      const value = made.values[i] as number;
      timesMs.push((made.times ? (made.times[i] as number) : access.timeOf(from + i)) / 1000);
      values.push(Number.isFinite(value) ? value : null);
    }
  }
  return { timesMs, values, rows: last - first, exact: parts.length === 1 && last - first <= MAX_EXACT };
}
