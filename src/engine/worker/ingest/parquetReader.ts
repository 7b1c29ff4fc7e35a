import { tableFromIPC, Type, type DataType, type Table } from 'apache-arrow';
import type { ParquetFile } from 'parquet-wasm';
import type { ParsedChunk } from '../../../core/ingest/parse/types';
import type { FileSource } from '../../../core/recipe/types';
import type { ParquetShape } from './environment';
import { chunkOfTable } from './parquetChunk';
import { cellText } from '../../../core/cellText';
import { toDouble } from './decimal';

const PREVIEW = 20;

function typeOf(type: DataType): ParquetShape['columns'][number]['type'] {
  if (type.typeId === Type.Timestamp || type.typeId === Type.Date) return 'time';
  if (type.typeId === Type.Int || type.typeId === Type.Float || type.typeId === Type.Decimal) return 'number';
  const inner =
    type.typeId === Type.Dictionary ? (type as unknown as { dictionary: DataType }).dictionary : type;
  return inner.typeId === Type.Utf8 || inner.typeId === Type.LargeUtf8 ? 'text' : 'other';
}

function show(value: unknown, type: DataType, time: boolean): string {
  if (value === null || value === undefined) return '';
  if (type.typeId === Type.Decimal) return `${toDouble(type)(value)}`;
  return time ? new Date(Number(value)).toISOString().slice(0, -1).replace('T', ' ') : cellText(value);
}

/** One open Parquet file, read a row group at a time. */
export class ParquetReader {
  private readonly counts: number[];

  constructor(private readonly file: ParquetFile) {
    this.counts = file
      .metadata()
      .rowGroups()
      .map((group) => group.numRows());
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
      preview,
    };
  }

  async read(group: number, source: FileSource): Promise<ParsedChunk> {
    const columns = [
      ...new Set([source.time.column, ...source.values, ...(source.series ? [source.series] : [])]),
    ];
    return chunkOfTable(await this.table({ rowGroups: [group], columns, batchSize: 131_072 }), source);
  }

  private async table(options: object): Promise<Table> {
    const table = await this.file.read(options);
    return tableFromIPC(table.intoIPCStream());
  }
}
