/** Rows on their way from Arrow batches to files. */
import { at } from '../../../core/list';
import type { RawBatch } from '../duckdb/arrow';

/** The columns of one batch, by typed array. A column that the query left out is null: one series, or all false. */
export interface Batch {
  rows: number;
  sids: Int32Array | null;
  times: BigInt64Array;
  values: Float64Array;
  /** Bits of the values that are there; null where all are. */
  valid: Uint8Array | null;
  observations: Int32Array | null;
  outlier: Uint8Array | null;
  filled: Uint8Array | null;
}

/** The bytes at a multiple of `size`: themselves, or a copy. */
const aligned = (bytes: Uint8Array, size: number): Uint8Array =>
  bytes.byteOffset % size === 0 ? bytes : bytes.slice();

/** The typed arrays of a batch of `ts, value, …` (see `partitionScan.ts`). */
export function readBatch(batch: RawBatch): Batch {
  const { rows } = batch;
  const [times, value] = [batch.column('ts'), batch.column('value')];
  if (!times || !value) throw new TypeError('expected the columns ts and value in the rows to export');
  const ints = (name: string): Int32Array | null => {
    const column = batch.column(name);
    if (!column) return null;
    const data = aligned(column.data, 4);
    return new Int32Array(data.buffer, data.byteOffset, rows);
  };
  const [timeBytes, valueBytes] = [aligned(times.data, 8), aligned(value.data, 8)];
  return {
    rows,
    sids: ints('sid'),
    times: new BigInt64Array(timeBytes.buffer, timeBytes.byteOffset, rows),
    values: new Float64Array(valueBytes.buffer, valueBytes.byteOffset, rows),
    valid: value.nulls > 0 ? value.validity : null,
    observations: ints('observations'),
    outlier: batch.column('outlier')?.data.subarray(0, rows) ?? null,
    filled: batch.column('filled')?.data.subarray(0, rows) ?? null,
  };
}

/** Columns that grow as batches come, and remember which series each stretch belongs to. */
export class RowBuffer {
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
    /** The series of batches without `sid`. */
    private readonly only = 0,
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
    if (batch.filled) this.filled.set(batch.filled.subarray(from, to), start);
    if (batch.observations && this.kind === 'resampled')
      this.observations.set(batch.observations.subarray(from, to), start);
    if (batch.outlier && this.kind === 'clean') this.outlier.set(batch.outlier.subarray(from, to), start);
    if (batch.valid) {
      this.valid ??= new Uint8Array(this.capacity).fill(1);
      for (let row = from; row < to; row++) {
        if (((batch.valid[row >> 3] as number) >> (row & 7)) & 1) continue;
        this.valid[start + row - from] = 0;
        this.values[start + row - from] = 0;
      }
    }
    this.rows += to - from;
    const sid = batch.sids ? at(batch.sids, from) : this.only;
    const last = this.runs.at(-1);
    if (last?.sid === sid) last.to = this.rows;
    else this.runs.push({ sid, from: start, to: this.rows });
  }

  /** Arrays of exactly the rows gathered, stretches put in the order of `rank`. */
  inOrder(rank: (sid: number) => number): RowBuffer {
    const runs = [...this.runs].sort((a, b) => rank(a.sid) - rank(b.sid));
    const whole = new RowBuffer(this.kind, this.rows);
    if (this.valid) whole.valid = new Uint8Array(this.rows);
    for (const { sid, from, to } of runs) {
      const start = whole.rows;
      whole.times.set(this.times.subarray(from, to), start);
      whole.values.set(this.values.subarray(from, to), start);
      whole.filled.set(this.filled.subarray(from, to), start);
      if (this.kind === 'resampled') whole.observations.set(this.observations.subarray(from, to), start);
      else whole.outlier.set(this.outlier.subarray(from, to), start);
      if (this.valid) whole.valid?.set(this.valid.subarray(from, to), start);
      whole.rows += to - from;
      whole.runs.push({ sid, from: start, to: whole.rows });
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
