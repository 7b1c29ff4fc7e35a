import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { partitionings } from '../../../../core/dataset/partitioning';
import { at } from '../../../../core/list';
import { emptyRecipe } from '../../../../core/recipe';
import type { LabelRow } from '../../../../core/label/types';
import { rowsOf } from '../../../../core/rows/piece';
import { nodeEnvironment } from '../../ingest/environment.node';
import { MemoryStages, type MemorySeries } from '../../series/memoryStages.node';
import { MemorySink } from '../memorySink.node';
import { generalWriter, type ParquetModule } from '../parquet/parquetWasm';
import { putTable } from '../parquet/putTable';
import { inProcessWriter } from '../parquet/writer';
import { stageRows } from '../rowSource';
import { countPartitionings } from './counted';
import { comparePartitionings, type PartitioningsContext } from '.';
import { sampleRows } from './sample';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule;
const minute = 60e6;
const start = Date.UTC(2023, 0, 30, 22) * 1000;
const rows = 6000;

/** Rows about a minute apart; times of the second series are not at one distance. */
const series: MemorySeries[] = ['b', 'a'].map((name, place) => ({
  name,
  clean: rowsOf(
    Float64Array.from({ length: rows }, (_, row) => start + row * minute + place * (row % 7) * 1e6),
    Float64Array.from({ length: rows }, (_, row) => Math.sin(row / 9) + place),
  ),
}));
const listed = series.map(({ name }, id) => ({ id, name }));
const stages = new MemoryStages(series, 1000);
const label = {
  series: 'a',
  id: 'x',
  type: 'spike',
  start,
  end: start + 5 * minute,
  processedStart: start,
  processedEnd: start + 5 * minute,
} as LabelRow;

function context(signal = new AbortController().signal): PartitioningsContext {
  return {
    stages,
    run: { stages: [], steps: [], checks: [], warnings: [], labels: [label] },
    ran: emptyRecipe(),
    labels: [label],
    series: listed,
    signal,
    progress: () => undefined,
    openWriter: () => inProcessWriter(generalWriter(parquet)),
    openReader: () => nodeEnvironment.parquet(),
  };
}

describe('partitionings of rows', () => {
  it('have as many files as an export writes, and nearly their bytes', async () => {
    const report = await comparePartitionings({ smallest: false }, context());
    expect(report.rows).toBe(2 * rows);
    expect(report.asked).toEqual({ series: 'a', day: '2023-02-01' });
    expect(report.tables.map(({ codec }) => codec)).toEqual(['snappy', 'gzip', 'zstd', 'none']);
    const snappy = at(report.tables, 0);
    for (const [place, units] of partitionings.entries()) {
      const sink = new MemorySink();
      const { files } = await putTable(
        {
          source: stageRows(stages, 'processed', 'clean'),
          units,
          series: listed,
          intervals: () => [],
          root: 'data',
          stage: '',
          total: 2 * rows,
        },
        { ...emptyRecipe().export, codec: 'snappy' },
        { signal: new AbortController().signal, progress: () => undefined },
        { sink, writer: inProcessWriter(generalWriter(parquet)) },
      );
      const entry = at(snappy.entries, place);
      expect(entry.files).toBe(files.length);
      const written = files.reduce((sum, { bytes }) => sum + bytes, 0);
      expect(entry.bytes / written).toBeGreaterThan(0.7);
      expect(entry.bytes / written).toBeLessThan(1.4);
    }
    expect(at(snappy.entries, 0).files).toBe(1);
    expect(snappy.recommended).toBe(0);
  });

  it('end with AbortError where a person cancels', async () => {
    const control = new AbortController();
    const running = comparePartitionings(
      { smallest: false },
      {
        ...context(control.signal),
        progress: ({ stage }) => stage === 'measuring gzip' && control.abort(),
      },
    );
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('are not counted beyond a limit, and are then said to be more', async () => {
    const counted = await countPartitionings({
      stages,
      written: ['processed'],
      series: listed,
      intervals: () => [],
      day: { from: start, rows: 1440 },
      signal: new AbortController().signal,
      maxFiles: 10,
    });
    expect(counted.map((one) => one.rows?.length ?? null)).toEqual([1, 1, 2, 6, null]);
  });

  it('touch for one day and for an anomaly only the files of its partitions', async () => {
    const counted = await countPartitionings({
      stages,
      written: ['processed'],
      series: listed,
      intervals: (name) => (name === 'a' ? [{ ...label, end: label.end }] : []),
      day: { from: Date.UTC(2023, 1, 1) * 1000, rows: 1440 },
      signal: new AbortController().signal,
    });
    const [none, , , day, hour] = counted;
    expect(none?.day).toEqual({ files: 1, rows: 2 * rows });
    expect(day?.day).toEqual({ files: 1, rows: 2880 });
    expect(hour?.day).toEqual({ files: 24, rows: 2880 });
    expect(none?.anomalies.rows).toBe(2 * rows);
    expect(hour?.anomalies.rows).toBe(120);
  });
});

it('a sample has whole stretches of several series, no more rows than asked for, and files of its first rows', async () => {
  const sample = await sampleRows({
    source: stageRows(stages, 'processed', 'clean'),
    series: listed,
    intervals: () => [],
    signal: new AbortController().signal,
    maxRows: 1000,
  });
  expect(sample.rows).toBeGreaterThan(900);
  expect(sample.rows).toBeLessThanOrEqual(1000);
  const { runs, times } = sample.file(sample.rows, 'x');
  expect(runs.map(({ series: name }) => name)).toEqual(['b', 'a']);
  expect(times.length).toBe(sample.rows);
  const small = sample.file(32, 'y');
  expect(small.runs).toMatchObject([{ series: 'b', rows: 32 }]);
});
