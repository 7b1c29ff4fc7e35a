/** Writes bundles that differ from the one of the end-to-end tests, with what a reader should find in each, to `reports/readers/variants`. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { emptyRecipe } from '../../../src/core/recipe';
import type { Check, ExportOptions, Recipe } from '../../../src/core/recipe/types';
import { exportBundle } from '../../../src/engine/worker/dataset/bundle';
import type { ExportContext } from '../../../src/engine/worker/dataset/context';
import { MemorySink } from '../../../src/engine/worker/dataset/memorySink.node';
import { generalWriter, type ParquetModule } from '../../../src/engine/worker/dataset/parquet/parquetWasm';
import { inProcessWriter } from '../../../src/engine/worker/dataset/parquet/writer';
import { ZipWriter } from '../../../src/engine/worker/dataset/zipWriter';
import { MemoryStages } from '../../../src/engine/worker/series/memoryStages.node';
import { allChecks } from './checks';
import { about, countRows, expectedSeries, expectedSplits, labels, series } from './data';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule;
const folder = 'reports/readers/variants';

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

interface Variant {
  partition?: ExportOptions['partition'];
  /** Whether the run resamples. */
  resampled?: boolean;
  options?: Partial<ExportOptions>;
  about?: Recipe['about'];
  /** Each failure of them is accepted. */
  checks?: Check[];
  /** Names and shares of time. */
  splits?: [name: string, share: number][];
}

const sources = series.map(({ name }) => ({
  file: name,
  time: { column: 'timestamp', format: 'iso' as const, zone: 'UTC' },
  values: ['value'],
}));
const rawText = (name: string): string => `timestamp,value\n2022-12-30 21:30:00,${name.length}\n`;

const accepting = (checks: readonly Check[] = []): Partial<ExportOptions> =>
  checks.length > 0 ? { accept: checks.flatMap(({ id }) => id ?? []) } : {};

/** Writes `name`.zip and `name`.json; how many files the bundle has. */
async function write(name: string, variant: Variant): Promise<number> {
  const { partition = [], resampled = false, options = {}, about: said, splits, checks } = variant;
  const kind = resampled ? 'resampled' : 'clean';
  const recipe: Recipe = {
    ...emptyRecipe(),
    name: `Variant: "${name}"`,
    sources,
    ...(said ? { about: said } : {}),
    ...(checks ? { checks } : {}),
    ...(splits
      ? {
          splits: splits.map(([split, share], index) =>
            index < splits.length - 1 ? { name: split, share } : { name: split },
          ),
        }
      : {}),
    export: {
      partition,
      codec: 'snappy',
      smallest: false,
      csv: false,
      raw: true,
      ...accepting(checks),
      ...options,
    },
  };
  const expected = expectedSeries(kind);
  const sink = new MemorySink();
  const context: ExportContext = {
    stages: new MemoryStages(
      series.map(({ resampled: buckets, ...one }) =>
        resampled && buckets ? { ...one, resampled: buckets } : one,
      ),
    ),
    engine: 'v1',
    ran: recipe,
    run: {
      stages: [],
      steps: [],
      checks: Object.entries(expected).map(([one, { rows, missing }]) => ({
        series: one,
        rows,
        missing,
        utc: true,
        ordered: true,
        step: 3_600e6,
        gaps: 0,
        regular: true,
        filled: Math.ceil(rows / 7),
        longestFilled: null,
        filledLimit: null,
        first: 0,
        last: 0,
      })),
      warnings: [],
      labels: [...labels],
    },
    series: series.map((one, id) => ({
      id,
      name: one.name,
      file: one.name,
      zone: 'UTC',
      rows: one.raw?.length ?? 0,
      first: 0,
      last: 0,
      labels: 1,
      source: 'file',
      sparkline: [],
    })),
    labels:
      kind === 'clean'
        ? labels.map((label) => ({ ...label, processedRows: 18, processedLast: label.end - 1_200e6 }))
        : labels,
    rejected: new Map(),
    reasons: new Map(),
    history: { rows: [Float64Array.from(labels, ({ rawRows }) => rawRows)], changed: [] },
    statistics: () => Promise.resolve([]),
    signal: new AbortController().signal,
    progress: () => undefined,
    openWriter: () => inProcessWriter(generalWriter(parquet)),
    openSink: () => Promise.resolve(sink),
  };
  await exportBundle(
    {
      recipe,
      now: '2026-01-01T00:00:00Z',
      version: '0.1.0',
      raw: series.map((one) => ({ name: one.name, file: new File([rawText(one.name)], 'raw') })),
    },
    context,
  );
  const parts: Uint8Array[] = [];
  const zip = new ZipWriter((part) => void parts.push(part));
  for (const [path, bytes] of sink.files) await zip.write(path, bytes);
  zip.finish();
  writeFileSync(join(folder, `${name}.zip`), Buffer.concat(parts));
  writeFileSync(
    join(folder, `${name}.json`),
    JSON.stringify(
      {
        rows: countRows(expected),
        series: expected,
        partitioning: partition,
        ...(splits ? { splits: expectedSplits(kind, splits) } : {}),
      },
      null,
      2,
    ),
  );
  return sink.files.size;
}

test.each([
  ['no-partition', { options: { csv: true } }],
  ['year', { partition: ['year'], resampled: true, options: { codec: 'none', huggingFace: true } }],
  ['month', { partition: ['year', 'month'], resampled: true, options: { codec: 'zstd' } }],
  ['day', { partition: ['year', 'month', 'day'], resampled: true, options: { codec: 'gzip' } }],
  ['hour', { partition: ['year', 'month', 'day', 'hour'], resampled: true }],
  [
    'two-stages',
    { partition: ['year', 'month'], resampled: true, options: { stages: ['clean', 'resampled'] } },
  ],
  [
    'splits',
    {
      partition: ['year', 'month'],
      splits: [
        ['train', 0.6],
        ['validation', 0.15],
        ['test', 0.25],
      ],
      about,
      options: { huggingFace: true },
    },
  ],
  [
    'splits-of-two-stages',
    {
      resampled: true,
      splits: [
        ['early', 0.5],
        ['late', 0.5],
      ],
      options: { stages: ['clean', 'resampled'], huggingFace: true },
    },
  ],
  [
    'checks',
    {
      resampled: true,
      splits: [
        ['train', 0.15],
        ['test', 0.85],
      ],
      checks: allChecks,
      options: { stages: ['clean', 'resampled'] },
    },
  ],
] satisfies readonly [string, Variant][])('writes the variant %s', async (name, variant) => {
  expect(await write(name, variant)).toBeGreaterThan(10);
});
