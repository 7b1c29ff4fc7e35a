/** Rows on their way from Arrow batches to files. */
import type { RecordBatch } from 'apache-arrow';

/** The columns of one batch, by typed array. */
export interface Batch {
  rows: number;
  sids: Int32Array;
  times: BigInt64Array;
  values: Float64Array;
  /** Whether value `row` of this batch is there; null where all are. */
  valid: ((row: number) => boolean) | null;
  observations: Int32Array | null;
  outlier: Uint8Array | null;
  filled: Uint8Array;
}

/** The typed arrays of a batch of `sid, ts, value, …` (see `scan.ts`). */
export function readBatch(batch: RecordBatch): Batch {
  const values = <T>(name: string): T | null => {
    const data = batch.getChild(name)?.data[0];
    return data ? (data.values as T) : null;
  };
  const must = <T>(name: string): T => {
    const found = values<T>(name);
    if (!found) throw new TypeError(`expected a column ${name} in the rows to export`);
    return found;
  };
  const data = batch.getChild('value')?.data[0];
  return {
    rows: batch.numRows,
    sids: must('sid'),
    times: must('ts'),
    values: must('value'),
    valid: data && data.nullCount > 0 ? (row) => data.getValid(row) : null,
    observations: values('observations'),
    outlier: values('outlier'),
    filled: must('filled'),
  };
}

/** Columns that grow as batches come, and remember which series each stretch belongs to. */
export class Gathered {
  rows = 0;
  readonly runs: { sid: number; from: number; to: number }[] = [];
  times: BigInt64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
  valid: Uint8Array<ArrayBuffer> | null = null;
  observations: Int32Array<ArrayBuffer>;
  outlier: Uint8Array<ArrayBuffer>;
  filled: Uint8Array<ArrayBuffer>;

  constructor(
    readonly kind: 'clean' | 'resampled',
    private capacity = 2048,
  ) {
    this.times = new BigInt64Array(capacity);
    this.values = new Float64Array(capacity);
    this.observations = new Int32Array(kind === 'resampled' ? capacity : 0);
    this.outlier = new Uint8Array(kind === 'clean' ? capacity : 0);
    this.filled = new Uint8Array(capacity);
  }

  append(batch: Batch, from: number, to: number): void {
    const start = this.rows;
    this.reserve(start + to - from);
    this.times.set(batch.times.subarray(from, to), start);
    this.values.set(batch.values.subarray(from, to), start);
    this.filled.set(batch.filled.subarray(from, to), start);
    if (batch.observations && this.kind === 'resampled')
      this.observations.set(batch.observations.subarray(from, to), start);
    if (batch.outlier && this.kind === 'clean') this.outlier.set(batch.outlier.subarray(from, to), start);
    if (batch.valid) {
      this.valid ??= new Uint8Array(this.capacity).fill(1);
      for (let row = from; row < to; row++) {
        if (batch.valid(row)) continue;
        this.valid[start + row - from] = 0;
        this.values[start + row - from] = 0;
      }
    }
    this.rows += to - from;
    const sid = batch.sids[from] ?? 0;
    const last = this.runs.at(-1);
    if (last?.sid === sid) last.to = this.rows;
    else this.runs.push({ sid, from: start, to: this.rows });
  }

  /** Arrays of exactly the rows gathered, stretches put in the order of `rank`. */
  inOrder(rank: (sid: number) => number): Gathered {
    const runs = [...this.runs].sort((a, b) => rank(a.sid) - rank(b.sid));
    const whole = new Gathered(this.kind, this.rows);
    if (this.valid) whole.valid = new Uint8Array(this.rows);
    for (const { sid, from, to } of runs) {
      const at = whole.rows;
      whole.times.set(this.times.subarray(from, to), at);
      whole.values.set(this.values.subarray(from, to), at);
      whole.filled.set(this.filled.subarray(from, to), at);
      if (this.kind === 'resampled') whole.observations.set(this.observations.subarray(from, to), at);
      else whole.outlier.set(this.outlier.subarray(from, to), at);
      if (this.valid) whole.valid?.set(this.valid.subarray(from, to), at);
      whole.rows += to - from;
      whole.runs.push({ sid, from: at, to: whole.rows });
    }
    return whole;
  }

  private reserve(rows: number): void {
    if (rows <= this.capacity) return;
    this.capacity = Math.max(rows, this.capacity * 2);
    const times = new BigInt64Array(this.capacity);
    times.set(this.times);
    this.times = times;
    const values = new Float64Array(this.capacity);
    values.set(this.values);
    this.values = values;
    const bytes = (old: Uint8Array, fill = 0): Uint8Array<ArrayBuffer> => {
      const grown = new Uint8Array(this.capacity).fill(fill);
      grown.set(old);
      return grown;
    };
    this.filled = bytes(this.filled);
    if (this.kind === 'clean') this.outlier = bytes(this.outlier);
    else {
      const observations = new Int32Array(this.capacity);
      observations.set(this.observations);
      this.observations = observations;
    }
    if (this.valid) this.valid = bytes(this.valid, 1);
  }
}
