import { DataType, Dictionary, Int32, makeData, makeVector, Table, tableFromIPC, Utf8 } from 'apache-arrow';
import type { ParquetFile } from 'parquet-wasm';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import { columnsRead } from '../../../core/ingest/parse/layout';
import type { PartitionValue } from '../../../core/ingest/parts';
import { numberRows } from '../../../core/ingest/preview';
import { append } from '../../../core/list';
import type { FileSource } from '../../../core/recipe/types';
import type { ParquetSample, ParquetShape, SampleRows } from './environment';
import { chunkOfTable } from './parquetChunk';
import { innerType, isAware, textReader } from './parquetCells';

type Shape = ParquetShape['columns'][number];

/** Values in a sample: of wide files fewer rows are looked at. */
const SAMPLE_CELLS = 4_000_000;
const FEWEST_ROWS = 200;

function shapeOf(name: string, type: unknown): Shape {
  const inner = innerType(type);
  const aware = isAware(type) ? { aware: true } : {};
  if (DataType.isTimestamp(inner)) return { name, type: 'time', ...aware };
  if (DataType.isDate(inner)) return { name, type: 'date' };
  if (DataType.isInt(inner) || DataType.isFloat(inner) || DataType.isDecimal(inner))
    return { name, type: 'number' };
  const isText =
    DataType.isUtf8(inner) ||
    DataType.isLargeUtf8(inner) ||
    DataType.isUtf8View(inner) ||
    DataType.isBool(inner) ||
    DataType.isTime(inner) ||
    DataType.isBinary(inner) ||
    DataType.isFixedSizeBinary(inner);
  return { name, type: isText ? 'text' : 'other' };
}

/** Parquet files, one open at a time and read a row group at a time; samples of all that were open are kept. */
export class ParquetReader {
  private file: ParquetFile | undefined;
  private counts: number[] = [];
  private partition: readonly PartitionValue[] = [];
  private readonly samples: Table[] = [];

  /** `partition`: columns that the file's path names; those that it has itself are its own. */
  async open(file: ParquetFile, partition: readonly PartitionValue[]): Promise<ParquetShape> {
    this.file?.free();
    this.file = file;
    const groups = file.metadata().rowGroups();
    this.counts = groups.map((group) => group.numRows());
    this.partition = [];
    const { schema } = await this.table({ limit: 1 });
    const own = new Set(schema.fields.map(({ name }) => name));
    this.partition = partition.filter(({ name }) => !own.has(name));
    return {
      columns: [
        ...schema.fields.map(({ name, type }) => shapeOf(name, type)),
        ...this.partition.map(({ name }): Shape => ({ name, type: 'text', partition: true })),
      ],
      rowGroups: this.counts.length,
      rows: this.counts.reduce((sum, n) => sum + n, 0),
      bytes: groups.reduce((sum, group) => sum + group.totalByteSize(), 0),
    };
  }

  /** The text of the file's first rows, and of some from its middle and its end. */
  async sample(wanted: SampleRows): Promise<ParquetSample> {
    const rows = this.counts.reduce((sum, n) => sum + n, 0);
    const first = await this.table({ limit: 1 });
    const most = Math.max(FEWEST_ROWS, Math.floor(SAMPLE_CELLS / Math.max(1, first.numCols)));
    const total = wanted.head + wanted.middle + wanted.end;
    const share = Math.min(1, most / total);
    const [head, middle, end] = [wanted.head, wanted.middle, wanted.end].map((n) =>
      Math.floor(n * share),
    ) as [number, number, number];
    const complete = rows <= head + middle + end;
    const tables = complete
      ? [await this.table({})]
      : [
          await this.table({ limit: head }),
          ...(await this.stretch(Math.floor((rows - middle) / 2), middle)),
          ...(await this.stretch(rows - end, end)),
        ];
    append(this.samples, tables);
    const { fields } = first.schema;
    const columns = fields.map(({ name }) =>
      tables.flatMap((table) => {
        const column = table.getChild(name);
        const text = column ? textReader(column) : undefined;
        return Array.from({ length: table.numRows }, (_, row) => text?.(row) ?? '');
      }),
    );
    return { columns, head: tables[0]?.numRows ?? 0, complete };
  }

  /** What a source makes of the samples. */
  preview(source: FileSource): ParsedChunk[] {
    let records = 0;
    return this.samples.map((table) => {
      const chunk = chunkOfTable(table, source);
      numberRows(chunk, source, records);
      records += chunk.records;
      return chunk;
    });
  }

  async read(group: number, source: FileSource): Promise<ParsedChunk> {
    const named = new Set(this.partition.map(({ name }) => name));
    const columns = columnsRead(source).filter((name) => !named.has(name));
    return chunkOfTable(await this.table({ rowGroups: [group], columns, batchSize: 131_072 }), source);
  }

  /** `rows` rows from `from` on; nothing of the row groups before and behind them is read. */
  private async stretch(from: number, rows: number): Promise<Table[]> {
    if (rows === 0) return [];
    const rowGroups: number[] = [];
    let start = 0;
    let skipped = 0;
    for (const [group, count] of this.counts.entries()) {
      const end = start + count;
      if (end <= from) skipped = end;
      else if (start < from + rows) rowGroups.push(group);
      start = end;
    }
    return [await this.table({ rowGroups, offset: from - skipped, limit: rows })];
  }

  private async table(options: object): Promise<Table> {
    if (!this.file) throw new Error('no Parquet file is open');
    const table = tableFromIPC((await this.file.read(options)).intoIPCStream());
    const more = Object.fromEntries(
      this.partition.map(({ name, value }) => [name, constant(value, table.numRows)]),
    );
    return this.partition.length === 0 ? table : table.assign(new Table(more));
  }
}

/** A column of one text, or of none. */
function constant(value: string | null, length: number) {
  const type = new Dictionary(new Utf8(), new Int32());
  // By hand: Arrow's builder makes functions from text, which the page's policy refuses.
  const word = new TextEncoder().encode(value ?? '');
  const dictionary = makeVector(
    makeData({
      type: new Utf8(),
      length: 1,
      nullCount: 0,
      valueOffsets: Int32Array.of(0, word.length),
      data: word,
    }),
  );
  const nulls =
    value === null
      ? { nullCount: length, nullBitmap: new Uint8Array(Math.ceil(length / 64) * 8) }
      : { nullCount: 0 };
  return makeVector(makeData({ type, length, data: new Int32Array(length), dictionary, ...nulls }));
}
