/** A run whose rows fail many checks. */
import { join } from 'node:path';
import { checkOf } from '../../../src/core/checks/make';
import { emptyRecipe } from '../../../src/core/recipe';
import type { Check, GeneratedSource } from '../../../src/core/recipe/types';
import { allChecks } from './checks';
import { folder, type Run } from './runRecipe';

/** Bundles whose checks are what matters. */
export const checked = join(folder, 'checked');

/** Checks without a name and with little else, whose defaults and names count. */
export const plainChecks: Check[] = [
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

export const checkedRun = (accept: readonly string[], resample: boolean): Run => ({
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
