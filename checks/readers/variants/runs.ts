/** Writes bundles of whole runs, files and all, to `reports/readers/runs`: what their scripts are held against. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { lab } from '../../../src/cli/lab.node';
import { emptyRecipe, recipeFileText } from '../../../src/core/recipe';
import type { FileSource, GeneratedSource, LabelSource, Recipe, Step } from '../../../src/core/recipe/types';
import { nodeEnvironment } from '../../../src/engine/worker/ingest/environment.node';
import { inspectFiles } from '../../../src/engine/worker/ingest/inspectFiles';
import { folderOf } from '../../../src/engine/worker/steps/scripts.node';
import { parquetFiles } from './parquetFiles';
import { textFiles } from './textFiles';
import { checkOf } from '../../../src/core/checks/make';
import type { Check } from '../../../src/core/recipe/types';
import { allChecks } from './checks';

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
  /** Instead of what is proposed for the files. */
  sources?: FileSource[];
  /** Changes what is proposed for a file. */
  source?: (source: FileSource) => FileSource;
  generated?: GeneratedSource[];
  recipe?: Partial<Recipe>;
  /** Names of conflicts between its files that are there on purpose. */
  accept?: string[];
  /** Where the bundle goes, instead of among the others. */
  folder?: string;
  /** Whether the command line answers in JSON. */
  json?: boolean;
  steps: Step[];
}

/** The sources that are proposed for files. */
async function proposed({ files, source: change }: Run): Promise<Pick<Recipe, 'sources' | 'labels'>> {
  const given = Array.from(files, ([file, content]) => ({ name: file, file: new File([content], file) }));
  const looks = await inspectFiles(given, { ...quiet, environment: nodeEnvironment });
  const found = given.map(({ name: file }, index) => {
    const source = looks[index]?.source;
    if (!source) throw new Error(`${file}: ${looks[index]?.error?.message}`);
    return source;
  });
  const sources = found.flatMap((one) => ('time' in one ? [change?.(one) ?? one] : []));
  const labels = found.flatMap((one): LabelSource[] => ('time' in one ? [] : [one]));
  return { sources, labels };
}

/** Proposes the sources of files unless they are given, then runs the recipe by the command line, which exports the bundle; what that says. */
async function write(name: string, run: Run): Promise<string> {
  const { code, stderr } = await made(name, run);
  // 1: a check of the data does not hold, which is no matter here.
  return code === 0 || code === 1 ? readdirSync(run.folder ?? folder).join(' ') : `${code}: ${stderr}`;
}

/** The same; what the command line ends with. */
async function made(name: string, run: Run): ReturnType<typeof lab> {
  const { files, sources, generated = [], recipe: more, accept = [], steps } = run;
  const described = sources ? { sources } : await proposed(run);
  const recipe: Recipe = { ...emptyRecipe(), name, ...described, generated, ...more, steps };
  const input = await folderOf([...files, ['recipe.json', recipeFileText(recipe)]]);
  try {
    return await lab(
      'run',
      join(input.path, 'recipe.json'),
      '--input',
      input.path,
      '--output',
      join(run.folder ?? folder, `${name}.zip`),
      '--now',
      '2026-01-01T00:00:00Z',
      ...accept.flatMap((one) => ['--accept', one]),
      ...(run.json === true ? ['--json'] : []),
    );
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

/** Bundles whose checks are what matters. */
const checked = join(folder, 'checked');

/** Checks without a name and with little else, whose defaults and names count. */
const plainChecks: Check[] = [
  checkOf('expect_column_mean_to_be_between', { min_value: -1e20, max_value: 1e-7 }, { severity: 'warn' }),
  checkOf('expect_column_mean_to_be_between', { column: 'observations', min_value: 0.5, strict_min: true }),
  checkOf('expect_column_mean_to_be_between', { min_value: 0 }, { id: 'column_mean_to_be_between 2' }),
  checkOf('expect_column_stdev_to_be_between', { min_value: 1, max_value: 1 }, { scope: 'all' }),
  checkOf('expect_column_median_to_be_between', { column: 'observations', max_value: 3 }, { scope: 'all' }),
  checkOf('expect_column_median_to_be_between', { max_value: 0 }, { for: ['nothing*', 'none'] }),
  checkOf('expect_column_values_to_be_in_set', {
    column: 'value',
    value_set: [10, 11.5, 12, -0, 13, 14, 1e21],
  }),
  checkOf('expect_column_values_to_be_in_set', { column: 'outlier', value_set: [false] }, { stage: 'clean' }),
  checkOf('expect_column_values_to_be_in_set', { column: 'observations', value_set: [0, 1, 2] }),
  checkOf('expect_column_values_to_be_in_set', { column: 'is_anomaly', value_set: [false], mostly: 0.9 }),
  checkOf('expect_column_values_to_be_increasing', { column: 'value', strictly: true }, { scope: 'all' }),
  checkOf('expect_column_values_to_be_unique', {}, { stage: 'clean', scope: 'all' }),
  checkOf('expect_gaps_to_be_at_most', { longest: '1500ms' }, { stage: 'clean', scope: 'all' }),
  checkOf('expect_gaps_to_be_at_most', { longest: '3w' }),
  checkOf('expect_injected_effect_to_be_at_least', { deviations: 5.5 }, { scope: 'all' }),
  checkOf('expect_labels_inside_series', {}, { scope: 'all', stage: 'clean' }),
  checkOf('expect_split_without_anomalies', { split: 'third' }),
  checkOf('expect_split_without_anomalies', {}, { scope: 'all' }),
];

/** Rows that fail checks: times twice, gaps, a distance of its own for each row, values that come again, fractions of seconds. */
const unevenCsv = (): string =>
  Array.from({ length: 400 }, (_, i) => {
    const ms = Date.UTC(2024, 2, 1) + i * 60_000 + (i % 3 === 0 ? i * 7 : 0) + (i > 250 ? 7_200_000 : 0);
    const time = i % 40 === 39 ? ms - 60_000 : ms;
    return `${new Date(time).toISOString()},${i % 17 === 5 ? '' : ((i * 37) % 101) / 8}`;
  }).join('\n');

const checkedRun = (accept: readonly string[], resample: boolean): Run => ({
  folder: checked,
  files: new Map([
    ['plain.csv', new TextEncoder().encode(`timestamp,value\n${unevenCsv()}\n`)],
    ['100% twice.csv', new TextEncoder().encode(`timestamp,value\n${unevenCsv()}\n${unevenCsv()}\n`)],
  ]),
  generated: [
    {
      synthetic: '=SUM made',
      start: '2024-03-01T00:00:00Z',
      step: '10s',
      rows: 9_000,
      signal: [{ constant: { value: 20 } }, { sine: { period: '1h', amplitude: 5 } }],
      noise: [{ gaussian: { sd: 1 } }],
      faults: { missing: { as: 'empty', random: 0.03 } },
    },
    {
      synthetic: 'still',
      start: '2024-03-01T00:00:00Z',
      step: '1min',
      rows: 300,
      signal: [{ constant: { value: 4 } }],
    },
  ] as GeneratedSource[],
  recipe: {
    checks: [...allChecks, ...plainChecks],
    splits: [{ name: 'train', share: 0.15 }, { name: 'test', share: 0.5 }, { name: 'rest' }],
    export: { ...emptyRecipe().export, stages: ['clean', 'resampled'], accept: [...accept] },
    injections: [
      {
        id: 'many',
        series: '=SUM made',
        draw: { count: 25, apart: '2min' },
        shapes: [
          { kind: 'spike', length: '10s', strength: { sigma: [1, 9] } },
          { kind: 'level-shift', length: '5min', strength: { sigma: 2 } },
          { kind: 'missing', length: '1min' },
        ],
      },
      {
        id: 'flat',
        series: 'still',
        draw: { count: 2, apart: '10min' },
        shapes: [{ kind: 'spike', length: '1min', strength: { absolute: 3 } }],
      },
    ],
  },
  steps: [
    { utc: { nonexistent: 'shift', ambiguous: 'earlier', undecided: 'earlier' } },
    { missing: { sentinels: [], fill: 'linear', longest: '20s' } },
    ...(resample
      ? [{ resample: { every: '7min' as const, with: 'mean' as const, empty: 'null' as const } }]
      : []),
  ],
});

test('writes checks of every kind, of rows that fail many, and what the lab says where nobody accepted that', async () => {
  mkdirSync(checked, { recursive: true });
  const refused = await made('refused', { ...checkedRun([], true), json: true });
  expect(refused.code, refused.stdout + refused.stderr).toBe(1);
  writeFileSync(join(checked, 'refused.json'), refused.stdout);
  const names = [...allChecks, ...plainChecks].flatMap(({ id }) => id ?? []);
  const unnamed = plainChecks.flatMap((check) => {
    const kind =
      Object.keys(check)
        .find((key) => key.startsWith('expect_'))
        ?.replace('expect_', '') ?? '';
    return [kind, `${kind} 2`, `${kind} 3`, `${kind} 4`, `${kind} 5`];
  });
  const accept = [...new Set([...names, ...unnamed])];
  expect(await write('resampled', checkedRun(accept, true))).toContain('resampled.zip');
  expect(await write('clean', checkedRun(accept, false))).toContain('clean.zip');
}, 300_000);

/** Rows of two keys with two values, of which some lines are no rows and some times come twice. */
const keyedCsv = (): string =>
  Array.from({ length: 600 }, (_, i) => {
    const at = new Date(
      Date.UTC(2024, 9, 26, 20) + Math.floor(i / 2) * 300_000 - (i % 50 === 49 ? 600_000 : 0),
    );
    const time = i % 90 === 17 ? 'later' : at.toISOString().slice(0, 19).replace('T', ' ');
    const value = i % 70 === 33 ? 'n/a' : String(((i * 29) % 83) / 4 - (i % 120 === 7 ? 900 : 0));
    return `${time},${i % 2 === 0 ? 'a' : 'b'},${value},${(i * 53) % 47}${i % 200 === 111 ? ',more' : ''}`;
  }).join('\n');

/** Apart from the others: rows of one time stand in an order that the scripts of a pipeline do not promise. */
const documentedFolder = join(folder, 'documented');

const documented: Partial<Recipe> = {
  about: {
    title: 'Läufe & Züge: *alles* <in> einem',
    description: 'What it is.\n\nAnd a second paragraph, by www.example.org — 100 % of it 🚆.',
    licence: 'CC-BY-4.0',
    url: 'https://example.org/data',
    citation: 'Ever, N. (2026)',
    creators: [
      { name: 'N. Ever', kind: 'person', email: 'n@example.org' },
      { name: 'Works', kind: 'organisation', url: 'https://example.org' },
    ],
    keywords: ['trains', 'Züge'],
    collection: 'By sensors.',
    limitations: 'Few.',
    biases: 'Known to nobody.',
    personalInformation: 'None.',
    useCases: 'Tests.',
    socialImpact: 'None.',
  },
  splits: [{ name: 'train', share: 0.6 }, { name: 'val', share: 0.2 }, { name: 'test' }],
  export: {
    ...emptyRecipe().export,
    stages: ['clean', 'resampled'],
    partition: ['year', 'month'],
    codec: 'zstd',
    twin: true,
    huggingFace: true,
  },
  injections: [
    {
      id: 'drawn',
      series: 'made/one',
      draw: { count: 12, apart: '20min' },
      shapes: [
        { kind: 'spike', length: '1min', strength: { sigma: [4, 9] } },
        { kind: 'level-shift', length: '40min', strength: { absolute: 6 } },
        { kind: 'variance', length: '30min', strength: { factor: 3 } },
        { kind: 'missing', length: '15min', as: 'absent' },
        { kind: 'flatline', length: '25min' },
      ],
    },
  ] as Recipe['injections'],
  annotations: [
    {
      id: 'by hand',
      series: 'realTraffic/speed_7578.csv',
      start: '2015-09-10T00:00:00Z',
      end: '2015-09-10T05:30:00.5Z',
      type: 'holiday',
      shape: 'window',
      origin: 'manual',
      note: 'A “quiet” day',
    },
    {
      id: 'found',
      series: 'made/two',
      start: '2024-01-02T03:04:00Z',
      end: '2024-01-02T03:04:00.000001Z',
      type: 'spike',
      shape: 'point',
      origin: 'detected',
      detector: 'hampel',
      confidence: 0.75,
    },
    {
      id: 'early',
      series: 'still',
      start: '1969-12-31T23:00:00Z',
      end: '1969-12-31T23:00:00.000001Z',
      type: 'step',
      shape: 'point',
      origin: 'manual',
    },
    {
      id: 'nowhere',
      series: 'still',
      start: '1980-01-01T00:00:00Z',
      end: '1980-01-02T00:00:00Z',
      type: 'outside',
      shape: 'window',
      origin: 'manual',
    },
  ],
  edits: [
    { id: 'realTraffic/speed_7578.csv#window-1', removed: true },
    { id: 'realTraffic/speed_7578.csv#window-2', type: 'jam', end: '2015-09-15T14:00:00Z', note: 'shorter' },
  ],
};

test('writes documents that say much: of a publication, labels of every origin, rejected lines, steps for some series', async () => {
  mkdirSync(documentedFolder, { recursive: true });
  const told = await write('documents', {
    folder: documentedFolder,
    files: new Map([
      ...Array.from(nabFiles).filter(([path]) => /speed_7578|jumpsup|combined_/.test(path)),
      ['keyed.csv', new TextEncoder().encode(`when,key,first,second\n${keyedCsv()}\n`)],
    ]),
    source: (source) =>
      source.file === 'keyed.csv'
        ? {
            ...source,
            series: 'key',
            values: ['first', 'second'],
            time: { ...source.time, zone: 'Europe/Berlin' },
          }
        : source,
    generated: [
      {
        synthetic: 'made',
        start: '2024-01-01T00:00:00Z',
        step: '1min',
        rows: 4_000,
        channels: { list: [{ name: 'one' }, { name: 'two', scale: 2, lag: '5min' }] },
        signal: [{ constant: { value: 50 } }, { sine: { period: '6h', amplitude: 20 } }],
        noise: [{ gaussian: { sd: 3 } }],
        faults: { missing: { as: 'absent', random: 0.01 }, duplicates: 0.01 },
      },
      {
        synthetic: 'still',
        start: '1969-12-31T22:00:00Z',
        step: '1min',
        rows: 300,
        signal: [{ constant: { value: -4 } }],
      },
    ] as GeneratedSource[],
    recipe: documented,
    accept: ['zone UTC, Europe/Berlin'],
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'later' } },
      { duplicates: { keep: 'mean' }, for: ['real*', 'keyed.csv*'] },
      { missing: { sentinels: [-900], min: -800, fill: 'linear', longest: '10min' } },
      {
        outliers: { rule: 'hampel', threshold: 3, window: 51, then: 'interpolate', protect: true },
        for: ['made*'],
      },
      { outliers: { rule: 'zscore', threshold: 2, then: 'flag', protect: false }, off: true },
      { outliers: { rule: 'iqr', threshold: 1.5, then: 'clip', protect: false } },
      {
        resample: { every: '10min', with: 'mean', empty: 'omit', labels: 'majority' },
        for: ['real*', 'art*'],
      },
      { resample: { every: '7s', with: 'max', empty: 'linear' }, for: ['still'] },
    ],
  });
  expect(told).toContain('documents.zip');
}, 300_000);

/** Few folders of rows: what is read is of interest, not where it is written. */
const byYear: Partial<Recipe> = { export: { ...emptyRecipe().export, partition: ['year'] } };

test('writes text files of every layout that a recipe can describe', async () => {
  const told = await write('texts', {
    files: new Map(Array.from(textFiles, ([name, { content }]) => [name, content])),
    sources: Array.from(textFiles.values(), ({ source }) => source),
    recipe: byYear,
    accept: ['type a', 'zone UTC, America/New_York, Europe/Berlin'],
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'earlier' } },
      { duplicates: { keep: 'last' } },
      { outliers: { rule: 'zscore', threshold: 3, then: 'flag', protect: true } },
    ],
  });
  expect(told).toContain('texts.zip');
}, 300_000);

test('writes Parquet of the types that people have, in files and in folders', async () => {
  const told = await write('parquet', {
    ...(await parquetFiles()),
    recipe: byYear,
    accept: ['zone America/New_York, Europe/Berlin, UTC'],
    steps: [
      { utc: { nonexistent: 'drop', ambiguous: 'infer', undecided: 'later' } },
      { duplicates: { keep: 'first' } },
      { missing: { sentinels: [], fill: 'linear', longest: '5min' } },
    ],
  });
  expect(told).toContain('parquet.zip');
}, 300_000);

test('writes outliers of windows that are longer than what one task works on', async () => {
  const rows = Array.from({ length: 20_000 }, (_, i) => {
    const at = new Date(Date.UTC(2023, 0, 1) + (i - (i % 40 === 7 ? 4 : 0)) * 30_000);
    const value = i % 97 === 3 ? '' : (i * 7919) % 1009 === 0 ? 900 + i / 100 : ((i * 37) % 101) + i / 500;
    return `${at.toISOString().slice(0, 19)},${value}`;
  });
  const told = await write('windows', {
    files: new Map([['long.csv', new TextEncoder().encode(`timestamp,value\n${rows.join('\n')}\n`)]]),
    generated: [
      {
        synthetic: 'made',
        start: '2024-01-01T00:00:00Z',
        step: '1min',
        rows: 40_000,
        signal: [{ constant: { value: 1e9 } }, { sine: { period: '9d', amplitude: 20 } }],
        noise: [{ gaussian: { sd: 1 } }],
        faults: { missing: { as: 'absent', random: 0.02 }, duplicates: 0.01 },
      },
    ] as GeneratedSource[],
    recipe: byYear,
    steps: [
      { duplicates: { keep: 'last' } },
      { outliers: { rule: 'zscore', threshold: 3, window: 10_003, then: 'remove', protect: true } },
      { missing: { sentinels: [], fill: 'drop' } },
      { outliers: { rule: 'zscore', threshold: 2, window: 14_001, then: 'interpolate', protect: true } },
    ],
  });
  expect(told).toContain('windows.zip');
}, 300_000);

test('writes copies of files, as they are and with anomalies', async () => {
  const rows = (zone: number): string =>
    Array.from({ length: 1200 }, (_, i) => {
      const at = new Date(Date.UTC(2024, 9, 26, 14) + (i - (i % 10 === 7 ? 3 : 0)) * zone);
      return `${at.toISOString().slice(0, 19)},${i % 61 === 5 ? '' : Math.round(40 * Math.sin(i / 30) + ((i * 37) % 11))}`;
    }).join('\n');
  const [kinds, others] = [
    ['spike', 'level-shift', 'trend', 'flatline', 'variance'],
    ['pattern', 'missing', 'timestamps'],
  ];
  const told = await write('copies', {
    files: new Map(
      ['plain.csv', 'local.csv'].map((name, k) => [
        name,
        new TextEncoder().encode(`timestamp,value\n${rows((k + 1) * 60_000)}\n`),
      ]),
    ),
    source: inZone((file) => (file === 'local.csv' ? 'Europe/Berlin' : undefined)),
    generated: [
      { copy: 'plain.csv', name: 'as it is' },
      {
        synthetic: 'made',
        start: '2024-01-01T00:00:00Z',
        step: '1min',
        rows: 2000,
        signal: [{ constant: { value: 5 } }, { sine: { period: '3h', amplitude: 2 } }],
      },
      { copy: 'plain.csv', name: 'hit' },
      { copy: 'local.csv', name: 'local too' },
      { copy: 'local.csv', name: 'local and hit' },
    ] as GeneratedSource[],
    recipe: {
      ...byYear,
      injections: [
        {
          id: 'many',
          series: 'hit',
          draw: { count: 12, apart: '5min' },
          shapes: [
            ...kinds.map((kind) => ({ kind, length: '20min' })),
            ...others.map((kind) => ({ kind, length: '15min' })),
            { kind: 'correlation', length: '30min', with: 'plain.csv' },
            { kind: 'correlation', length: '30min', with: 'made' },
          ],
        },
        {
          id: 'local',
          series: 'local and hit',
          draw: { count: 4, apart: '1h' },
          shapes: [
            { kind: 'missing', as: 'absent', length: '20min' },
            { kind: 'level-shift', length: '40min', strength: { sigma: 5 } },
          ],
        },
      ] as Recipe['injections'],
    },
    accept: ['zone UTC, Europe/Berlin', 'zone Europe/Berlin, UTC'],
    steps: [
      { utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'earlier' } },
      { duplicates: { keep: 'last' } },
      { missing: { sentinels: [], fill: 'linear', longest: '10min' } },
      { outliers: { rule: 'zscore', threshold: 3, then: 'clip', protect: true } },
    ],
  });
  expect(told).toContain('copies.zip');
}, 300_000);
