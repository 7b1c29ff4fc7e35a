/**
 * The processed columns as a Parquet file, written here because their runs are known: a column of one word or of none
 * costs a few bytes and no time, where a general writer looks at each row. Version 1 pages, one to a column and row group.
 * Layout and numbers: parquet.thrift of apache/parquet-format.
 */
import { at } from '../../../../core/list';
import { Bytes } from './bytes';
import { columnsOf, encoding, statistics, type ColumnChunk } from './columnChunks';
import { cutRuns, labelsOf, type FileLabels, type FileRows } from './fileRows';
import { snappy } from './snappy';
import { writeStruct, type ThriftStruct, type ThriftValue } from './thrift';

const magic = new TextEncoder().encode('PAR1');
const groupRows = 2 ** 18;

/** The file that is being written: new memory for each would cost as much as a good part of the work. */
const scratch = new Bytes(1 << 20);

/** Bytes of the file. */
export function writeFile(rows: FileRows, codec: 'snappy' | 'none'): Uint8Array<ArrayBuffer> {
  const out = scratch;
  out.clear();
  out.reserve(4096 + rows.rows * 10);
  out.append(magic);
  const groups: ThriftValue[] = [];
  const labels = labelsOf(rows);
  let columns: ColumnChunk[] = [];
  for (let from = 0; from < rows.rows; from += groupRows) {
    const to = Math.min(from + groupRows, rows.rows);
    const group = part(rows, from, to);
    columns = columnsOf(group, partLabels(labels, from, to));
    const start = out.length;
    const chunks = columns.map((column) => writeChunk(out, column, group.rows, codec));
    const size = chunks.reduce((sum, { uncompressed }) => sum + uncompressed, 0);
    groups.push({
      struct: {
        1: {
          list: chunks.map(({ meta, start: first }) => ({
            struct: { 2: { i64: first }, 3: { struct: meta } },
          })),
        },
        2: { i64: size },
        3: { i64: group.rows },
        5: { i64: start },
        6: { i64: out.length - start },
      },
    });
  }
  const footer = out.length;
  writeStruct(out, {
    1: { i32: 1 },
    2: { list: [root(columns.length), ...columns.map(schema)] },
    3: { i64: rows.rows },
    4: { list: groups },
    6: { binary: 'anomaly-data-lab' },
    7: { list: columns.map(() => ({ struct: { 1: { struct: {} } } })) },
  });
  out.uint32(out.length - footer);
  out.append(magic);
  return out.view().slice();
}

const root = (children: number): ThriftValue => ({
  struct: { 4: { binary: 'schema' }, 5: { i32: children } },
});

function schema({ name, type, optional, meaning }: ColumnChunk): ThriftValue {
  const micros: ThriftStruct = { 1: { bool: true }, 2: { struct: { 2: { struct: {} } } } };
  const converted = { text: { i32: 0 }, utc: { i32: 10 }, plain: undefined }[meaning];
  const logical = {
    text: { struct: { 1: { struct: {} } } },
    utc: { struct: { 8: { struct: micros } } },
    plain: undefined,
  }[meaning];
  return {
    struct: {
      1: { i32: type },
      3: { i32: optional ? 1 : 0 },
      4: { binary: name },
      6: converted,
      10: logical,
    },
  };
}

/** Writes a column's pages; its entry in the footer. */
function writeChunk(
  out: Bytes,
  column: ColumnChunk,
  rows: number,
  codec: 'snappy' | 'none',
): { start: number; uncompressed: number; meta: ThriftStruct } {
  const start = out.length;
  let uncompressed = 0;
  const page = (parts: readonly Uint8Array[], header: (sizes: ThriftStruct) => ThriftStruct): void => {
    const size = parts.reduce((sum, { length }) => sum + length, 0);
    const body = codec === 'snappy' ? [snappy(parts)] : parts;
    const from = out.length;
    const written = body.reduce((sum, { length }) => sum + length, 0);
    writeStruct(out, header({ 2: { i32: size }, 3: { i32: written } }));
    uncompressed += out.length - from + size;
    for (const bytes of body) out.append(bytes);
  };
  const { dictionary } = column;
  if (dictionary) {
    const kind: ThriftStruct = { 1: { i32: dictionary.count }, 2: { i32: encoding.plain } };
    page([dictionary.page], (sizes) => ({ 1: { i32: 2 }, ...sizes, 7: { struct: kind } }));
  }
  const data = out.length;
  const kind: ThriftStruct = {
    1: { i32: rows },
    2: { i32: column.encoding },
    3: { i32: encoding.rle },
    4: { i32: encoding.rle },
  };
  page(column.page, (sizes) => ({ 1: { i32: 0 }, ...sizes, 5: { struct: kind } }));
  const encodings = new Set([
    encoding.rle,
    column.encoding,
    ...(dictionary ? [encoding.plain] : []),
  ] as number[]);
  return {
    start,
    uncompressed,
    meta: {
      1: { i32: column.type },
      2: { list: [...encodings].map((i32) => ({ i32 })) },
      3: { list: [{ binary: column.name }] },
      4: { i32: codec === 'snappy' ? 1 : 0 },
      5: { i64: rows },
      6: { i64: uncompressed },
      7: { i64: out.length - start },
      9: { i64: data },
      11: dictionary ? { i64: start } : undefined,
      12: { struct: statistics(column) },
    },
  };
}

/** Rows `[from, to)`; their labels are cut apart. */
function part(rows: FileRows, from: number, to: number): FileRows {
  if (from === 0 && to === rows.rows) return rows;
  const series = Int32Array.from(rows.runs.flatMap((run, value) => [value, run.rows]));
  const cut = cutRuns(series, from, to);
  const runs: FileRows['runs'] = [];
  for (let place = 0; place < cut.length; place += 2)
    runs.push({ ...at(rows.runs, at(cut, place)), rows: at(cut, place + 1) });
  return {
    path: rows.path,
    rows: to - from,
    runs,
    times: rows.times.subarray(from, to),
    values: rows.values.subarray(from, to),
    flags: rows.flags?.subarray(from, to) ?? null,
    observations: rows.observations?.subarray(from, to) ?? null,
  };
}

const partLabels = (labels: FileLabels, from: number, to: number): FileLabels => ({
  ...labels,
  runs: cutRuns(labels.runs, from, to),
});
