/** Lines from rows and from columns of M4 (Jugel et al., "M4: a visualization-oriented time series data aggregation", VLDB 2014). */
import { lowerBound } from '../list';
import type { Rows } from '../rows/types';
import { Buckets } from '../rows/buckets';
import { BUCKET, RECORD, TF, TL, TMAX, TMIN } from './levels';
import type { LinePoints } from './types';

/** Points of a line as they come, times in microseconds. More than `longest` microseconds without one break it. */
class Line {
  private readonly timesMs: number[] = [];
  private readonly values: (number | null)[] = [];

  constructor(private readonly longest: number) {}

  /** Adds a point; what is not finite is no value. */
  add(time: number, value: number): void {
    this.timesMs.push(time / 1000);
    this.values.push(Number.isFinite(value) ? value : null);
  }

  /** To be called with the time of the next row. */
  reach(time: number): void {
    const before = this.timesMs.at(-1);
    if (before === undefined || time / 1000 - before <= this.longest / 1000) return;
    this.timesMs.push(before);
    this.values.push(null);
  }

  done(rows: number, exact: boolean): LinePoints {
    return { timesMs: this.timesMs, values: this.values, rows, exact };
  }
}

/**
 * The line through columns of M4, records as `Buckets` makes them: up to four points each, in order of time. A column without a value
 * breaks it. `rows`: how many there are in the visible range.
 */
export function m4Line(columns: Float64Array, rows: number, longest = Infinity): LinePoints {
  const line = new Line(longest);
  for (let at = 0; at < columns.length; at += RECORD) {
    const of = (field: number): number => columns[at + field] as number;
    if (Number.isNaN(of(TF))) {
      line.reach(of(BUCKET));
      line.add(of(BUCKET), NaN);
      continue;
    }
    line.reach(of(TF));
    const [second, third] = of(TMIN) <= of(TMAX) ? [TMIN, TMAX] : [TMAX, TMIN];
    // The value of each time is the field after it.
    let before: number | null = null;
    for (const time of [TF, second, third, TL]) {
      const same: boolean = before !== null && of(before) === of(time) && of(before + 1) === of(time + 1);
      if (!same) line.add(of(time), of(time + 1));
      before = time;
    }
  }
  return line.done(rows, false);
}

/** What of a series is drawn from its rows: `[from, to)`, microseconds. */
export interface Visible {
  from: number;
  to: number;
  /** How far a neighbour beside the range may be for the line to reach the edge, microseconds. */
  reach: number;
  /** Up to so many rows are drawn as they are. */
  limit: number;
  /** The columns where there are more. */
  grid: { start: number; end: number; width: number };
}

/** The line of a range from its rows and their neighbours, given in order of time: as they are where they are few, else M4. */
export class RowLine {
  private readonly times: Float64Array;
  private readonly values: Float64Array;
  private readonly columns: Buckets;
  private before: { time: number; value: number } | null = null;
  private after: { time: number; value: number } | null = null;
  private rows = 0;

  constructor(private readonly visible: Visible) {
    this.times = new Float64Array(visible.limit);
    this.values = new Float64Array(visible.limit);
    this.columns = new Buckets(visible.grid.width);
  }

  /** Whether later rows would change nothing. */
  get complete(): boolean {
    return this.passed && (this.rows > this.visible.limit || this.after !== null);
  }

  /** Whether the last row so far lies behind the grid. */
  private passed = false;

  take({ times, values, length }: Rows): void {
    if (length === 0) return;
    const { from, to, reach, limit, grid } = this.visible;
    const place = (time: number): number => lowerBound(times, time, 0, length);
    const rowOf = (row: number) => ({ time: times[row] as number, value: values[row] as number });
    const [start, end] = [place(from), place(to)];
    if (start > 0 && (times[start - 1] as number) >= from - reach) this.before = rowOf(start - 1);
    if (end < length && this.after === null && (times[end] as number) < to + reach) this.after = rowOf(end);
    if (this.rows + end - start <= limit) {
      this.times.set(times.subarray(start, end), this.rows);
      this.values.set(values.subarray(start, end), this.rows);
    }
    this.rows += end - start;
    const first = place(grid.start);
    const rows = place(grid.end) - first;
    this.columns.append(values.subarray(first, first + rows), rows, (row) => times[first + row] as number);
    this.passed = (times[length - 1] as number) >= grid.end;
  }

  /** The line so far. More than `longest` microseconds without a row break it. */
  points(longest: number): LinePoints {
    if (this.rows > this.visible.limit) return m4Line(this.columns.records(), this.rows, longest);
    const line = new Line(longest);
    const add = (time: number, value: number): void => {
      line.reach(time);
      line.add(time, value);
    };
    if (this.before) add(this.before.time, this.before.value);
    for (let row = 0; row < this.rows; row++) add(this.times[row] as number, this.values[row] as number);
    if (this.after) add(this.after.time, this.after.value);
    return line.done(this.rows, true);
  }
}
