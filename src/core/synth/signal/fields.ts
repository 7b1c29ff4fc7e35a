/** The options of bases and noises, as forms show them and as they are checked. */
import type { BaseKind, NoiseKind } from '../../recipe/types';
import { maxCharacters } from './formula/language';
import type { Field, KindFields } from './types';

/** Greatest absolute value of a number in a recipe's signal: sums and products of them stay finite. */
const largest = 1e15;

type Settings = Partial<Field>;
const amount = (key: string, label: string, meaning: string, settings: Settings = {}): Field => ({
  key,
  label,
  unit: 'unit of the series',
  meaning,
  type: 'number',
  min: -largest,
  max: largest,
  ...settings,
});
const share = (key: string, label: string, meaning: string, settings: Settings = {}): Field => ({
  key,
  label,
  unit: 'share, 0 to 1',
  meaning,
  type: 'number',
  min: 0,
  max: 1,
  ...settings,
});
const duration = (key: string, label: string, meaning: string): Field => ({
  key,
  label,
  unit: 'time, such as 1h',
  meaning,
  type: 'duration',
});

const period = duration('period', 'Period', 'Length of one repetition.');
const amplitude = amount('amplitude', 'Amplitude', 'Swing to either side of the offset.');
const offset = amount('offset', 'Offset', 'Added to every value.', { default: 0 });
const phase = share('phase', 'Phase', 'Share of the period that has passed at the first row.', {
  unit: 'share of the period, 0 to 1',
  default: 0,
});
const wave = [period, amplitude, phase, offset];
const size = (key: string, label: string, meaning: string): Field => amount(key, label, meaning, { min: 0 });

const bases: { [K in BaseKind]: Omit<KindFields<K>, 'kind'> } = {
  constant: {
    label: 'Constant',
    meaning: 'The same value throughout.',
    fields: [amount('value', 'Value', 'The value.')],
  },
  sine: { label: 'Sine', meaning: 'A sine wave: starts at the offset and rises.', fields: wave },
  cosine: { label: 'Cosine', meaning: 'A cosine wave: starts at its maximum.', fields: wave },
  square: {
    label: 'Square wave',
    meaning: 'High, then low, in each period.',
    fields: [
      ...wave,
      share('duty', 'Duty', 'Share of the period that is high.', {
        unit: 'share of the period, 0 to 1',
        open: true,
        default: 0.5,
      }),
    ],
  },
  sawtooth: { label: 'Sawtooth', meaning: 'Rises over the period, then falls at once.', fields: wave },
  triangle: {
    label: 'Triangle wave',
    meaning: 'Rises over the first half of the period and falls over the second.',
    fields: wave,
  },
  trend: {
    label: 'Trend',
    meaning: 'A polynomial in days since the first row.',
    fields: [
      {
        key: 'coefficients',
        label: 'Coefficients',
        unit: 'unit of the series per day, per day², …',
        meaning: 'Of d, d², d³, …, d in days since the first row.',
        type: 'numbers',
        min: -largest,
        max: largest,
        items: { min: 1, max: 8 },
      },
    ],
  },
  walk: {
    label: 'Random walk',
    meaning: 'Starts at 0 and moves by a random amount from row to row.',
    fields: [
      size('sd', 'Step deviation', 'Standard deviation of the change from row to row.'),
      amount('drift', 'Drift', 'Mean change from row to row.', { default: 0 }),
    ],
  },
  modes: {
    label: 'Mode jumps',
    meaning: 'Stays at a level, then jumps to a random one.',
    fields: [
      duration('dwell', 'Dwell time', 'How long a level lasts.'),
      {
        key: 'levels',
        label: 'Levels',
        unit: 'unit of the series',
        meaning: 'The levels, drawn with equal chances.',
        type: 'numbers',
        min: -largest,
        max: largest,
        items: { min: 1, max: 1000 },
      },
    ],
  },
  cbf: {
    label: 'Cylinder, bell, funnel',
    meaning: 'In each period a plateau, a rise or a fall, at random.',
    fields: [period, amount('amplitude', 'Amplitude', 'Mean height above the offset.'), offset],
  },
  ecg: {
    label: 'Heartbeat',
    meaning: "A pulse like an electrocardiogram's in each period.",
    fields: [period, amount('amplitude', 'Amplitude', 'Height of the R wave above the offset.'), offset],
  },
  profile: {
    label: 'Daily or weekly profile',
    meaning: 'A value for each equal part of the day or week in UTC.',
    fields: [
      {
        key: 'period',
        label: 'Period',
        unit: '',
        meaning: 'A day from midnight UTC, or a week from Monday.',
        type: 'choice',
        choices: ['1d', '1w'],
      },
      {
        key: 'values',
        label: 'Values',
        unit: 'unit of the series',
        meaning: 'One for each equal part, in order.',
        type: 'numbers',
        min: -largest,
        max: largest,
        items: { min: 1, max: 2016 },
      },
      {
        key: 'interpolate',
        label: 'Interpolation',
        unit: '',
        meaning: "Straight lines between the parts' middles, or steps.",
        type: 'choice',
        choices: ['linear', 'step'],
        default: 'linear',
      },
      amount('amplitude', 'Amplitude', 'Factor of the values.', { unit: 'factor', default: 1 }),
    ],
  },
  formula: {
    label: 'Formula',
    meaning: 'An expression over time.',
    fields: [
      {
        key: 'expression',
        label: 'Expression',
        unit: 'unit of the series',
        meaning:
          'Over t (seconds since the first row), d (days), i (row), tod (hours since midnight UTC) and dow (0 Monday to 6).',
        type: 'expression',
        max: maxCharacters,
      },
    ],
  },
};

const noises: { [K in NoiseKind]: Omit<KindFields<K>, 'kind'> } = {
  gaussian: {
    label: 'Gaussian',
    meaning: 'Normal, rows independent.',
    fields: [size('sd', 'Deviation', 'Standard deviation.')],
  },
  uniform: {
    label: 'Uniform',
    meaning: 'Uniform within limits, rows independent.',
    fields: [
      size('halfWidth', 'Half width', 'Largest distance from 0; the deviation is this divided by √3.'),
    ],
  },
  laplace: {
    label: 'Laplace',
    meaning: 'Peaked, with heavier tails than Gaussian, rows independent.',
    fields: [size('scale', 'Scale', 'Mean distance from 0; the deviation is √2 times this.')],
  },
  student: {
    label: "Student's t",
    meaning: 'Heavy tails, heavier for fewer degrees of freedom, rows independent.',
    fields: [
      amount('df', 'Degrees of freedom', 'From heavy tails (1) to nearly Gaussian (30 and more).', {
        unit: '',
        min: 0.25,
        max: 1e6,
      }),
      size('scale', 'Scale', 'The deviation is this times √(df/(df − 2)) for df above 2, infinite below.'),
    ],
  },
  ar1: {
    label: 'Autoregressive, AR(1)',
    meaning: 'Gaussian, each row correlated with the one before it.',
    fields: [
      amount('phi', 'Correlation of neighbours', 'phi: of a row and the one before it.', {
        unit: '-1 to 1',
        min: -1,
        max: 1,
        open: true,
      }),
      size('sd', 'Deviation', 'Standard deviation of the noise itself, not of its innovations.'),
    ],
  },
  bootstrap: {
    label: 'Bootstrap of residuals',
    meaning: 'Blocks of successive given values, drawn with replacement.',
    fields: [
      {
        key: 'values',
        label: 'Residuals',
        unit: 'unit of the series',
        meaning: 'The values, in order.',
        type: 'numbers',
        min: -largest,
        max: largest,
        items: { min: 1, max: 50_000 },
      },
      amount('block', 'Block', 'Successive values drawn together.', {
        unit: 'rows',
        type: 'whole',
        min: 1,
        max: 50_000,
      }),
    ],
  },
};

export const baseKinds = Object.keys(bases) as readonly BaseKind[];
export const noiseKinds = Object.keys(noises) as readonly NoiseKind[];

/** Label, meaning and options of a kind of base or noise. */
export function fieldsFor<K extends BaseKind | NoiseKind>(kind: K): KindFields<K>;
export function fieldsFor(kind: BaseKind | NoiseKind): KindFields {
  return kind in bases ? { kind, ...bases[kind as BaseKind] } : { kind, ...noises[kind as NoiseKind] };
}

/** Options of every noise. */
export const noiseScaleFields: readonly Field[] = [
  {
    key: 'unit',
    label: 'Unit',
    unit: '',
    meaning: "The unit of the series, or a share of the signal's standard deviation.",
    type: 'choice',
    choices: ['absolute', 'share'],
    default: 'absolute',
  },
  {
    key: 'apply',
    label: 'Combine',
    unit: '',
    meaning: 'Add the noise, or multiply the signal by 1 + noise.',
    type: 'choice',
    choices: ['add', 'multiply'],
    default: 'add',
  },
];

/** Options of a channel. */
export const channelFields: readonly Field[] = [
  amount('scale', 'Scale', 'The signal times this.', { unit: 'factor', default: 1 }),
  amount('shift', 'Shift', 'Added to the signal.', { default: 0 }),
  { ...duration('lag', 'Delay', 'Delay of the signal.'), default: '' },
  amount('weight', 'Weight', 'Of the shared component.', { unit: 'factor', default: 1 }),
];

/** Faults that are one number. */
export const faultFields: readonly Field[] = [
  share(
    'jitter',
    'Jitter',
    'Each time is shifted at random, by at most half of this share of the step to either side.',
    {
      unit: 'share of the step, 0 to 1',
      default: 0,
    },
  ),
  share('duplicates', 'Duplicates', 'Rows repeated with the same time and value.', {
    unit: 'share of rows, 0 to 1',
    default: 0,
  }),
  share('backward', 'Backward steps', 'Rows with the time of two rows before.', {
    unit: 'share of rows, 0 to 0.25',
    max: 0.25,
    default: 0,
  }),
];

/** Missing rows: single ones, random bursts, a regular pattern. */
export const missingFields = {
  as: {
    key: 'as',
    label: 'Missing as',
    unit: '',
    meaning: 'Rows left out, or rows without a value.',
    type: 'choice',
    choices: ['absent', 'empty'],
  },
  random: share('random', 'At random', 'Rows, each independently.', {
    unit: 'share of rows, 0 to 1',
    default: 0,
  }),
  bursts: [
    amount('perDay', 'Bursts per day', 'Number per day, on average.', {
      unit: 'per day',
      min: 0,
      max: 86_400,
    }),
    duration('length', 'Length', 'How long each is.'),
  ],
  pattern: [
    duration('every', 'Every', 'Distance between their starts, counted from the first row.'),
    duration('length', 'Length', 'How long each is.'),
  ],
} as const satisfies Record<string, Field | readonly Field[]>;
