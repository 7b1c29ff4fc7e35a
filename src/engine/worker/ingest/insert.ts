import { microsecondsAt } from '../../../core/ingest/parse/columns';
import {
  Field,
  Float64,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  TimestampMicrosecond,
} from 'apache-arrow';
import { ROW_GROUP, type Database } from '../duckdb/database';

const schema = new Schema([
  new Field('sid', new Int32(), false),
  new Field('row', new Int32(), false),
  new Field('ts', new TimestampMicrosecond(), false),
  new Field('value', new Float64(), true),
]);

/** Rows in one insert: enough that the cost of a call disappears, few enough that a cancel is heard in time, and whole row groups. */
export const BATCH_ROWS = 4 * ROW_GROUP;

/** Rows of one series, and their extent in time. */
export interface SeriesExtent {
  rows: number;
  /** Least and greatest time in microseconds; NaN without rows. */
  first: number;
  last: number;
}

/**
 * Appends rows to `ingested`, series after series, in batches that may hold many series: an insert costs some milliseconds however few its rows are.
 * The rows of a series come between `begin` and `end`, in file order.
 */
export class RowWriter {
  private sid = 0;
  private extent: SeriesExtent = { rows: 0, first: Infinity, last: -Infinity };
  private filled = 0;
  private nulls = 0;
  private sids = new Int32Array(0);
  private numbers = new Int32Array(0);
  private times = new BigInt64Array(0);
  private words = new Int32Array(0);
  private values = new Float64Array(0);

  /** `expected`: rows in all, as far as is known. */
  constructor(
    private readonly database: Database,
    private readonly expected = BATCH_ROWS,
  ) {}

  begin(sid: number): void {
    this.sid = sid;
    this.extent = { rows: 0, first: Infinity, last: -Infinity };
  }

  /** Takes rows `[0, rows)` of the two arrays, which stay as they are until it resolves; nothing else may be asked of the writer before. */
  async append(times: BigInt64Array, values: Float64Array, rows: number): Promise<void> {
    for (let at = 0; at < rows;) {
      if (this.filled === this.times.length) this.grow(rows - at);
      const take = Math.min(rows - at, this.times.length - this.filled);
      this.times.set(times.subarray(at, at + take), this.filled);
      this.values.set(values.subarray(at, at + take), this.filled);
      this.number(this.filled, this.filled + take);
      this.filled += take;
      at += take;
      if (this.filled === BATCH_ROWS) await this.flush();
    }
  }

  end(): SeriesExtent {
    const { rows, first, last } = this.extent;
    return rows === 0 ? { rows, first: NaN, last: NaN } : { rows, first, last };
  }

  /** Writes what is left; nothing can be appended after it. */
  async finish(): Promise<void> {
    await this.flush();
    this.sids = this.numbers = this.words = new Int32Array(0);
    this.times = new BigInt64Array(0);
    this.values = new Float64Array(0);
  }

  private grow(more: number): void {
    const size = Math.min(BATCH_ROWS, Math.max(this.filled * 2, more, Math.min(this.expected, BATCH_ROWS)));
    const { times, values, sids, numbers } = this;
    this.times = new BigInt64Array(size);
    this.times.set(times);
    this.words = new Int32Array(this.times.buffer);
    this.values = new Float64Array(size);
    this.values.set(values);
    this.sids = new Int32Array(size);
    this.sids.set(sids);
    this.numbers = new Int32Array(size);
    this.numbers.set(numbers);
  }

  /** Numbers the rows of the series that stand in `[from, to)`, follows the extent of time, counts the missing values. */
  private number(from: number, to: number): void {
    const { numbers, words, values, extent } = this;
    let { rows, first, last } = extent;
    let nulls = 0;
    this.sids.fill(this.sid, from, to);
    for (let i = from; i < to; i++) {
      numbers[i] = rows++;
      const us = microsecondsAt(words, i);
      if (us < first) first = us;
      if (us > last) last = us;
      if (values[i] !== values[i]) nulls++;
    }
    this.extent = { rows, first, last };
    this.nulls += nulls;
  }

  /** Waits until no statement holds the connection: a comparison may be reading on it. */
  private async flush(): Promise<void> {
    const { filled: length, nulls } = this;
    if (length === 0) return;
    const nullBitmap = nulls > 0 ? this.bitmap(length) : undefined;
    const batch = new RecordBatch(
      schema,
      makeData({
        type: new Struct(schema.fields),
        length,
        nullCount: 0,
        children: [
          makeData({ type: new Int32(), data: this.sids.subarray(0, length), nullCount: 0 }),
          makeData({ type: new Int32(), data: this.numbers.subarray(0, length), nullCount: 0 }),
          makeData({ type: new TimestampMicrosecond(), data: this.times.subarray(0, length), nullCount: 0 }),
          makeData({
            type: new Float64(),
            data: this.values.subarray(0, length),
            nullCount: nulls,
            nullBitmap,
          }),
        ],
      }),
    );
    const writer = new RecordBatchStreamWriter();
    writer.write(batch);
    writer.close();
    const ipc = writer.toUint8Array(true);
    await this.database.whenFree(() => this.database.insert('ingested', ipc));
    this.filled = 0;
    this.nulls = 0;
  }

  private bitmap(length: number): Uint8Array {
    const bits = new Uint8Array(Math.ceil(length / 64) * 8);
    for (let i = 0; i < length; i++) {
      if (!Number.isNaN(this.values[i])) bits[i >> 3] = (bits[i >> 3] as number) | (1 << (i & 7));
    }
    return bits;
  }
}
