import type { ExportOptions, Recipe, Step, StepOptions } from './types';

/** What a step's options are where the recipe leaves them out; the schema says the same. */
export const stepDefaults: StepOptions = {
  utc: { nonexistent: 'shift', ambiguous: 'infer', undecided: 'earlier' },
  duplicates: { keep: 'first' },
  missing: { sentinels: [], fill: 'linear' },
  outliers: { rule: 'zscore', threshold: 3, then: 'flag', protect: true },
  resample: { every: 'source', with: 'mean', empty: 'linear' },
};

const exportDefaults: ExportOptions = {
  partition: ['year', 'month', 'day'],
  codec: 'snappy',
  smallest: false,
  csv: false,
  raw: true,
};

/** A recipe without sources and steps. */
export function emptyRecipe(): Recipe {
  return {
    recipe: 1,
    name: 'Untitled data set',
    seed: 42,
    sources: [],
    generated: [],
    injections: [],
    labels: [],
    annotations: [],
    edits: [],
    steps: [],
    export: { ...exportDefaults, partition: [...exportDefaults.partition] },
  };
}

/** The steps that a new data set starts with: short gaps filled, outliers marked but not changed, buckets of each series' own step. */
export function defaultSteps(): Step[] {
  return [
    { utc: { ...stepDefaults.utc } },
    { duplicates: { ...stepDefaults.duplicates } },
    { missing: { sentinels: [], fill: 'linear', longest: '15min' } },
    { outliers: { ...stepDefaults.outliers } },
    { resample: { ...stepDefaults.resample } },
  ];
}
