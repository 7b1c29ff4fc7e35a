import { DataType, tableFromIPC, type Table } from 'apache-arrow';
import type { ParquetFile } from 'parquet-wasm';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import { columnsRead } from '../../../core/ingest/parse/layout';
import type { FileSource } from '../../../core/recipe/types';
import type { ParquetShape } from './environment';
import { chunkOfTable, toDouble } from './parquetChunk';
import { cellText } from '../../../core/cellText';

const PREVIEW = 20;

function typeOf(type: DataType): ParquetShape['columns'][number]['type'] {
  if (DataType.isTimestamp(type) || DataType.isDate(type)) return 'time';
  if (DataType.isInt(type) || DataType.isFloat(type) || DataType.isDecimal(type)) return 'number';
  const inner: unknown = DataType.isDictionary(type) ? type.dictionary : type;
  return DataType.isUtf8(inner) || DataType.isLargeUtf8(inner) ? 'text' : 'other';
}

function show(value: unknown, type: DataType, time: boolean): string {
  if (value === null || value === undefined) return '';
  if (DataType.isDecimal(type)) return `${toDouble(type)(value)}`;
  return time ? new Date(Number(value)).toISOString().slice(0, -1).replace('T', ' ') : cellText(value);
}

/** One open Parquet file, read a row group at a time. */
export class ParquetReader {
  private readonly counts: number[];
  private readonly bytes: number;

  constructor(private readonly file: ParquetFile) {
    const groups = file.metadata().rowGroups();
    this.counts = groups.map((group) => group.numRows());
    this.bytes = groups.reduce((sum, group) => sum + group.totalByteSize(), 0);
  }

  async shape(): Promise<ParquetShape> {
    const table = await this.table({ limit: PREVIEW });
    const types = table.schema.fields.map(({ type }) => type as DataType);
    const columns = table.schema.fields.map(({ name, type }) => ({ name, type: typeOf(type as DataType) }));
    const preview = Array.from({ length: table.numRows }, (_, row) =>
      types.map((type, column) =>
        show(table.getChildAt(column)?.get(row), type, columns[column]?.type === 'time'),
      ),
    );
    return {
      columns,
      rowGroups: this.counts.length,
      rows: this.counts.reduce((sum, n) => sum + n, 0),
      bytes: this.bytes,
      preview,
    };
  }

  async read(group: number, source: FileSource): Promise<ParsedChunk> {
    return chunkOfTable(
      await this.table({ rowGroups: [group], columns: columnsRead(source), batchSize: 131_072 }),
      source,
    );
  }

  private async table(options: object): Promise<Table> {
    const table = await this.file.read(options);
    return tableFromIPC(table.intoIPCStream());
  }
}
