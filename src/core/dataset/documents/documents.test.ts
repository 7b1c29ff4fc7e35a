import Ajv2020 from 'ajv/dist/2020';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { LabelHistory } from '../../label/history';
import type { LabelRow } from '../../label/types';
import { emptyRecipe, parseInstant, parseRecipe } from '../../recipe';
import type { FileSource, Recipe, Step } from '../../recipe/types';
import { bundleDocuments, softwareOf, type BundleFacts, type BundleFile, type Dataset } from '.';

const sha256 = (bytes: Uint8Array): Promise<string> =>
  Promise.resolve(createHash('sha256').update(bytes).digest('hex'));
const hash = 'a'.repeat(64);
const part: BundleFile = {
  path: 'data/processed/year=2023/part-0.parquet',
  bytes: 100,
  sha256: hash,
  rows: 3,
};
const stage: BundleFacts['stages'][number] = {
  kind: 'clean',
  root: 'data/processed',
  rows: 3,
  counts: new Map([['b.csv', 3]]),
  files: [part],
  checks: [
    {
      series: 'b.csv',
      rows: 4,
      utc: true,
      ordered: true,
      gaps: 2,
      regular: false,
      missing: 0,
      filled: 1,
      longestFilled: { start: 1.7e15, length: 1.5e6 },
      filledLimit: 3e6,
    },
  ],
};
const label = (id: string, series: string, start: number, rows: number): LabelRow => ({
  id,
  series,
  start,
  end: start + 1e6,
  type: 'spike',
  shape: 'window',
  origin: 'manual',
  rawRows: 2,
  cleanRows: 2,
  processedRows: rows,
  processedStart: rows > 0 ? start : null,
  processedEnd: rows > 0 ? start + 1e6 : null,
  processedLast: rows > 0 ? start : null,
});
const recipe: Recipe = { ...emptyRecipe(), name: 'Two\nlines', steps: [{ duplicates: { keep: 'mean' } }] };
/** One step, after which labels have their processed rows. */
const historyOf = (labels: readonly LabelRow[]): LabelHistory => ({
  rows: [
    Float64Array.from(labels, ({ rawRows }) => rawRows),
    Float64Array.from(labels, ({ processedRows }) => processedRows),
  ],
  changed: [new Float64Array(labels.length)],
});
/** Labels made by hand, which nothing may change. */
const byHand = (count: number): Recipe['annotations'] =>
  Array.from({ length: count }, (_, index) =>
    Object.freeze({
      id: `${index}`,
      series: 'b.csv',
      start: '2024-01-01T00:00:00Z',
      end: '2024-01-01T00:00:01Z',
      type: 'spike',
      shape: 'window',
      origin: 'manual',
    }),
  );
const moments = { kind: 'moments' as const, count: 3, low: -1, high: 3, mean: 1, sd: 2 };
const before = {
  rows: 4,
  first: 0,
  last: 1.5e6,
  values: moments,
  observations: null,
  outliers: 1,
  filled: 0,
};
const after = {
  ...before,
  rows: 3,
  values: { ...moments, count: 0, low: Infinity, high: -Infinity, mean: NaN, sd: NaN },
  observations: moments,
  filled: 2,
};
const facts = (more: Partial<BundleFacts> = {}): BundleFacts => ({
  recipe,
  created: '2026-01-01T00:00:00Z',
  previous: null,
  software: softwareOf({ application: '0.1.0', duckdb: 'v1.4.0' }, { 'parquet-wasm': '0.8.0' }),
  statistics: [[{ series: 'b.csv', before, after, local: true }]],
  timeZones: {
    provider: 'ECMAScript Intl',
    version: null,
    note: 'Unknown.',
    fingerprint: hash,
    zones: [
      {
        zone: 'Europe/Berlin',
        from: '2024-01-01T00:00:00Z',
        to: '2025-01-01T00:00:00Z',
        offset: 3600,
        changes: [{ at: '2024-03-31T01:00:00Z', offset: 7200 }],
      },
    ],
  },
  sources: [
    {
      name: 'b.csv',
      kind: 'file',
      path: null,
      bytes: 9,
      sha256: hash,
      rows: 3,
      rejected: 0,
      rejects: [],
      series: ['b.csv'],
      zone: 'UTC',
    },
  ],
  steps: [
    {
      index: 0,
      kind: 'duplicates',
      off: false,
      ms: 12,
      rowsIn: 4,
      rowsOut: 3,
      counts: { merged: 1 },
      series: [{ series: 'b.csv', rowsIn: 4, rowsOut: 3, counts: { merged: 1 } }],
      sentence: '1 merged',
      labelSentence: 'kept',
      warnings: [],
    },
  ],
  labels: [],
  history: historyOf(more?.labels ?? []),
  checks: [],
  stages: [stage],
  files: [part],
  ...more,
});
const made = async (more?: Partial<BundleFacts>): Promise<ReadonlyMap<string, string>> => {
  const documents = await bundleDocuments(facts(more), sha256);
  for (const document of documents) expect(await sha256(document.bytes)).toBe(document.sha256);
  return new Map(documents.map(({ path, bytes }) => [path, new TextDecoder().decode(bytes)]));
};
const json = <T>(texts: ReadonlyMap<string, string>, path: string): T =>
  JSON.parse(texts.get(path) ?? '') as T;

/** A version of which no more than its recipe is known. */
const versionBefore = { version: 1, sha256: hash, dataset: {}, recipe, checks: [] };

describe('the documents of a bundle', () => {
  it('are written in an order in which each can name those before it', async () => {
    expect([...(await made()).keys()]).toEqual([
      'data/metadata/recipe.json',
      'data/metadata/anomalies_v1.json',
      'data/metadata/checks_v1.json',
      'data/metadata/schemas/dataset.schema.json',
      'data/metadata/schemas/anomalies.schema.json',
      'data/metadata/schemas/checks.schema.json',
      'data/metadata/schemas/recipe.schema.json',
      'README.md',
      'data/metadata/dataset_v1.json',
      'data/metadata/openlineage.ndjson',
      'mlflow_dataset.py',
      'croissant.json',
      'ro-crate-metadata.json',
    ]);
  });

  it('are accepted by the schemas among them', async () => {
    const texts = await made({ labels: [label('a', 'b.csv', 0, 1), label('b', 'b.csv', 1e6, 0)] });
    for (const name of ['dataset', 'anomalies', 'checks']) {
      const schema = json<object>(texts, `data/metadata/schemas/${name}.schema.json`);
      const validate = new Ajv2020({ allErrors: true }).compile(schema);
      expect(validate(json(texts, `data/metadata/${name}_v1.json`)), JSON.stringify(validate.errors)).toBe(
        true,
      );
    }
    expect(parseRecipe(json(texts, 'data/metadata/recipe.json'))).toEqual({ ok: true, value: recipe });
  });

  it('name the other files with their sizes and hashes', async () => {
    const texts = await made();
    const { files } = json<Dataset>(texts, 'data/metadata/dataset_v1.json');
    expect(files.map(({ path }) => path)).toEqual([
      part.path,
      ...[...texts.keys()].filter(
        (path) => path.startsWith('data/metadata/') && !/dataset_v1\.json|openlineage/.test(path),
      ),
    ]);
    for (const file of files.slice(1)) {
      const bytes = new TextEncoder().encode(texts.get(file.path));
      expect(file).toEqual({ path: file.path, bytes: bytes.length, sha256: await sha256(bytes) });
    }
    const croissant = json<{ distribution: { '@id': string }[] }>(texts, 'croissant.json');
    expect(croissant.distribution.map((entry) => entry['@id'])).toEqual([
      part.path,
      ...[...texts.keys()].slice(0, [...texts.keys()].indexOf('croissant.json')),
      'processed',
    ]);
  });

  it('say what each step did with which options, and nothing about how long it took', async () => {
    const { transformations } = json<Dataset>(await made(), 'data/metadata/dataset_v1.json');
    expect(transformations).toEqual([
      {
        index: 0,
        kind: 'duplicates',
        off: false,
        parameters: { keep: 'mean' },
        rowsIn: 4,
        rowsOut: 3,
        counts: { merged: 1 },
        series: [{ series: 'b.csv', rowsIn: 4, rowsOut: 3, counts: { merged: 1 } }],
        statistics: [
          {
            series: 'b.csv',
            before: {
              rows: 4,
              timestamp: { first: '1970-01-01T00:00:00', last: '1970-01-01T00:00:01.500000' },
              value: { count: 3, missing: 1, min: -1, max: 3, mean: 1, sd: 2 },
              observations: null,
              outlier: 1,
              filled: 0,
            },
            after: {
              rows: 3,
              timestamp: { first: '1970-01-01T00:00:00Z', last: '1970-01-01T00:00:01.500000Z' },
              value: { count: 0, missing: 3, min: null, max: null, mean: null, sd: null },
              observations: { count: 3, missing: 0, min: -1, max: 3, mean: 1, sd: 2 },
              outlier: null,
              filled: 2,
            },
          },
        ],
        labels: null,
        sentence: '1 merged',
        warnings: [],
      },
    ]);
  });

  it('tell how many values were filled in, and the longest stretch: by series, of all, and in the README', async () => {
    const texts = await made();
    const { processed } = json<Dataset>(texts, 'data/metadata/dataset_v1.json');
    const longestFilled = { series: 'b.csv', start: '2023-11-14T22:13:20Z', seconds: 1.5 };
    const values = { filledRows: 1, missingRows: 0, filledShare: 0.25, longestFilled };
    expect(processed.filled).toEqual(values);
    expect(processed.series).toEqual([{ name: 'b.csv', rows: 3, regular: false, ...values }]);
    const readme = texts.get('README.md') ?? '';
    expect(readme).toContain(
      '0 of 1 series have a regular grid of times. 33.3 % of the values were filled in (1 of ',
    );
    expect(readme).toContain('The longest filled stretch is 1.5 s from 2023-11-14T22:13:20Z in b.csv.');
  });

  it('name the checks that failed, and say of one that would stop an export whether it was accepted', async () => {
    const check = {
      id: 'warm',
      kind: 'expect_column_mean_to_be_between' as const,
      expectation: 'mean of value at least 20',
      stage: 'clean' as const,
      severity: 'fail' as const,
      observed: 'mean 3',
      value: 3,
      pass: false,
      builtIn: false,
    };
    const checks = [
      check,
      { ...check, id: 'cold' },
      { ...check, id: 'mild', pass: true },
      { ...check, id: 'built-in: x', builtIn: true },
      { ...check, id: 'told', severity: 'warn' as const },
    ];
    const accepting = { ...recipe, export: { ...recipe.export, accept: ['warm'] } };
    const texts = await made({ checks, recipe: accepting });
    const entries = json<{ checks: { id: string; accepted?: boolean }[] }>(
      texts,
      'data/metadata/checks_v1.json',
    ).checks;
    expect(entries.map(({ id, accepted }) => [id, accepted])).toEqual([
      ['warm', true],
      ['cold', false],
      ['mild', undefined],
      ['built-in: x', undefined],
      ['told', undefined],
    ]);
    expect(json<Dataset>(texts, 'data/metadata/dataset_v1.json').checks).toEqual({
      path: 'data/metadata/checks_v1.json',
      passed: 1,
      failed: 4,
    });
  });

  it('list anomalies by series, then time, then id', async () => {
    const labels = [
      label('z', 'b', 0, 1),
      label('b', 'a', 1e6, 1),
      label('a', 'a', 1e6, 1),
      label('c', 'a', 0, 0),
    ];
    const { anomalies } = json<{ anomalies: { id: string; labelStart: string | null }[] }>(
      await made({ labels }),
      'data/metadata/anomalies_v1.json',
    );
    expect(anomalies.map(({ id }) => id)).toEqual(['c', 'a', 'b', 'z']);
    expect(anomalies[0]?.labelStart).toBeNull();
  });

  it('tell of both stages where the bundle has both, each with its rows, schema, files and checks', async () => {
    const resampled = {
      ...stage,
      kind: 'resampled' as const,
      root: 'data/processed/resampled',
      rows: 2,
      counts: new Map([['b.csv', 2]]),
      files: [{ ...part, path: 'data/processed/resampled/year=2023/part-0.parquet', rows: 2 }],
      checks: stage.checks.map((check) => ({ ...check, rows: 2, gaps: 0 })),
    };
    const clean = { ...stage, root: 'data/processed/clean' };
    const texts = await made({ stages: [clean, resampled] });
    const dataset = json<Dataset>(texts, 'data/metadata/dataset_v1.json');
    const schema = json<object>(texts, 'data/metadata/schemas/dataset.schema.json');
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(dataset), JSON.stringify(validate.errors)).toBe(true);
    const told = [...(dataset.earlierStages ?? []), dataset.processed];
    expect(told.map((one) => [one.stage, one.path, one.rows, one.files])).toEqual([
      ['clean', 'data/processed/clean', 3, clean.files],
      ['resampled', 'data/processed/resampled', 2, resampled.files],
    ]);
    expect(told.map((one) => one.schema.map(({ name }) => name).slice(-2))).toEqual([
      ['outlier', 'filled'],
      ['observations', 'filled'],
    ]);
    const croissant = json<{ distribution: { '@id': string; includes?: string }[] }>(texts, 'croissant.json');
    expect(croissant.distribution.flatMap(({ includes }) => includes ?? [])).toEqual([
      'data/processed/clean/**.parquet',
      'data/processed/resampled/**.parquet',
    ]);
    const readme = texts.get('README.md') ?? '';
    expect(readme).toContain('- `data/processed/clean/`: 3 clean rows.');
    expect(readme).toContain('pd.read_parquet("data/processed/resampled")');
    expect(readme).toContain('By series: `earlierStages[0].series`');
  });

  it('have one anomaly a line, with times to the microsecond', async () => {
    const day = Date.UTC(2023, 2, 14) * 1000;
    const starts = [day, day + 3_723e6, day + 3_723e6 + 5, day + 86_399e6, day + 86_400e6, -1, -86_400e6];
    const labels = starts.map((start, index) => ({ ...label(`${index}`, 'a', start, 1), end: start + 7 }));
    const text = (await made({ labels })).get('data/metadata/anomalies_v1.json') ?? '';
    expect(text.split('\n')).toHaveLength(starts.length + 7);
    const { anomalies } = JSON.parse(text) as { anomalies: { start: string; end: string }[] };
    const sorted = starts.toSorted((a, b) => a - b);
    expect(anomalies.map(({ start, end }) => [parseInstant(start), parseInstant(end)])).toEqual(
      sorted.map((start) => [start, start + 7]),
    );
    expect(anomalies[2]?.start).toBe('2023-03-14T00:00:00Z');
    expect((await made({ labels: [] })).get('data/metadata/anomalies_v1.json')).toBe(
      '{\n  "format": 2,\n  "version": 1,\n  "anomalies": []\n}\n',
    );
  });

  it('have the recipe as it is, with each of many labels made by hand in a line of its own', async () => {
    const edits = byHand(1203).map(({ id }) => Object.freeze({ id, note: 'Seen.' }));
    const long = { ...recipe, annotations: byHand(1203), edits };
    const text = (await made({ recipe: long })).get('data/metadata/recipe.json') ?? '';
    expect(JSON.parse(text)).toEqual(long);
    expect(text.split('\n')).toContain(`    ${JSON.stringify(long.annotations[7])},`);
  });

  it('are not made where one is wrong: the error names the document, and its place among all items', async () => {
    const labels = Array.from({ length: 1203 }, (_, index) => label(`${index}`, 'a', index * 1e6, 1));
    const wrong = labels.map((one, index) => (index === 1101 ? { ...one, severitySigma: NaN } : one));
    await expect(made({ labels: wrong })).rejects.toMatchObject({
      error: {
        code: 'document-invalid',
        file: 'data/metadata/anomalies_v1.json',
        path: '$.anomalies[1101].severitySigma',
      },
    });
    await expect(made({ recipe: { ...recipe, seed: 0.5 } })).rejects.toMatchObject({
      error: { file: 'data/metadata/recipe.json', path: '$.seed' },
    });
    const annotations = byHand(1203).map((one, index) => ({ ...one, confidence: index === 1101 ? 2 : 1 }));
    await expect(made({ recipe: { ...recipe, annotations } })).rejects.toMatchObject({
      error: { file: 'data/metadata/recipe.json', path: '$.annotations[1101].confidence' },
    });
    await expect(made({ previous: { ...versionBefore, version: 0 } })).rejects.toMatchObject({
      error: { file: 'data/metadata/dataset_v1.json', path: '$.previous.version' },
    });
  });

  it('say what nobody said with null, and what the recipe says of it as it stands there', async () => {
    const { about } = json<Dataset>(await made(), 'data/metadata/dataset_v1.json');
    expect(new Set(Object.values(about))).toEqual(new Set([null]));
    const said = {
      title: 'Pumps',
      creators: [{ name: 'A. Person' }],
      keywords: ['pump'],
      biases: 'One site.',
    };
    const told = json<Dataset>(
      await made({ recipe: { ...recipe, about: said } }),
      'data/metadata/dataset_v1.json',
    );
    expect(told.about).toEqual({ ...about, ...said });
  });

  it('tell in the README what the recipe says of the publication, as text alone', async () => {
    const said = {
      title: 'Pumps *of* one site',
      description: 'First part.\n\nSecond <b>part</b>.',
      licence: 'CC-BY-4.0',
      creators: [{ name: 'A. Person' }, { name: 'An Institute', url: 'https://ror.org/1' }],
    };
    const previous = versionBefore;
    const lines = (
      (await made({ recipe: { ...recipe, about: said }, previous })).get('README.md') ?? ''
    ).split('\n');
    expect(lines[0]).toBe('# Pumps \\*of\\* one site');
    expect(lines.slice(4, 12)).toEqual([
      'First part.',
      '',
      'Second \\<b\\>part\\</b\\>.',
      '',
      `- Version 2; the one before is version 1, with the SHA-256 \`${hash}\` of its \`data/metadata/dataset_v1.json\`.`,
      '- Creators: A. Person; An Institute (https\\://ror.org/1)',
      '- Licence: CC-BY-4.0',
      '',
    ]);
  });

  it('name for each column the columns of sources, the steps and the documents that it is made from', async () => {
    const files: FileSource[] = [
      {
        file: 'a.csv',
        time: { column: ['Date', 'Time'], format: 'iso', zone: 'UTC' },
        values: ['x', 'y'],
        series: 'site',
        labels: { column: 'bad', normal: ['0'] },
      },
      {
        file: 'b.csv',
        time: { column: [], format: 'index', zone: 'UTC' },
        values: ['z'],
        anomalies: [[1, 2]],
      },
    ];
    const steps: Step[] = [
      { duplicates: { keep: 'first' } },
      { outliers: { rule: 'zscore', threshold: 3, then: 'flag', protect: true }, off: true },
      { missing: { fill: 'linear', sentinels: [] } },
    ];
    const whole = {
      ...recipe,
      sources: files,
      labels: [{ file: 'w.json' }],
      steps,
    };
    const { columns, processed } = json<Dataset>(
      await made({ recipe: whole, steps: [], statistics: [] }),
      'data/metadata/dataset_v1.json',
    );
    expect(columns.map(({ name }) => name)).toEqual(processed.schema.map(({ name }) => name));
    const of = (name: string) => columns.find((column) => column.name === name);
    const at = (source: string, column: string | null = null) => ({ source, column });
    expect(of('series')).toMatchObject({
      inputs: [at('a.csv'), at('a.csv', 'site'), at('b.csv')],
      steps: [],
    });
    expect(of('timestamp')).toMatchObject({
      inputs: [at('a.csv', 'Date'), at('a.csv', 'Time'), at('b.csv')],
      steps: [0, 2],
    });
    expect(of('value')).toMatchObject({
      inputs: [at('a.csv', 'x'), at('a.csv', 'y'), at('b.csv', 'z')],
      steps: [0, 2],
    });
    expect(of('anomaly_id')).toMatchObject({
      inputs: [at('w.json'), at('a.csv', 'bad'), at('b.csv')],
      documents: ['data/metadata/anomalies_v1.json', 'data/metadata/recipe.json'],
    });
  });

  it('are the same for the same facts', async () => {
    expect([...(await made())]).toEqual([...(await made())]);
  });

  it.each([
    ['<img src=x onerror=alert(1)>', '\\<img src\\=x onerror\\=alert\\(1\\)\\>'],
    ['[x](javascript:alert(1))', '\\[x\\]\\(javascript\\:alert\\(1\\)\\)'],
    ['a\n\n<script>\r# b', 'a \\<script\\> \\# b'],
    ['![x](https://www.example.org) `c` &lt;', '\\!\\[x\\]\\(https\\://www\\.example.org\\) \\`c\\` \\&lt;'],
    ['Überlast 2024-01, v1.5', 'Überlast 2024-01, v1.5'],
  ])('keep the name %j text in the README', async (name, title) => {
    const text = (await made({ recipe: { ...recipe, name } })).get('README.md');
    expect(text?.split('\n', 1)[0]).toBe(`# ${title}`);
  });

  it('keep a name of several lines in one line of the README', async () => {
    expect((await made()).get('README.md')).toMatch(/^# Two lines\n/);
  });
});
