import {
  makeData,
  makeVector,
  Table,
  TimestampNanosecond,
  tableToIPC,
  vectorFromArray,
  Float64,
} from 'apache-arrow';
import { Table as ParquetTable, writeParquet } from 'parquet-wasm';
import { expect, it } from 'vitest';
import type { FileSource } from '../../../core/recipe/types';
import { RowStore } from '../series/rowStore';
import { storedRows } from '../series/stored.node';
import { Undo } from '../transaction';
import { nodeEnvironment } from './environment.node';
import { inspectFiles } from './inspectFiles';
import { loadFiles } from './load';

it('a Parquet file is inspected by its schema and loaded, nanoseconds cut to microseconds and nulls kept', async () => {
  const ns = BigInt64Array.from([1700000000000001999n, 1700000001000000000n]);
  const table = new Table({
    time: makeVector(makeData({ type: new TimestampNanosecond(), data: ns, nullCount: 0 })),
    v: vectorFromArray([1.5, null], new Float64()),
  });
  const bytes = new Uint8Array(writeParquet(ParquetTable.fromIPCStream(tableToIPC(table, 'stream'))));
  const named = { name: 'p.parquet', file: new File([bytes], 'p.parquet') };
  const store = new RowStore();
  const context = {
    signal: new AbortController().signal,
    progress: () => undefined,
    environment: nodeEnvironment,
  };
  const [found] = await inspectFiles([named], context);
  expect(found).toMatchObject({
    kind: 'parquet',
    questions: [],
    columns: ['time', 'v'],
    types: ['time', 'number'],
  });
  const source = found?.source as FileSource;
  const outcome = await loadFiles(
    { files: [{ ...named, source }] },
    { ...context, store, existing: [{ sid: 4, name: 'x' }], undo: new Undo() },
  );
  expect(outcome.files[0]?.error).toBeUndefined();
  expect(storedRows(store)).toEqual([
    { sid: 5, row: 0, us: 1700000000000001, value: 1.5 },
    { sid: 5, row: 1, us: 1700000001000000, value: null },
  ]);
  const damaged = { name: 'd.parquet', file: new File([bytes.slice(0, 100)], 'd.parquet') };
  expect((await inspectFiles([damaged], context))[0]?.error?.code).toBe('file-unsupported');
});
