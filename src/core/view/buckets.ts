/** One level of detail made in a single pass over rows in order of time: M4 of each bucket, column by column. */
export class Buckets {
  readonly bucket: number[] = [];
  readonly n: number[] = [];
  /** Times in microseconds and values of the first, last, lowest and highest; NaN where the bucket has no value. */
  readonly tf: number[] = [];
  readonly vf: number[] = [];
  readonly tl: number[] = [];
  readonly vl: number[] = [];
  readonly tmin: number[] = [];
  readonly vmin: number[] = [];
  readonly tmax: number[] = [];
  readonly vmax: number[] = [];
  private end = -Infinity;

  /** `width` in microseconds. */
  constructor(private readonly width: number) {}

  /** Takes rows in order of time; a missing value is NaN. */
  append(times: Float64Array, values: Float64Array): void {
    const { width } = this;
    let at = this.bucket.length - 1;
    let end = this.end;
    let low = this.vmin[at] ?? NaN;
    let high = this.vmax[at] ?? NaN;
    let count = this.n[at] ?? 0;
    for (let row = 0; row < times.length; row++) {
      const time = times[row] as number;
      const value = values[row] as number;
      if (time >= end) {
        if (at >= 0) this.n[at] = count;
        const start = Math.floor(time / width) * width;
        end = start + width;
        at = this.open(start);
        low = high = NaN;
        count = 0;
      }
      count++;
      if (value !== value) continue;
      if (low !== low) {
        this.tf[at] = time;
        this.vf[at] = value;
      }
      this.tl[at] = time;
      this.vl[at] = value;
      if (!(value >= low)) {
        low = value;
        this.tmin[at] = time;
        this.vmin[at] = value;
      }
      if (!(value <= high)) {
        high = value;
        this.tmax[at] = time;
        this.vmax[at] = value;
      }
    }
    if (at >= 0) this.n[at] = count;
    this.end = end;
  }

  private open(start: number): number {
    this.n.push(0);
    for (const column of [this.tf, this.vf, this.tl, this.vl, this.tmin, this.vmin, this.tmax, this.vmax]) {
      column.push(NaN);
    }
    return this.bucket.push(start) - 1;
  }
}
