/** How labels follow the data: which rows each covers before and after, and the rows that its ends snap to. */
import { decimal, plural } from '../format';
import { at } from '../list';
import type { LabelRule } from '../recipe/types';
import type { Label, LabelRow } from './types';

export interface Extent {
  /** Index of the label in the list that was asked about. */
  label: number;
  rows: number;
  first: number | null;
  last: number | null;
}

/** The buckets that a series was put into, microseconds, and which of them a label keeps. */
export interface LabelBuckets {
  every: number;
  origin: number;
  policy: LabelRule;
}

/** Start of the bucket that holds a time in microseconds. */
export function bucketStart(time: number, { every, origin }: Pick<LabelBuckets, 'every' | 'origin'>): number {
  return Math.floor((time - origin) / every) * every + origin;
}

/** Of a label, the rows of its first and its last bucket: those that it covers, and all. */
export interface EdgeCounts {
  first: { covered: number; all: number };
  last: { covered: number; all: number };
}

/** Whether a bucket in which a label covers so many of the rows keeps it. */
function keeps(policy: LabelRule, { covered, all }: { covered: number; all: number }): boolean {
  if (policy === 'any') return covered > 0;
  // Divided, not multiplied: the quotient of whole numbers that is 0.28 is the double that 0.28 is read as; 0.28 · 25 is more than 7.
  return policy === 'majority' ? covered * 2 > all : covered / all >= policy;
}

/**
 * The interval of a label after the clean steps, `[first row, last row + 1 µs)`, or after resampling the buckets that hold
 * those rows. Buckets between the first and the last lie inside the label as a whole; the two at its ends are kept or left out
 * by the policy. Null where no row or no bucket is left.
 */
export function snapped(
  clean: Extent,
  buckets?: LabelBuckets,
  edges?: EdgeCounts,
): { start: number; end: number; last: number } | null {
  if (clean.first === null || clean.last === null) return null;
  if (!buckets) return { start: clean.first, end: clean.last + 1, last: clean.last };
  const { every, policy } = buckets;
  let start = bucketStart(clean.first, buckets);
  let last = bucketStart(clean.last, buckets);
  if (edges && policy !== 'any') {
    const single = start === last;
    if (!keeps(policy, edges.first)) start += every;
    if (!single && !keeps(policy, edges.last)) last -= every;
    if (last < start) return null;
  }
  return { start, end: last + every, last };
}

interface Followed {
  labels: readonly Label[];
  /** One entry a label, in their order: its rows before the steps and after the cleaning ones. */
  raw: readonly Extent[];
  clean: readonly Extent[];
  /** Rows within the interval that each label has after the steps, where that is a matter of buckets: some may have been left out. */
  processed?: readonly Extent[] | undefined;
  /** The buckets of each label's series; undefined where its rows were left as they are, and altogether where nothing was resampled. */
  buckets?: readonly (LabelBuckets | undefined)[] | undefined;
  /** Where the policy asks for them. */
  edges?: readonly EdgeCounts[] | undefined;
}

/** Labels with the rows that they cover at each stage, and a warning for each that lost all of its rows. */
export function followLabels(followed: Followed): { rows: LabelRow[]; warnings: string[] } {
  const { labels, raw, clean, processed, buckets, edges } = followed;
  const warnings: string[] = [];
  const rows = labels.map((label, index): LabelRow => {
    const before = at(raw, index);
    const after = at(clean, index);
    const its = buckets && at(buckets, index);
    const snap = snapped(after, its, edges && at(edges, index));
    const kept = processed ? at(processed, index) : after;
    const interval = snap && processed ? existing(kept, its?.every) : snap;
    if (!interval) warnings.push(loss(label, before.rows, after.rows, snap === null, its?.policy));
    return {
      ...label,
      rawRows: before.rows,
      cleanRows: after.rows,
      processedRows: interval ? kept.rows : 0,
      processedStart: interval?.start ?? null,
      processedEnd: interval?.end ?? null,
      processedLast: interval?.last ?? null,
    };
  });
  return { rows, warnings };
}

/** The interval of the buckets that exist. */
function existing({ first, last }: Extent, every = 1): ReturnType<typeof snapped> {
  if (first === null || last === null) return null;
  return { start: first, end: last + every, last };
}

function loss(
  { id, series }: Label,
  before: number,
  after: number,
  belowShare: boolean,
  policy?: LabelRule,
): string {
  if (before === 0)
    return `Label ${id} of ${series} covers no row of the source: its time lies outside, or between two rows.`;
  if (after === 0)
    return `Label ${id} of ${series} covered ${plural(before, 'row')}, and the steps removed all of them.`;
  if (!belowShare)
    return `Label ${id} of ${series} covers ${plural(after, 'row')}, and each of their buckets was left out because it has no value.`;
  const share = typeof policy === 'number' ? `${decimal(policy * 100)} %` : 'the majority';
  return `Label ${id} of ${series} covers ${plural(after, 'row')}, but in no bucket ${share} of the rows: no bucket keeps it.`;
}
