/**
 * The standard work: rows at 1 s from 2023-01-01T00:00:00Z, 50 + 20 sin(2πt/day) + 5 sin(2πt/hour) + N(0, 3), 1 % missing, of ten million rows 250
 * with a spike (+20, one row) and 250 level shifts (+9, 300 rows), labelled; rows without a value dropped; values more than three deviations from
 * the mean, but for labelled ones, put on the line between their neighbours; means of five minutes; both as snappy Parquet in day partitions.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const MILLION = 1_000_000;
const LEVEL = 50;
const WAVES = [
  { period: '1d', seconds: 86_400, amplitude: 20 },
  { period: '1h', seconds: 3600, amplitude: 5 },
] as const;
const NOISE = 3;
const MISSING = 0.01;
const SPIKE = 20;
const SHIFT = 9;
const SHIFT_ROWS = 300;
export const BUCKET_ROWS = 300;
const DAY_ROWS = 86_400;

/** Anomalies of each of the two kinds. */
export const eachKind = (rows: number): number => Math.max(1, Math.round(rows / 40_000));

export const SERIES = 's1';

/** Stages whose rows a bundle holds, and the folder of each. */
export type WrittenStage = 'clean' | 'resampled';

interface RecipeSchema {
  $defs: { export: { properties: object } };
}
const schema = JSON.parse(
  readFileSync(join(process.cwd(), 'spec/recipe.schema.json'), 'utf8'),
) as RecipeSchema;

/** Whether one bundle can hold both stages; else they are exported one after the other. */
export const bothInOne = 'stages' in schema.$defs.export.properties;

export const folderOf = (stage: WrittenStage): string =>
  bothInOne ? `data/processed/${stage}/` : 'data/processed/';

export const steps = (threshold = 3): { [kind: string]: object }[] => [
  { missing: { fill: 'drop' } },
  { outliers: { rule: 'zscore', threshold, then: 'interpolate', protect: true } },
];

export const resampleStep = { resample: { every: '5min', with: 'mean' } };

/** What of the recipe makes the series. */
export const generatedParts = (rows: number, seed: number): { generated: object[]; injections: object[] } => {
  const injection = (id: string, kind: string, length: string, absolute: number): object => ({
    id,
    series: SERIES,
    draw: { count: eachKind(rows), apart: '5min', seed },
    shapes: [{ kind, length, strength: { absolute }, direction: 'up' }],
  });
  return {
    generated: [
      {
        synthetic: SERIES,
        start: '2023-01-01T00:00:00Z',
        step: '1s',
        rows,
        seed,
        signal: [
          { constant: { value: LEVEL } },
          ...WAVES.map(({ period, amplitude }) => ({ sine: { period, amplitude } })),
        ],
        noise: [{ gaussian: { sd: NOISE } }],
        faults: { missing: { as: 'empty', random: MISSING } },
      },
    ],
    injections: [
      injection('spikes', 'spike', '1s', SPIKE),
      injection('shifts', 'level-shift', `${SHIFT_ROWS}s`, SHIFT),
    ],
  };
};

export const exportParts = {
  partition: ['year', 'month', 'day'],
  codec: 'snappy',
  smallest: false,
  csv: false,
  raw: false,
};

/** A number that chance moves, and its standard deviation. */
export interface Drawn {
  mean: number;
  deviation: number;
}

/** What any contestant's files must hold; numbers that draws decide with their standard deviations. */
export interface Expected {
  rows: Drawn;
  labelled: Drawn;
  sum: Drawn;
  buckets: number;
  days: number;
}

/** Σ sin(2πt/period) for t = 0 … rows − 1. */
function sineSum(rows: number, period: number): number {
  const half = Math.PI / period;
  return (Math.sin((rows - 1) * half) * Math.sin(rows * half)) / Math.sin(half);
}

const binomial = (count: number): Drawn => ({
  mean: count * (1 - MISSING),
  deviation: Math.sqrt(count * MISSING * (1 - MISSING)),
});

/**
 * Of n rows each stays with 0.99, so counts are binomial. The sum's variance is that of the noise, and for each value v that may be missing
 * 0.01 · 0.99 · v². Values that cleaning moves are too few to tell (there are next to none beyond three deviations without a label).
 */
export function expected(rows: number): Expected {
  const each = eachKind(rows);
  const waves = WAVES.reduce((sum, { seconds, amplitude }) => sum + amplitude * sineSum(rows, seconds), 0);
  const square = LEVEL ** 2 + NOISE ** 2 + WAVES.reduce((sum, { amplitude }) => sum + amplitude ** 2 / 2, 0);
  return {
    rows: binomial(rows),
    labelled: binomial(each * (1 + SHIFT_ROWS)),
    sum: {
      mean: (1 - MISSING) * (rows * LEVEL + waves + each * (SPIKE + SHIFT * SHIFT_ROWS)),
      deviation: Math.sqrt(rows * (NOISE ** 2 + MISSING * (1 - MISSING) * square)),
    },
    buckets: Math.ceil(rows / BUCKET_ROWS),
    days: Math.ceil(rows / DAY_ROWS),
  };
}
