/** Microseconds of a time that is kept as two 32-bit halves, the low one first, at `2 * row`. */
export const microsecondsAt = (words: Int32Array, row: number): number =>
  (words[2 * row + 1] as number) * 4294967296 + ((words[2 * row] as number) >>> 0);

/** Growing columns of typed arrays. Times are kept as pairs of 32-bit halves: no BigInt is made for a row. */
export class ColumnBuffers {
  times: BigInt64Array<ArrayBuffer>;
  words: Int32Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>[];
  keys: Int32Array<ArrayBuffer>;
  labels: Int32Array<ArrayBuffer>;
  rows = 0;
  capacity: number;

  constructor(
    capacity: number,
    valueColumns: number,
    readonly keyed: boolean,
    readonly labelled = false,
  ) {
    this.capacity = Math.max(16, capacity);
    this.times = new BigInt64Array(this.capacity);
    this.words = new Int32Array(this.times.buffer);
    this.values = Array.from({ length: valueColumns }, () => new Float64Array(this.capacity));
    this.keys = new Int32Array(keyed ? this.capacity : 0);
    this.labels = new Int32Array(labelled ? this.capacity : 0);
  }

  grow(): void {
    this.capacity = Math.ceil(this.capacity * 1.6);
    const times = new BigInt64Array(this.capacity);
    times.set(this.times);
    this.times = times;
    this.words = new Int32Array(times.buffer);
    this.values = this.values.map((old) => {
      const wider = new Float64Array(this.capacity);
      wider.set(old);
      return wider;
    });
    const wider = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const longer = new Int32Array(this.capacity);
      longer.set(old);
      return longer;
    };
    if (this.keyed) this.keys = wider(this.keys);
    if (this.labelled) this.labels = wider(this.labels);
  }
}
