/** A bundle of one series, for tests. */
import { createRequire } from 'node:module';
import { tableFromIPC, type Table } from 'apache-arrow';
import { emptyRecipe } from '../../../core/recipe';
import type { ExportOptions, Recipe } from '../../../core/recipe/types';
import type { LabelRow } from '../../../core/label/types';
import type { ExportRequest } from '../../protocol';
import { rowsOf } from '../../../core/rows/piece';
import { FILLED, type Rows } from '../../../core/rows/types';
import { MemoryStages, type MemorySeries } from '../series/memoryStages.node';
import type { ExportContext } from './context';
import type { MemorySink } from './memorySink.node';
import { generalWriter, type ParquetModule } from './parquet/parquetWasm';
import { inProcessWriter } from './parquet/writer';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule & {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
};

/** Rows at times of minutes since a moment, with values of sevenths. */
export function minutely(from: string, minutes: readonly number[]): Rows {
  const start = Date.parse(from) * 1000;
  return rowsOf(
    Float64Array.from(minutes, (minute) => start + minute * 60e6),
    Float64Array.from(minutes, (_, row) => row / 7),
  );
}
/** Minutes that so many rows stand at. */
export const every = (count: number, minutes: number): number[] =>
  Array.from({ length: count }, (_, row) => row * minutes);
/** Buckets of ten minutes, every third of them filled. */
export function resampled(): Rows {
  const rows = minutely('2023-03-14T00:00Z', every(300, 10));
  for (let row = 0; row < 300; row += 3) rows.flags[row] = FILLED;
  return { ...rows, observations: Int32Array.from({ length: 300 }, (_, row) => row % 3) };
}
/** The series of the bundle in every stage. */
export const done: MemorySeries = {
  name: '../a.csv',
  raw: minutely('2023-03-14T00:00Z', every(1500, 2)),
  clean: minutely('2023-03-14T00:00Z', every(1500, 2)),
  resampled: resampled(),
};
export const stagesOf = (...series: MemorySeries[]): MemoryStages => new MemoryStages(series, 77);
export const us = (text: string): number => Date.parse(text) * 1000;
const label = (id: string, start: number, end: number, rows: number): LabelRow => ({
  id,
  series: '../a.csv',
  start,
  end,
  type: 'window',
  shape: 'window',
  origin: 'imported',
  rawRows: 7,
  cleanRows: 1,
  processedRows: rows,
  processedStart: rows ? start : null,
  processedEnd: rows ? end : null,
  processedLast: rows ? end - 600e6 : null,
});
export const labels = [
  label('one', us('2023-03-14T01:00Z'), us('2023-03-14T02:00Z'), 6),
  label('lost', us('2024-01-01T00:00Z'), us('2024-01-02T00:00Z'), 0),
];
export const raw = new File(['timestamp,value\n2023-03-14 00:00:00,0\n'], 'a.csv');

export function recipe(): Recipe {
  return {
    ...emptyRecipe(),
    name: 'Trial',
    sources: [
      { file: '../a.csv', time: { column: 'timestamp', format: 'iso', zone: 'UTC' }, values: ['value'] },
    ],
    export: { partition: ['year', 'month', 'day'], codec: 'snappy', smallest: false, csv: true, raw: true },
  };
}
export const request = (): ExportRequest => ({
  recipe: recipe(),
  now: '2026-01-01T00:00:00Z',
  version: '0.1.0',
  raw: [{ name: '../a.csv', file: raw }],
});
export function context(sink: MemorySink, controller = new AbortController()): ExportContext {
  const series = {
    id: 0,
    name: '../a.csv',
    file: '../a.csv',
    zone: 'UTC',
    rows: 300,
    first: 0,
    last: 0,
    labels: 2,
    source: 'file' as const,
    sparkline: [],
  };
  const check = {
    series: '../a.csv',
    rows: 300,
    utc: true,
    ordered: true,
    step: 600e6,
    gaps: 0,
    regular: true,
    missing: 0,
    filled: 0,
    longestFilled: null,
    filledLimit: null,
    first: 0,
    last: 0,
  };
  return {
    stages: stagesOf(done),
    engine: 'v1',
    ran: recipe(),
    run: { stages: [], steps: [], checks: [check], warnings: [], labels },
    series: [series],
    labels,
    rejected: new Map(),
    reasons: new Map(),
    history: { rows: [Float64Array.from(labels, ({ rawRows }) => rawRows)], changed: [] },
    statistics: () => Promise.resolve([]),
    signal: controller.signal,
    progress: () => undefined,
    openWriter: () => inProcessWriter(generalWriter(parquet)),
    openSink: () => Promise.resolve(sink),
  };
}
export const json = (sink: MemorySink, path: string): unknown =>
  JSON.parse(new TextDecoder().decode(sink.files.get(path)));

export const asking = (stages: ExportOptions['stages'] & object): ExportRequest => ({
  ...request(),
  recipe: { ...recipe(), export: { ...recipe().export, stages } },
});
export const readParquet = (sink: MemorySink, path: string): Table =>
  tableFromIPC(parquet.readParquet(sink.files.get(path) ?? new Uint8Array()).intoIPCStream());
/** Counts the labelled rows of a file. */
export const anomalies =
  (sink: MemorySink) =>
  (path: string): number =>
    [...(readParquet(sink, path).getChild('is_anomaly') ?? [])].filter(Boolean).length;
