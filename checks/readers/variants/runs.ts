/** Writes bundles of whole runs, files and all, to `reports/readers/runs`: what their scripts are held against. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { lab } from '../../../src/cli/lab.node';
import { emptyRecipe, recipeFileText } from '../../../src/core/recipe';
import type { FileSource, GeneratedSource, LabelSource, Recipe, Step } from '../../../src/core/recipe/types';
import { nodeEnvironment } from '../../../src/engine/worker/ingest/environment.node';
import { inspectFiles } from '../../../src/engine/worker/ingest/inspectFiles';
import { folderOf } from '../../../src/engine/worker/steps/scripts.node';

const folder = 'reports/readers/runs';
const nab = [process.env['NAB_DATA'] ?? '../shared/nab/data', 'public/samples'].find(existsSync) ?? '';
const cases = [process.env['LAB_CASES'] ?? '../shared/cases'].find(existsSync);

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
  /** Names of conflicts between its files that are there on purpose. */
  accept?: string[];
  steps: Step[];
}

/** Proposes the sources of files, then runs the recipe by the command line, which exports the bundle; what that says. */
async function write(name: string, run: Run): Promise<string> {
  const { files, source: change, generated = [], recipe: more, accept = [], steps } = run;
  const given = Array.from(files, ([file, content]) => ({ name: file, file: new File([content], file) }));
  const looks = await inspectFiles(given, { ...quiet, environment: nodeEnvironment });
  const found = given.map(({ name: file }, index) => {
    const source = looks[index]?.source;
    if (!source) throw new Error(`${file}: ${looks[index]?.error?.message}`);
    return source;
  });
  const sources = found.flatMap((one) => ('time' in one ? [change?.(one) ?? one] : []));
  const labels = found.flatMap((one): LabelSource[] => ('time' in one ? [] : [one]));
  const recipe: Recipe = { ...emptyRecipe(), name, sources, labels, generated, ...more, steps };
  const input = await folderOf([...files, ['recipe.json', recipeFileText(recipe)]]);
  try {
    const { code, stderr } = await lab(
      'run',
      join(input.path, 'recipe.json'),
      '--input',
      input.path,
      '--output',
      join(folder, `${name}.zip`),
      '--now',
      '2026-01-01T00:00:00Z',
      ...accept.flatMap((one) => ['--accept', one]),
    );
    // 1: a check of the data does not hold, which is no matter here.
    return code === 0 || code === 1 ? readdirSync(folder).join(' ') : `${code}: ${stderr}`;
  } finally {
    await input.gone();
  }
}

const both: Partial<Recipe> = { export: { ...emptyRecipe().export, stages: ['clean', 'resampled'] } };
/** Series and label files of the corpus, or of the samples where it is not there. */
const nabFiles = new Map(
  [...filesBelow(nab), ...(nab.endsWith('data') ? filesBelow(join(nab, '..'), 'labels') : [])].filter(
    ([path]) => /\.csv$|combined_.*\.json$/.test(path),
  ),
);
const inZone =
  (zone: (file: string) => string | undefined) =>
  (source: FileSource): FileSource => {
    const its = zone(source.file);
    return its === undefined ? source : { ...source, time: { ...source.time, zone: its } };
  };

test('writes the corpus as it is, with its labels, in buckets of each series', async () => {
  const told = await write('nab', {
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
  expect(told).toContain('nab.zip');
}, 300_000);

test('writes the corpus in local times, with steps for some of its series', async () => {
  const told = await write('nab-local', {
    files: nabFiles,
    source: inZone((file) =>
      file.includes('realTraffic') || file.includes('realKnownCause') ? 'America/Chicago' : undefined,
    ),
    recipe: both,
    accept: ['zone UTC, America/Chicago'],
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
  expect(told).toContain('nab-local.zip');
}, 300_000);

test('writes files of the kinds that people reported', async () => {
  if (!cases) return;
  const files = new Map([...filesBelow(cases)].filter(([path]) => /\.(csv|txt)$/.test(path)));
  const packed = files.get('uci-power.csv');
  if (packed) files.set('packed.csv.gz', new Uint8Array(gzipSync(packed)));
  const told = await write('cases', {
    files,
    source: inZone((file) =>
      file === 'grafana-dst.csv' || file === 'z-and-none.csv' ? 'Europe/Berlin' : undefined,
    ),
    recipe: both,
    accept: ['name _value, value, Value', 'zone UTC, Europe/Berlin'],
    steps: [
      { utc: { nonexistent: 'drop', ambiguous: 'infer', undecided: 'drop' } },
      { duplicates: { keep: 'last' } },
      { missing: { sentinels: [-999], fill: 'linear' } },
      { outliers: { rule: 'iqr', threshold: 3, then: 'flag', protect: true } },
      { resample: { every: '5min', with: 'median', empty: 'omit' } },
    ],
  });
  expect(told).toContain('cases.zip');
}, 300_000);

test('writes generated series with injected anomalies, channels and a copy', async () => {
  const told = await write('generated', {
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
  expect(told).toContain('generated.zip');
}, 300_000);
