/** Stretches of rows whose values were filled in: what checks count, and what a line draws dashed. */
import { lowerBound, upperBound } from '../list';
import { Peaks } from './peaks';

/** A column counts as filled where at least this share of it is. */
const FILLED_COLUMN = 0.5;

/** Spans in order, those that touch as one; milliseconds. */
function joinedSpans(spans: readonly { f: number; t: number }[]): { fromMs: number; toMs: number }[] {
  const all: { fromMs: number; toMs: number }[] = [];
  for (const { f, t } of spans) {
    const open = all.at(-1);
    if (open && f / 1000 <= open.toMs) open.toMs = Math.max(open.toMs, t / 1000);
    else all.push({ fromMs: f / 1000, toMs: t / 1000 });
  }
  return all;
}

/** Numbers for each stretch in the facts of a stage. */
const STRETCH = 4;

/** How many rows are filled, and where and how long the longest stretch is; of several the first. */
export interface FilledShare {
  filled: number;
  /** Up to the row after it, microseconds; null where none is filled. */
  longest: { start: number; length: number } | null;
}

/** Of stretches as the facts of a stage list them. */
export function filledShare(stretches: Float64Array): FilledShare {
  const share: FilledShare = { filled: 0, longest: null };
  for (let at = 0; at < stretches.length; at += STRETCH) {
    const start = stretches[at + 1] as number;
    const length = (stretches[at + 2] as number) - start;
    share.filled += stretches[at + 3] as number;
    if (share.longest === null || length > share.longest.length) share.longest = { start, length };
  }
  return share;
}

/** The stretches of filled rows of a series, each from the row before to the row after. */
export class FilledStretches {
  private readonly starts: Float64Array;
  private readonly ends: Float64Array;
  /** Length of all stretches before each, and their rows. */
  private readonly before: Float64Array;
  private readonly rowsBefore: Float64Array;
  private readonly lengths: Peaks;

  /** As the facts of a stage list them. */
  constructor(stretches: Float64Array) {
    const count = stretches.length / STRETCH;
    this.starts = new Float64Array(count);
    this.ends = new Float64Array(count);
    this.before = new Float64Array(count + 1);
    this.rowsBefore = new Float64Array(count + 1);
    const lengths = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const [start, end] = [stretches[i * STRETCH] as number, stretches[i * STRETCH + 2] as number];
      this.starts[i] = start;
      this.ends[i] = end;
      lengths[i] = end - start;
      this.before[i + 1] = (this.before[i] as number) + end - start;
      this.rowsBefore[i + 1] = (this.rowsBefore[i] as number) + (stretches[i * STRETCH + 3] as number);
    }
    this.lengths = new Peaks(lengths);
  }

  /** Filled rows of the stretches that reach into `[from, to)`. */
  rowsWithin(from: number, to: number): number {
    const first = upperBound(this.ends, from);
    const end = Math.max(first, lowerBound(this.starts, to));
    return (this.rowsBefore[end] as number) - (this.rowsBefore[first] as number);
  }

  /**
   * What a chart of `[from, to)` in so many columns can show, in order of time: stretches of a column and longer as they are, of shorter ones the columns that
   * they fill for the greater part.
   */
  within(from: number, to: number, columns: number): { fromMs: number; toMs: number }[] {
    const { starts, ends, before } = this;
    const width = Math.max(1, Math.ceil((to - from) / columns));
    const first = upperBound(ends, from);
    const end = Math.max(first, lowerBound(starts, to));
    const long = this.lengths.atLeast(first, end, width);
    const spans = long.map((i) => ({ f: starts[i] as number, t: ends[i] as number }));
    let nextLong = 0;
    for (let i = first; i < end;) {
      const column = Math.floor(((starts[i] as number) - from) / width);
      const start = from + column * width;
      const next = lowerBound(starts, start + width, i, end);
      let filled = (before[next] as number) - (before[i] as number);
      for (; nextLong < long.length && (long[nextLong] as number) < next; nextLong++) {
        const one = long[nextLong] as number;
        filled -= (ends[one] as number) - (starts[one] as number);
      }
      if (filled >= FILLED_COLUMN * width) spans.push({ f: start, t: start + width });
      i = next;
    }
    return joinedSpans(spans.sort((a, b) => a.f - b.f));
  }
}
