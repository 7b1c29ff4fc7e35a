/** Writes bundles of whole runs, files and all, to `reports/readers/runs`: what their scripts are held against. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import type { GeneratedSource } from '../../../src/core/recipe/types';
import { checked, checkedRun, plainChecks } from './checkedRun';
import { allChecks } from './checks';
import { documentedFolder, documentedRun } from './documentedRun';
import { parquetFiles } from './parquetFiles';
import { both, byYear, filesBelow, folder, inZone, made, nabFiles, write } from './runRecipe';
import { copiesRun, windowsRun } from './seriesRuns';
import { textFiles } from './textFiles';

const cases = [process.env['LAB_CASES'] ?? '../shared/cases'].find(existsSync);

beforeAll(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
});

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

test('writes documents that say much: of a publication, labels of every origin, rejected lines, steps for some series', async () => {
  mkdirSync(documentedFolder, { recursive: true });
  expect(await write('documents', documentedRun)).toContain('documents.zip');
}, 300_000);

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
  expect(await write('windows', windowsRun())).toContain('windows.zip');
}, 300_000);

test('writes copies of files, as they are and with anomalies', async () => {
  expect(await write('copies', copiesRun())).toContain('copies.zip');
}, 300_000);
