/** Writes recipes that make no sense, with the code and the path that the lab refuses them by, to `reports/readers/parity/refused.json`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { parseRecipe } from '../../../src/core/recipe';

const target = 'reports/readers/parity/refused.json';

const csv = { delimiter: ',', decimal: '.', header: true, encoding: 'utf-8' };
const time = { column: 't', format: 'iso', zone: 'UTC' };
const file = { file: 'a.csv', csv, time, values: ['v'] };
const made = {
  synthetic: 'made',
  start: '2023-01-01T00:00:00Z',
  step: '1min',
  rows: 1000,
  signal: [{ constant: { value: 1 } }],
};
const label = {
  id: 'a',
  series: 'made',
  type: 'spike',
  start: '2023-01-01T00:00:00Z',
  end: '2023-01-01T01:00:00Z',
};
const spike = {
  id: 'i',
  series: 'made',
  start: '2023-01-01T00:02:00Z',
  shape: { kind: 'spike', length: '1min', strength: { absolute: 1 } },
};
const numbered = { column: [], format: 'index', start: '2000-01-01T00:00:00Z', step: '1s' };

const source = (changed: object) => ({ sources: [{ ...file, ...changed }] });
const timed = (changed: object) => source({ time: { ...time, ...changed } });
const checked = (...checks: object[]) => ({ checks });

/** Each is a recipe but for what it is named by. */
const recipes: { [name: string]: object } = {
  'a path that leaves the input': source({ file: '../a.csv' }),
  'a path through itself': source({ file: 'a/./b.csv' }),
  'an absolute path': source({ file: '/a.csv' }),
  'labels beside the input': { labels: [{ file: 'labels/../../x.json' }] },
  'a field that there is not': { generate: [] },
  'a field that there is not, in a source': source({ value: 'v' }),
  'a field that there is not, in a step': { steps: [{ missing: { fil: 'drop' } }] },
  'a step that there is not': { steps: [{ smooth: {} }] },
  'a field of another type': { seed: 'one' },
  'a word that there is not': { steps: [{ missing: { fill: 'zero' } }] },
  'a label without an id': { annotations: [{ ...label, id: undefined }] },
  'too few rows': { generated: [{ ...made, rows: 0 }] },
  'a pattern that is none': timed({ format: 'yyyy-qqqq' }),
  'a pattern with an open quote': timed({ format: "yyyy-MM-dd 'at" }),
  'no time column': timed({ column: [] }),
  'rows numbered by two columns': timed({ ...numbered, column: ['t', 'u'] }),
  'rows numbered from nowhere': source({ time: { ...numbered, start: undefined } }),
  'rows numbered from a day that there is not': source({
    time: { ...numbered, start: '2023-02-30T00:00:00Z' },
  }),
  'rows numbered at no distance': source({ time: { ...numbered, step: '0s' } }),
  'a column of two parts': source({ values: ['v', 't'] }),
  'anomalies by number of a keyed file': source({ series: 'k', anomalies: [[0, 1]] }),
  'anomalies by number where rows have times': source({ anomalies: [[0, 1]] }),
  'anomalies by number the wrong way round': source({ time: numbered, anomalies: [[5, 1]] }),
  'a thousands sign that is the decimal one': source({ csv: { ...csv, thousands: '.' } }),
  'a comment sign that is the delimiter': source({ csv: { ...csv, delimiter: ';', comment: ';' } }),
  'an even window': { steps: [{ outliers: { window: 10 } }] },
  'two generated series of a name': { generated: [made, made] },
  'a generated series with the name of a file': {
    ...source({}),
    generated: [{ ...made, synthetic: 'a.csv' }],
  },
  'two injections of an id': { generated: [made], injections: [spike, spike] },
  'two labels of an id': { generated: [made], annotations: [label, label] },
  'a label on a day that there is not': {
    generated: [made],
    annotations: [{ ...label, start: '2023-02-29T00:00:00Z' }],
  },
  'a label in an hour that there is not': {
    generated: [made],
    annotations: [{ ...label, end: '2023-01-01T24:00:00Z' }],
  },
  'a label that ends as it starts': { generated: [made], annotations: [{ ...label, end: label.start }] },
  'an edit that ends before it starts': {
    edits: [{ id: 'e', start: '2023-01-02T00:00:00Z', end: '2023-01-01T00:00:00Z' }],
  },
  'two splits of a name': { splits: [{ name: 'a', share: 0.5 }, { name: 'A' }] },
  'shares and ends of splits': {
    splits: [{ name: 'a', share: 0.5 }, { name: 'b', until: '2023-01-01T00:00:00Z' }, { name: 'c' }],
  },
  'a split until a time that there is not': {
    splits: [{ name: 'a', until: '2023-13-01T00:00:00Z' }, { name: 'b' }],
  },
  'a check without limits': checked({ expect_column_mean_to_be_between: {} }),
  'a check with limits the wrong way round': checked({
    expect_column_mean_to_be_between: { min_value: 2, max_value: 1 },
  }),
  'two checks of a name': checked(
    { id: 'x', expect_column_mean_to_be_between: { min_value: 1 } },
    { id: 'x', expect_column_mean_to_be_between: { min_value: 1 } },
  ),
  'gaps of no length': checked({ expect_gaps_to_be_at_most: { longest: '0min' } }),
  'a set of values of another type': checked({
    expect_column_values_to_be_in_set: { column: 'series', value_set: ['a', 1] },
  }),
  'a set of numbers with a truth value': checked({
    expect_column_values_to_be_in_set: { value_set: [1, true] },
  }),
  'quantiles without their limits': checked({
    expect_column_quantile_values_to_be_between: {
      quantile_ranges: { quantiles: [0.1, 0.5], value_ranges: [[0, 1]] },
    },
  }),
  'a unit of partitions left out': { export: { partition: ['year', 'day'] } },
  'utc after another step': { steps: [{ duplicates: {} }, { utc: {} }] },
};

test('writes what the lab refuses, and by which code and path', () => {
  const refused = Object.entries(recipes).map(([name, rest]) => {
    const recipe = { recipe: 1, ...rest };
    const parsed = parseRecipe(recipe);
    expect(parsed.ok, name).toBe(false);
    return { name, recipe, ...(parsed.ok ? {} : { code: parsed.error.code, path: parsed.error.path }) };
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, JSON.stringify(refused, null, 2));
});
