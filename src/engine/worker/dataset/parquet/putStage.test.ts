import { createRequire } from 'node:module';
import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { at } from '../../../../core/list';
import { splitSpans } from '../../../../core/recipe/splits';
import type { PartitionUnit, Split } from '../../../../core/recipe/types';
import { rowsOf } from '../../../../core/rows/piece';
import type { Rows } from '../../../../core/rows/types';
import { MemoryStages } from '../../series/memoryStages.node';
import { countFiles } from '../countFiles';
import { MemorySink } from '../memorySink.node';
import { scan } from '../partitionScan';
import { rowsWithin, stageRows } from '../rowSource';
import { generalWriter, type ParquetModule } from './parquetWasm';
import { putStage } from './putStage';
import { inProcessWriter } from './writer';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule & {
  readParquet(bytes: Uint8Array): { intoIPCStream(): Uint8Array };
};
const { signal } = new AbortController();
const units: PartitionUnit[] = ['year', 'month', 'day', 'hour'];
const minute = 60e6;
const start = Date.UTC(2023, 2, 14) * 1000;

const rowsAt = (times: readonly number[]): Rows =>
  rowsOf(
    Float64Array.from(times),
    Float64Array.from(times, (_, row) => row / 7),
  );

/** Up to three series whose rows lie densely, sparsely, or far apart. */
const anySeries = fc.array(
  fc
    .record({
      from: fc.integer({ min: -5000, max: 5000 }),
      steps: fc.array(fc.constantFrom(0, 1, 1, 7, 60, 3000), { minLength: 1, maxLength: 40 }),
    })
    .map(({ from, steps }) => {
      let time = start + from * minute;
      return rowsAt(steps.map((step) => (time += step * minute)));
    }),
  { minLength: 1, maxLength: 3 },
);
const anySplits: fc.Arbitrary<Split[]> = fc.oneof(
  fc
    .array(fc.double({ min: 0.01, max: 0.3, noNaN: true }), { maxLength: 3 })
    .map((shares) => [...shares.map((share, index) => ({ name: `s${index}`, share })), { name: 'rest' }]),
  fc
    .uniqueArray(fc.integer({ min: 1, max: 28 }), { maxLength: 3 })
    .map((days) => [
      ...days
        .toSorted((a, b) => a - b)
        .map((day) => ({ name: `d${day}`, until: `2023-03-${String(day).padStart(2, '0')}T00:00:00Z` })),
      { name: 'rest' },
    ]),
);

describe('a stage that is split', () => {
  it('has each row in the files of its split alone, and as many files as are counted before', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries,
        anySplits,
        fc.nat(4),
        fc.integer({ min: 1, max: 9 }),
        async (all, splits, depth, maxRows) => {
          const stages = new MemoryStages(
            all.map((clean, sid) => ({ name: `${sid}`, clean })),
            5,
          );
          const source = stageRows(stages, 'clean', 'clean');
          const spans = all.map(({ times, length }) =>
            splitSpans(splits, { first: at(times, 0), last: at(times, length - 1) }),
          );
          const found: [sid: number, split: string, time: number][] = [];
          let files = 0;
          for (const [index, { name }] of splits.entries()) {
            const options = {
              source: rowsWithin(source, (sid) => at(at(spans, sid), index)),
              units: units.slice(0, depth),
              series: all.map((_, sid) => sid),
              signal,
              root: name,
              maxRows,
              budget: 16,
            };
            for await (const { path, columns } of scan(options)) {
              files++;
              expect(path.startsWith(`${name}/`)).toBe(true);
              let row = 0;
              for (const { sid, rows } of columns.runs)
                for (let n = 0; n < rows; n++) found.push([sid, name, at(columns.times, row++)]);
            }
          }
          const expected = all.flatMap(({ times }, sid) =>
            Array.from(times, (time): [number, string, number] => {
              const span = at(spans, sid).find(({ from, to }) => from <= time && time < to);
              return [sid, span?.name ?? 'none', time];
            }),
          );
          const order = (rows: [number, string, number][]) => rows.map((row) => row.join(' ')).toSorted();
          expect(order(found)).toEqual(order(expected));
          const counted = {
            stages,
            stage: 'clean' as const,
            units: units.slice(0, depth),
            splits,
            signal,
            maxRows,
          };
          expect(await countFiles({ ...counted, series: all.map((_, sid) => sid) })).toBe(files);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('has a folder for each split with rows, outside those of the partition', async () => {
    const sink = new MemorySink();
    const clean = rowsAt(Array.from({ length: 101 }, (_, row) => start + row * 15 * minute));
    const told: number[] = [];
    const written = await putStage(
      {
        source: stageRows(new MemoryStages([{ name: 'a', clean }]), 'clean', 'clean'),
        units: ['year', 'month', 'day'],
        series: [{ id: 0, name: 'a' }],
        intervals: () => [
          { start: start + 1000 * minute, end: start + 1100 * minute, id: 'x', type: 'spike' },
        ],
        root: 'data/processed',
        stage: '',
        total: 101,
      },
      [{ name: 'train', share: 0.7 }, { name: 'none', share: 1e-12 }, { name: 'test' }],
      { partition: ['year', 'month', 'day'], codec: 'snappy', smallest: false, csv: false, raw: false },
      { signal, progress: ({ done }) => void told.push(done) },
      { sink, writer: inProcessWriter(generalWriter(parquet)) },
    );
    // Cut after 70 of 100 steps, at a row, which is in the next split.
    expect(written).toMatchObject({ rows: 101, counts: new Map([['a', 101]]) });
    expect(written.files.map(({ path, rows }) => [path, rows])).toEqual([
      ['data/processed/split=train/year=2023/month=03/day=14/part-0.parquet', 70],
      ['data/processed/split=test/year=2023/month=03/day=14/part-0.parquet', 26],
      ['data/processed/split=test/year=2023/month=03/day=15/part-0.parquet', 5],
    ]);
    expect(told.at(-1)).toBe(101);
    const labelled = [...sink.files.values()].map(
      (bytes) =>
        [...(tableFromIPC(parquet.readParquet(bytes).intoIPCStream()).getChild('is_anomaly') ?? [])].filter(
          Boolean,
        ).length,
    );
    // The label covers 7 rows on both sides of the cut, which is 1,050 minutes after the start.
    expect(labelled).toEqual([3, 4, 0]);
  });
});
