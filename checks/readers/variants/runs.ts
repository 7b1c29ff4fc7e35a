/** Writes bundles of whole runs, files and all, to `reports/readers/runs`: what their scripts are held against. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { emptyRecipe } from '../../../src/core/recipe';
import type { FileSource, GeneratedSource, LabelSource, Recipe, Step } from '../../../src/core/recipe/types';
import { exportBundle } from '../../../src/engine/worker/dataset/bundle';
import { MemorySink } from '../../../src/engine/worker/dataset/memorySink.node';
import { generalWriter, type ParquetModule } from '../../../src/engine/worker/dataset/parquet/parquetWasm';
import { inProcessWriter } from '../../../src/engine/worker/dataset/parquet/writer';
import { ZipWriter } from '../../../src/engine/worker/dataset/zipWriter';
import { openNodeDatabase } from '../../../src/engine/worker/duckdb/database.node';
import { nodeEnvironment } from '../../../src/engine/worker/ingest/environment.node';
import { inspectFiles } from '../../../src/engine/worker/ingest/inspectFiles';
import { loadFiles } from '../../../src/engine/worker/ingest/load';
import { Session } from '../../../src/engine/worker/session';
import { inThisThread } from '../../../src/engine/worker/steps/pool';
import { execute } from '../../../src/engine/worker/steps/run';
import { generate } from '../../../src/engine/worker/synth';
import { inThisThread as generatorHere } from '../../../src/engine/worker/synth/pool';
import { Undo } from '../../../src/engine/worker/transaction';
import { checks } from '../../../src/engine/worker/view';

const parquet = createRequire(import.meta.url)('parquet-wasm/node') as ParquetModule;
const folder = 'reports/readers/runs';
const nab =
  [process.env['NAB_DATA'] ?? '../shared/nab/data', '/work/shared/nab/data', 'public/samples'].find(
    existsSync,
  ) ?? '';
const cases = [process.env['LAB_CASES'] ?? '../shared/cases', '/work/shared/cases'].find(existsSync);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

const quiet = { signal: new AbortController().signal, progress: () => undefined };

/** Every file below a folder, as `path: content`. */
function filesBelow(root: string, below = ''): Map<string, Uint8Array<ArrayBuffer>> {
  const found = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const name of readdirSync(join(root, below)).toSorted()) {
    const path = below === '' ? name : `${below}/${name}`;
    if (statSync(join(root, path)).isDirectory())
      for (const [inner, content] of filesBelow(root, path)) found.set(inner, content);
    else found.set(path, new Uint8Array(readFileSync(join(root, path))));
  }
  return found;
}

interface Run {
  files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>;
  /** Changes what is proposed for a file. */
  source?: (source: FileSource) => FileSource;
  generated?: GeneratedSource[];
  recipe?: Partial<Recipe>;
  steps: Step[];
}

/** Reads files and makes series, runs a recipe and exports the bundle, as the page does; how many rows it has. */
async function write(
  name: string,
  { files, source: change, generated = [], recipe: more, steps }: Run,
): Promise<number> {
  const session = Session.open(await openNodeDatabase(), inThisThread);
  const given = Array.from(files, ([file, content]) => ({ name: file, file: new File([content], file) }));
  const looks = await inspectFiles(given, { ...quiet, environment: nodeEnvironment });
  const wanted = given.flatMap((file, index) => {
    const source = looks[index]?.source;
    if (!source) throw new Error(`${file.name}: ${looks[index]?.error?.message}`);
    return [{ ...file, source: 'time' in source ? (change?.(source) ?? source) : source }];
  });
  const loaded = await loadFiles(
    { files: wanted },
    { ...quiet, store: session.store, environment: nodeEnvironment, existing: [], undo: new Undo() },
  );
  for (const { error } of loaded.files) if (error) throw new Error(error.message);
  session.series = loaded.series.map((one) => ({ ...one, source: 'file' }));
  session.labelFiles = loaded.labelFiles;
  for (const { file, rejected } of loaded.files) if (rejected > 0) session.rejectedByFile.set(file, rejected);
  const sources = wanted.flatMap(({ source }) => ('time' in source ? [source] : []));
  const labels = wanted.flatMap(({ source }): LabelSource[] => ('time' in source ? [] : [source]));
  const recipe: Recipe = { ...emptyRecipe(), name, sources, labels, generated, ...more, steps };
  if (generated.length > 0) {
    const request = { seed: recipe.seed, sources: generated, all: generated, injections: recipe.injections };
    const made = await generate(request, { ...quiet, session, open: ({ job }) => generatorHere(job) });
    for (const { error } of made.sources) if (error) throw new Error(error.message);
  }
  const { labels: collected } = session.collect(recipe);
  const run = await execute(recipe, {
    ...quiet,
    store: session.store,
    series: session.series,
    labels: collected,
    pool: session.pool,
    before: undefined,
  });
  session.lastRun = run;
  run.report.checks = checks(recipe.steps, session.series, session.stages);
  const sink = new MemorySink();
  const { rows } = await exportBundle(
    { recipe, now: '2026-01-01T00:00:00Z', version: '0.1.0', raw: given },
    {
      ...quiet,
      stages: session.stages,
      engine: 'v1',
      run: run.report,
      ran: recipe,
      series: session.seriesInfo(),
      labels: run.report.labels,
      rejected: session.rejectedByFile,
      openWriter: () => inProcessWriter(generalWriter(parquet)),
      openSink: () => Promise.resolve(sink),
    },
  );
  const parts: Uint8Array[] = [];
  const zip = new ZipWriter((part) => void parts.push(part));
  for (const [path, bytes] of sink.files) await zip.write(path, bytes);
  zip.finish();
  writeFileSync(join(folder, `${name}.zip`), Buffer.concat(parts));
  return rows;
}

const both: Partial<Recipe> = { export: { ...emptyRecipe().export, stages: ['clean', 'resampled'] } };
const nabFiles = nab.endsWith('data')
  ? new Map(
      [...filesBelow(nab), ...filesBelow(join(nab, '..'), 'labels')].filter(([path]) =>
        /\.csv$|combined_.*\.json$/.test(path),
      ),
    )
  : filesBelow(nab);
const inZone =
  (zone: (file: string) => string | undefined) =>
  (source: FileSource): FileSource => {
    const its = zone(source.file);
    return its === undefined ? source : { ...source, time: { ...source.time, zone: its } };
  };

test('writes the corpus as it is, with its labels, in buckets of each series', async () => {
  const rows = await write('nab', {
    files: nabFiles,
    recipe: both,
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'earlier' } },
      { duplicates: { keep: 'first' } },
      { missing: { sentinels: [], fill: 'linear', longest: '15min' } },
      { outliers: { rule: 'hampel', threshold: 3, window: 101, then: 'interpolate', protect: true } },
      { resample: { every: 'source', with: 'mean', empty: 'linear' } },
    ],
  });
  expect(rows).toBeGreaterThan(1000);
}, 300_000);

test('writes the corpus in local times, with steps for some of its series', async () => {
  const rows = await write('nab-local', {
    files: nabFiles,
    source: inZone((file) =>
      file.includes('realTraffic') || file.includes('realKnownCause') ? 'America/Chicago' : undefined,
    ),
    recipe: both,
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'later' } },
      { duplicates: { keep: 'mean' } },
      { missing: { sentinels: [0], max: 1e6, fill: 'forward', longest: '2h' }, for: ['*realTraffic*'] },
      { outliers: { rule: 'zscore', threshold: 2.5, then: 'remove', protect: false }, for: ['artificial*'] },
      { outliers: { rule: 'iqr', threshold: 1.5, window: 51, then: 'clip', protect: true } },
      { outliers: { rule: 'zscore', threshold: 3, then: 'flag', protect: true }, off: true },
      { resample: { every: '1h', with: 'std', empty: 'null', labels: 'majority' }, for: ['*realTraffic*'] },
      { resample: { every: '1w', with: 'sum', empty: 'null' }, for: ['artificial*'] },
    ],
  });
  expect(rows).toBeGreaterThan(1000);
}, 300_000);

test('writes files of the kinds that people reported', async () => {
  if (!cases) return;
  const files = new Map([...filesBelow(cases)].filter(([path]) => /\.(csv|txt)$/.test(path)));
  const packed = files.get('uci-power.csv');
  if (packed) files.set('packed.csv.gz', new Uint8Array(gzipSync(packed)));
  const rows = await write('cases', {
    files,
    source: inZone((file) =>
      file === 'grafana-dst.csv' || file === 'z-and-none.csv' ? 'Europe/Berlin' : undefined,
    ),
    recipe: both,
    steps: [
      { utc: { nonexistent: 'drop', ambiguous: 'infer', undecided: 'drop' } },
      { duplicates: { keep: 'last' } },
      { missing: { sentinels: [-999], fill: 'linear' } },
      { outliers: { rule: 'iqr', threshold: 3, then: 'flag', protect: true } },
      { resample: { every: '5min', with: 'median', empty: 'omit' } },
    ],
  });
  expect(rows).toBeGreaterThan(1000);
}, 300_000);

test('writes generated series with injected anomalies, channels and a copy', async () => {
  const rows = await write('generated', {
    files: new Map([
      [
        'own.csv',
        new TextEncoder().encode(
          `timestamp,value\n${Array.from({ length: 500 }, (_, i) => `2024-03-31 0${Math.floor(i / 60) % 9}:${String(i % 60).padStart(2, '0')}:00,${(i * 37) % 101}`).join('\n')}\n`,
        ),
      ],
    ]),
    source: inZone(() => 'Europe/Berlin'),
    generated: [
      {
        synthetic: 'made',
        start: '2024-01-01T00:00:00Z',
        step: '1min',
        rows: 20_000,
        signal: [{ constant: { value: 50 } }, { sine: { period: '1d', amplitude: 20 } }],
        noise: [{ gaussian: { sd: 3 } }],
        faults: { missing: { as: 'empty', random: 0.01 } },
      },
      { copy: 'own.csv', name: 'copied' },
    ] as GeneratedSource[],
    recipe: {
      ...both,
      injections: [
        {
          id: 'many',
          series: 'made',
          draw: { count: 20, apart: '10min' },
          shapes: [
            { kind: 'spike', length: '1min', strength: { sigma: [6, 9] } },
            { kind: 'level-shift', length: '30min', strength: { sigma: 4 } },
          ],
        },
      ],
    },
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'earlier', undecided: 'earlier' } },
      { missing: { sentinels: [], fill: 'linear', longest: '10min' } },
      { outliers: { rule: 'zscore', threshold: 3, window: 2001, then: 'clip', protect: true } },
      { resample: { every: '10min', with: 'last', empty: 'forward' } },
    ],
  });
  expect(rows).toBeGreaterThan(1000);
}, 300_000);
