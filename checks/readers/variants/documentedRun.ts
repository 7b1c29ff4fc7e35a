/** A run whose documents say much: of a publication, labels of every origin, rejected lines, steps for some series. */
import { join } from 'node:path';
import { emptyRecipe } from '../../../src/core/recipe';
import type { GeneratedSource, Recipe } from '../../../src/core/recipe/types';
import { folder, nabFiles, type Run } from './runRecipe';

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
export const documentedFolder = join(folder, 'documented');

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

export const documentedRun: Run = {
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
};
