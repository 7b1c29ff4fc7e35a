import { upperBound, lowerBound } from '../list';
import { Peaks } from './peaks';

/** No more gaps than this are drawn, the longest. */
const GAP_LIMIT = 500;

/** Stretches without rows, of a series whose rows come in order of time. */
export class Gaps {
  private readonly starts: number[] = [];
  private readonly ends: number[] = [];
  /** Time of the last row so far. */
  private last = NaN;
  private made: { starts: Float64Array; ends: Float64Array; lengths: Peaks } | null = null;

  /** `longest`: microseconds; a greater distance is a gap. */
  constructor(private readonly longest: number) {}

  /** Time of the last row so far; undefined before the first. */
  get upTo(): number | undefined {
    return Number.isNaN(this.last) ? undefined : this.last;
  }

  take(times: Float64Array, length: number): void {
    let before = this.last;
    for (let row = 0; row < length; row++) {
      const time = times[row] as number;
      if (time - before > this.longest) {
        this.starts.push(before);
        this.ends.push(time);
      }
      before = time;
    }
    this.last = before;
    this.made = null;
  }

  /** Those that reach into `[from, to)`, the longest first. */
  within(from: number, to: number): { fromMs: number; toMs: number }[] {
    const { starts, ends, lengths } = (this.made ??= this.make());
    const first = upperBound(ends, from);
    return lengths.top(first, Math.max(first, lowerBound(starts, to)), GAP_LIMIT).map((gap) => ({
      fromMs: (starts[gap] as number) / 1000,
      toMs: (ends[gap] as number) / 1000,
    }));
  }

  private make(): { starts: Float64Array; ends: Float64Array; lengths: Peaks } {
    const [starts, ends] = [Float64Array.from(this.starts), Float64Array.from(this.ends)];
    return { starts, ends, lengths: new Peaks(ends.map((end, gap) => end - (starts[gap] as number))) };
  }
}
