/** What is known of each bucket of a level, in the order of its numbers: times in microseconds, NaN where there is no value. */
export const bucketFields = ['bucket', 'n', 'tf', 'vf', 'tl', 'vl', 'tmin', 'vmin', 'tmax', 'vmax'] as const;
const SIZE = bucketFields.length;
const [BUCKET, N, TF, VF, TL, VL, TMIN, VMIN, TMAX, VMAX] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/**
 * One level of detail made in a single pass over rows in order of time: M4 of each bucket, that is its start, its rows, and times and
 * values of its first, last, first lowest and first highest value.
 */
export class Buckets {
  private all: Float64Array<ArrayBuffer>;
  private filled = 0;
  /** Where the last bucket ends, and how many rows the one before had: a guess for the next. */
  private end = -Infinity;
  private run = 1;

  /** `width` in microseconds; `expected`: how many buckets there will be, if that is known. */
  constructor(
    private readonly width: number,
    expected = 64,
  ) {
    this.all = new Float64Array(expected * SIZE);
  }

  /** Takes rows in order of time, microseconds; a missing value is NaN. */
  append(values: Float64Array, rows: number, timeOf: (row: number) => number): void {
    const { width } = this;
    for (let from = 0; from < rows;) {
      const time = timeOf(from);
      if (time >= this.end) {
        const start = Math.floor(time / width) * width;
        this.end = start + width;
        this.open(start);
      }
      let to = Math.min(rows, from + this.run);
      while (to < rows && timeOf(to) < this.end) to++;
      while (to > from + 1 && timeOf(to - 1) >= this.end) to--;
      this.run = to - from;
      this.take(values, from, to, timeOf);
      from = to;
    }
  }

  /** Takes buckets of the same width, of rows that come later, as `records` gives them. */
  join(records: Float64Array): void {
    if (records.length === 0) return;
    const { all, filled } = this;
    const shared = filled > 0 && all[filled - SIZE] === records[0];
    const rest = shared ? records.subarray(SIZE) : records;
    if (shared) this.merge(records, 0);
    this.grow(rest.length);
    this.all.set(rest, filled);
    this.filled += rest.length;
    this.end = (this.all[this.filled - SIZE] as number) + this.width;
  }

  /** Ten numbers for each bucket, one after the other. Nothing is to be added any more. */
  records(): Float64Array<ArrayBuffer> {
    return this.filled === this.all.length ? this.all : this.all.slice(0, this.filled);
  }

  /** Rows [from, to), which lie in the last bucket. */
  private take(values: Float64Array, from: number, to: number, timeOf: (row: number) => number): void {
    const { all } = this;
    const at = this.filled - SIZE;
    all[at + N] = (all[at + N] as number) + to - from;
    let [first, last] = [from, to - 1];
    while (first < to && Number.isNaN(values[first])) first++;
    if (first === to) return;
    while (Number.isNaN(values[last])) last--;
    let [low, high] = [first, first];
    let lowest = values[first] as number;
    let highest = lowest;
    for (let row = first + 1; row <= last; row++) {
      const value = values[row] as number;
      if (value < lowest) {
        lowest = value;
        low = row;
      } else if (value > highest) {
        highest = value;
        high = row;
      }
    }
    if (Number.isNaN(all[at + VF])) this.put(at + TF, timeOf(first), values[first] as number);
    this.put(at + TL, timeOf(last), values[last] as number);
    if (!(lowest >= (all[at + VMIN] as number))) this.put(at + TMIN, timeOf(low), lowest);
    if (!(highest <= (all[at + VMAX] as number))) this.put(at + TMAX, timeOf(high), highest);
  }

  /** Takes buckets that are finer, of a width that divides this one, and of rows that come later. */
  gather(records: Float64Array): void {
    const { width } = this;
    for (let from = 0; from < records.length; from += SIZE) {
      const start = Math.floor((records[from] as number) / width) * width;
      if (start >= this.end) {
        this.end = start + width;
        this.open(start);
      }
      this.merge(records, from);
    }
  }

  /** One of other buckets into the last of these, which holds it. */
  private merge(other: Float64Array, from: number): void {
    const { all } = this;
    const at = this.filled - SIZE;
    const of = (field: number): number => other[from + field] as number;
    all[at + N] = (all[at + N] as number) + of(N);
    if (Number.isNaN(of(VF))) return;
    if (Number.isNaN(all[at + VF])) this.put(at + TF, of(TF), of(VF));
    this.put(at + TL, of(TL), of(VL));
    if (!(of(VMIN) >= (all[at + VMIN] as number))) this.put(at + TMIN, of(TMIN), of(VMIN));
    if (!(of(VMAX) <= (all[at + VMAX] as number))) this.put(at + TMAX, of(TMAX), of(VMAX));
  }

  private put(at: number, time: number, value: number): void {
    this.all[at] = time;
    this.all[at + 1] = value;
  }

  private open(start: number): void {
    this.grow(SIZE);
    this.all.fill(NaN, this.filled + TF, this.filled + SIZE);
    this.all[this.filled + BUCKET] = start;
    this.all[this.filled + N] = 0;
    this.filled += SIZE;
  }

  private grow(more: number): void {
    if (this.filled + more <= this.all.length) return;
    const all = new Float64Array(Math.max(2 * this.all.length, this.filled + more));
    all.set(this.all);
    this.all = all;
  }
}
