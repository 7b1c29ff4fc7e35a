import { lowerBound } from '../list';
import { changeKinds, FILLED, type ChangeKind, type Changes, type Rows } from '../rows/types';
import { Peaks } from './peaks';
import type { Marks } from './types';

export type MarkKind = ChangeKind;

/** More marks than this, for each kind, are thinned to the lowest and highest of each column. */
const MARK_LIMIT = 2000;

/** Values at times, in order of time. */
interface Points {
  times: Float64Array;
  values: Float64Array;
}

/** Marks of one kind of a series. */
export class MarkList {
  private peaks: { highs: Peaks; lows: Peaks } | null = null;

  /** In order of time; the arrays are kept. */
  constructor(private readonly points: Points) {}

  /**
   * Those of `[from, to)` with their true number. Of more than `MARK_LIMIT` the lowest and highest of each column are drawn, of fewer all. What is not finite
   * cannot be.
   */
  within(from: number, to: number): Marks {
    const { times, values } = this.points;
    const marks: Marks = { timesMs: [], values: [], total: 0 };
    const draw = (mark: number): void => {
      if (!Number.isFinite(values[mark])) return;
      marks.timesMs.push((times[mark] as number) / 1000);
      marks.values.push(values[mark] as number);
    };
    const first = lowerBound(times, from);
    const end = lowerBound(times, to, first);
    marks.total = end - first;
    if (marks.total <= MARK_LIMIT) {
      for (let mark = first; mark < end; mark++) draw(mark);
      return marks;
    }
    const { highs, lows } = (this.peaks ??= this.findPeaks());
    const width = Math.max(1, Math.ceil((to - from) / (MARK_LIMIT / 2)));
    for (let mark = first; mark < end;) {
      const column = Math.floor(((times[mark] as number) - from) / width);
      const next = lowerBound(times, from + (column + 1) * width, mark, end);
      const [high, low] = [highs.highest(mark, next), lows.highest(mark, next)];
      draw(Math.min(high, low));
      if (high !== low) draw(Math.max(high, low));
      mark = next;
    }
    return marks;
  }

  private findPeaks(): { highs: Peaks; lows: Peaks } {
    const finite = (value: number): number => (Number.isFinite(value) ? value : -Infinity);
    const { values } = this.points;
    return { highs: new Peaks(values.map(finite)), lows: new Peaks(values.map((value) => finite(-value))) };
  }
}

/** Marks of a series by their kind: an outlier stands where it was found, a filled value where it is now. */
export type SeriesMarks = Record<MarkKind, MarkList>;

/** What steps changed as marks; `buckets`: filled ones that no step reported as changes. */
export function marksOfChanges(changes: Changes | null, buckets: Points | null = null): SeriesMarks {
  const list = (kind: MarkKind): Points => ofKind(changes, kind);
  const filled = list('filled');
  return {
    outlier: new MarkList(list('outlier')),
    'outlier-protected': new MarkList(list('outlier-protected')),
    filled: new MarkList(buckets ? union(filled, buckets) : filled),
  };
}

const noPoints: Points = { times: new Float64Array(0), values: new Float64Array(0) };

function ofKind(changes: Changes | null, kind: MarkKind): Points {
  if (!changes) return noPoints;
  const code = changeKinds.indexOf(kind);
  const { length, times, kinds } = changes;
  const values = kind === 'filled' ? changes.after : changes.before;
  const found = { times: new Float64Array(length), values: new Float64Array(length) };
  let count = 0;
  for (let i = 0; i < length; i++) {
    if (kinds[i] !== code || Number.isNaN(values[i])) continue;
    found.times[count] = times[i] as number;
    found.values[count++] = values[i] as number;
  }
  return { times: found.times.slice(0, count), values: found.values.slice(0, count) };
}

/** Both in order of time; of the second those at no time of the first. */
function union(first: Points, second: Points): Points {
  const all = {
    times: new Float64Array(first.times.length + second.times.length),
    values: new Float64Array(first.times.length + second.times.length),
  };
  let count = 0;
  const add = (points: Points, i: number): void => {
    all.times[count] = points.times[i] as number;
    all.values[count++] = points.values[i] as number;
  };
  let i = 0;
  for (let j = 0; j < second.times.length; j++) {
    const time = second.times[j] as number;
    while (i < first.times.length && (first.times[i] as number) < time) add(first, i++);
    if (first.times[i] !== time) add(second, j);
  }
  while (i < first.times.length) add(first, i++);
  return { times: all.times.subarray(0, count), values: all.values.subarray(0, count) };
}

/** Filled rows with a value, of rows given in order of time. */
export class FilledRows {
  private readonly times: Float64Array;
  private readonly values: Float64Array;
  private count = 0;

  /** `rows`: how many filled ones there are. */
  constructor(rows: number) {
    this.times = new Float64Array(rows);
    this.values = new Float64Array(rows);
  }

  take({ length, times, values, flags }: Rows): void {
    for (let row = 0; row < length; row++) {
      if (((flags[row] as number) & FILLED) === 0 || Number.isNaN(values[row])) continue;
      this.times[this.count] = times[row] as number;
      this.values[this.count++] = values[row] as number;
    }
  }

  points(): Points {
    return { times: this.times.subarray(0, this.count), values: this.values.subarray(0, this.count) };
  }
}
