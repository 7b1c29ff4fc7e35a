/** Growing columns of typed arrays. Times are microseconds. */
export class ColumnBuffers {
  times: Float64Array<ArrayBuffer>;
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
    this.times = new Float64Array(this.capacity);
    this.values = Array.from({ length: valueColumns }, () => new Float64Array(this.capacity));
    this.keys = new Int32Array(keyed ? this.capacity : 0);
    this.labels = new Int32Array(labelled ? this.capacity : 0);
  }

  grow(): void {
    this.capacity = Math.ceil(this.capacity * 1.6);
    const wide = (old: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const longer = new Float64Array(this.capacity);
      longer.set(old);
      return longer;
    };
    this.times = wide(this.times);
    this.values = this.values.map(wide);
    const wider = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const longer = new Int32Array(this.capacity);
      longer.set(old);
      return longer;
    };
    if (this.keyed) this.keys = wider(this.keys);
    if (this.labelled) this.labels = wider(this.labels);
  }
}
