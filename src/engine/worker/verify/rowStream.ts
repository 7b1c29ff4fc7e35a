/** Rows of Parquet files one after the other, some at a time, however the files are cut. */
import { tableFromIPC, type RecordBatch, type Schema } from 'apache-arrow';
import type { ParquetFile } from 'parquet-wasm';
import { at } from '../../../core/list';
import { cellText, logicalType } from './cells';

/** Rows that are decoded at once. */
const BATCH_ROWS = 65_536;

export type OpenParquet = (file: Blob) => Promise<ParquetFile>;

/** A row as its cells by column, and the file and row, both from 0, that it stands in. */
export interface LooseRow {
  cells: Map<string, unknown>;
  part: number;
  row: number;
}

const columnsOf = (schema: Schema): string =>
  schema.fields.map(({ name, type }) => `${name} ${logicalType(type)}`).join(', ');

export class RowStream {
  /** Rows of each file that was opened. */
  readonly rows: number[] = [];
  batch: RecordBatch | undefined;
  /** Row of the batch that is next. */
  at = 0;
  /** Names and types of the columns of this batch. */
  columns = '';
  private before = 0;
  private readonly batches: AsyncGenerator<RecordBatch, void>;

  constructor(
    files: AsyncIterable<Blob>,
    private readonly open: OpenParquet,
  ) {
    this.batches = this.read(files);
  }

  /** Rows of the batch that are left, after a look at the next one where there are none; 0 at the end. Rejects where a file cannot be read. */
  async left(): Promise<number> {
    while (!this.batch || this.at >= this.batch.numRows) {
      const next = await this.batches.next();
      if (next.done) return 0;
      this.batch = next.value;
      this.at = 0;
    }
    return this.batch.numRows - this.at;
  }

  skip(rows: number): void {
    this.at += rows;
  }

  /** The place of a row of the batch. */
  placeOf(row: number): Omit<LooseRow, 'cells'> {
    return { part: this.rows.length - 1, row: this.before + row };
  }

  /** The next row by itself; undefined at the end. */
  async peek(): Promise<LooseRow | undefined> {
    if ((await this.left()) === 0 || !this.batch) return undefined;
    const { batch } = this;
    const cells = new Map(
      batch.schema.fields.map(({ name }, index) => [name, batch.getChildAt(index)?.get(this.at) ?? null]),
    );
    return { cells, ...this.placeOf(this.at) };
  }

  /** The rows from here on that have the same series and time as the next one. */
  async ties(): Promise<LooseRow[]> {
    const found: LooseRow[] = [];
    for (let next = await this.peek(); next; next = await this.peek()) {
      if (found.length > 0 && keyOf(next) !== keyOf(at(found, 0))) break;
      found.push(next);
      this.skip(1);
    }
    return found;
  }

  /** Reads to the end. */
  async drain(): Promise<number> {
    let rows = 0;
    for (let left = await this.left(); left > 0; left = await this.left()) {
      rows += left;
      this.skip(left);
    }
    return rows;
  }

  private async *read(files: AsyncIterable<Blob>): AsyncGenerator<RecordBatch, void> {
    for await (const file of files) {
      const parquet = await this.open(file);
      this.rows.push(0);
      try {
        const reader = (
          await parquet.stream({ batchSize: BATCH_ROWS })
        ).getReader() as ReadableStreamDefaultReader<{ intoIPCStream(): Uint8Array }>;
        for (let part = await reader.read(); !part.done; part = await reader.read()) {
          const table = tableFromIPC(part.value.intoIPCStream());
          this.columns = columnsOf(table.schema);
          for (const batch of table.batches) {
            this.before = at(this.rows, this.rows.length - 1);
            this.rows[this.rows.length - 1] = this.before + batch.numRows;
            yield batch;
          }
        }
      } finally {
        parquet.free();
      }
    }
  }
}

/** Rows of one series and time may stand in any order. */
export const keyOf = ({ cells }: LooseRow): string =>
  `${cellText('timestamp', cells.get('timestamp'))} ${cellText('series', cells.get('series'))}`;
