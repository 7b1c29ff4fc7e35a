/** The options of each kind of anomaly, as data: forms are made from it, and shapes are checked against it. */
import { formatDuration } from '../../recipe/duration';
import type { AnomalyKind, AnomalyShape, Strength } from '../../recipe/types';

export type StrengthUnit = 'sigma' | 'absolute' | 'factor';

/** How a strength is given. */
export interface AmountField {
  unit: StrengthUnit;
  label: string;
  /** For a person, after the number; the series' own unit where empty. */
  suffix: string;
  min: number;
  max: number;
  default: number;
}

export interface Choice<K extends keyof AnomalyShape> {
  key: K;
  label: string;
  options: readonly { value: NonNullable<AnomalyShape[K]>; label: string }[];
}

export type ChoiceField =
  | Choice<'direction'>
  | Choice<'scope'>
  | Choice<'pattern'>
  | Choice<'hold'>
  | Choice<'as'>
  | Choice<'fault'>
  | Choice<'persists'>;

export interface KindInfo {
  kind: AnomalyKind;
  label: string;
  /** One sentence. */
  meaning: string;
  /** Rows below which the anomaly would not be visible; a shorter length becomes this many rows. */
  minRows: number;
  /** Rows of the default shape. */
  usualRows: number;
  /** The units in which its strength can be given, the default first; empty where it has no strength. */
  strength: readonly AmountField[];
  /** Whether the effect can grow and fade. */
  ramp: boolean;
  /** Whether it needs the name of another series. */
  with: boolean;
  /** Choices; the first option of each holds where the recipe has none. */
  choices: readonly ChoiceField[];
}

const sigma = (label: string, usual: number): AmountField => ({
  unit: 'sigma',
  label,
  suffix: 'σ',
  min: 0,
  max: 1000,
  default: usual,
});
const absolute = (label: string): AmountField => ({
  unit: 'absolute',
  label,
  suffix: '',
  min: 0,
  max: 1e100,
  default: 1,
});
const factor = (label: string, min: number, max: number, usual: number, suffix = '×'): AmountField => ({
  unit: 'factor',
  label,
  suffix,
  min,
  max,
  default: usual,
});

const upDown: Choice<'direction'> = {
  key: 'direction',
  label: 'Direction',
  options: [
    { value: 'either', label: 'random' },
    { value: 'up', label: 'up' },
    { value: 'down', label: 'down' },
  ],
};
const persists: Choice<'persists'> = {
  key: 'persists',
  label: 'Afterwards',
  options: [
    { value: false, label: 'returns' },
    { value: true, label: 'stays' },
  ],
};

const plain = { minRows: 1, usualRows: 300, strength: [], ramp: true, with: false, choices: [] } as const;

const list: readonly KindInfo[] = [
  {
    ...plain,
    kind: 'spike',
    label: 'Spike',
    meaning: 'Values jump away from their level, or beyond the extreme of the whole series.',
    usualRows: 1,
    strength: [sigma('Height', 6), absolute('Height')],
    choices: [
      upDown,
      {
        key: 'scope',
        label: 'From',
        options: [
          { value: 'local', label: 'the value itself' },
          { value: 'global', label: 'the extreme of the series' },
        ],
      },
    ],
  },
  {
    ...plain,
    kind: 'level-shift',
    label: 'Level shift',
    meaning: 'All values are shifted up or down by one amount.',
    strength: [sigma('Shift', 3), absolute('Shift')],
    choices: [upDown, persists],
  },
  {
    ...plain,
    kind: 'amplitude',
    label: 'Amplitude change',
    meaning: 'Distances from the local mean are multiplied.',
    strength: [factor('Factor', 0, 100, 2)],
  },
  {
    ...plain,
    kind: 'variance',
    label: 'Variance change',
    meaning: 'The noise is multiplied; the signal stays.',
    strength: [factor('Factor', 0, 100, 3)],
  },
  {
    ...plain,
    kind: 'frequency',
    label: 'Frequency change',
    meaning: 'The signal runs faster or slower.',
    strength: [factor('Speed', 0.01, 100, 2)],
  },
  {
    ...plain,
    kind: 'pattern',
    label: 'Pattern change',
    meaning: 'Values are mirrored about their mean, or replaced by another wave.',
    minRows: 4,
    choices: [
      {
        key: 'pattern',
        label: 'Becomes',
        options: [
          { value: 'flip', label: 'mirrored' },
          { value: 'sine', label: 'sine' },
          { value: 'square', label: 'square' },
          { value: 'sawtooth', label: 'sawtooth' },
          { value: 'triangle', label: 'triangle' },
        ],
      },
    ],
  },
  {
    ...plain,
    kind: 'pattern-shift',
    label: 'Pattern shift',
    meaning: 'The signal is delayed or advanced.',
    minRows: 2,
    strength: [factor('Shift', 0, 1, 0.25, 'of the length')],
    choices: [
      {
        key: 'direction',
        label: 'Shifted',
        options: [
          { value: 'either', label: 'random' },
          { value: 'up', label: 'later' },
          { value: 'down', label: 'earlier' },
        ],
      },
    ],
  },
  {
    ...plain,
    kind: 'flatline',
    label: 'Flatline',
    meaning: 'One value is repeated, as by a stuck sensor.',
    minRows: 2,
    choices: [
      {
        key: 'hold',
        label: 'Holds',
        options: [
          { value: 'last', label: 'the value before it' },
          { value: 'mean', label: 'the mean of what it replaces' },
        ],
      },
    ],
  },
  {
    ...plain,
    kind: 'trend',
    label: 'Trend',
    meaning: 'Values drift linearly, by the full strength at the end.',
    minRows: 2,
    strength: [sigma('At the end', 4), absolute('At the end')],
    ramp: false,
    choices: [upDown, persists],
  },
  {
    ...plain,
    kind: 'noise-burst',
    label: 'Noise burst',
    meaning: 'Gaussian noise is added.',
    usualRows: 120,
    strength: [sigma('Deviation', 3), absolute('Deviation')],
  },
  {
    ...plain,
    kind: 'time-warp',
    label: 'Time warp',
    meaning: 'The signal slows down and then speeds up, or the reverse; at the end it is in step again.',
    minRows: 3,
    strength: [factor('Change of speed', 0, 1, 0.8, 'of the speed')],
    ramp: false,
    choices: [
      {
        key: 'direction',
        label: 'First',
        options: [
          { value: 'up', label: 'slow' },
          { value: 'down', label: 'fast' },
          { value: 'either', label: 'random' },
        ],
      },
    ],
  },
  {
    ...plain,
    kind: 'missing',
    label: 'Missing stretch',
    meaning: 'Rows have no value, or are left out.',
    usualRows: 60,
    ramp: false,
    choices: [
      {
        key: 'as',
        label: 'Rows',
        options: [
          { value: 'empty', label: 'have no value' },
          { value: 'absent', label: 'are left out' },
        ],
      },
    ],
  },
  {
    ...plain,
    kind: 'correlation',
    label: 'Correlation reversal',
    meaning: 'The correlation with another series changes its sign.',
    minRows: 3,
    with: true,
  },
  {
    ...plain,
    kind: 'timestamps',
    label: 'Timestamp fault',
    meaning: 'Times are incorrect; values are unchanged.',
    minRows: 2,
    usualRows: 10,
    ramp: false,
    choices: [
      {
        key: 'fault',
        label: 'Times',
        options: [
          { value: 'duplicate', label: 'repeat' },
          { value: 'backward', label: 'run backwards' },
          { value: 'offset', label: 'are half a step late' },
        ],
      },
    ],
  },
];

/** By kind, in the order in which they are offered. */
export const kinds = Object.fromEntries(list.map((info) => [info.kind, info])) as Readonly<
  Record<AnomalyKind, KindInfo>
>;

/** A strength as the recipe has it. */
export function strengthOf(unit: StrengthUnit, amount: number): Strength {
  switch (unit) {
    case 'sigma':
      return { sigma: amount };
    case 'absolute':
      return { absolute: amount };
    case 'factor':
      return { factor: amount };
  }
}

/** What a choice is where the shape has none. */
export function chosen<K extends ChoiceField['key']>(shape: AnomalyShape, key: K): AnomalyShape[K] {
  const field = kinds[shape.kind].choices.find((choice) => choice.key === key);
  return shape[key] ?? (field?.options[0]?.value as AnomalyShape[K]);
}

/** The strength of a shape, the usual one where it has none; undefined for a kind without. */
export function strengthField(
  shape: AnomalyShape,
): { field: AmountField; amount: number | [number, number] } | undefined {
  const fields = kinds[shape.kind].strength;
  const given = shape.strength as Partial<Record<StrengthUnit, number | [number, number]>> | undefined;
  for (const field of fields) {
    const amount = given?.[field.unit];
    if (amount !== undefined) return { field, amount };
  }
  const [usual] = fields;
  return usual && { field: usual, amount: usual.default };
}

/** A shape to start from. `step`: microseconds between the series' rows, for a usual number of rows. */
export function defaultShape(kind: AnomalyKind, step = 1e6): AnomalyShape {
  const { usualRows, strength, choices } = kinds[kind];
  const [usual] = strength;
  const shape: AnomalyShape = { kind, length: formatDuration(step * usualRows) };
  if (usual) shape.strength = strengthOf(usual.unit, usual.default);
  return Object.assign(
    shape,
    Object.fromEntries(choices.map(({ key, options }) => [key, options[0]?.value])),
  );
}

/** A shape as another kind: its length, and of the rest what that kind takes too. */
export function shapeAs(kind: AnomalyKind, shape: AnomalyShape): AnomalyShape {
  const { strength, choices, ramp, with: other } = kinds[kind];
  const next: AnomalyShape = { ...defaultShape(kind), length: shape.length };
  if (shape.strength && strength.some(({ unit }) => shape.strength && unit in shape.strength)) {
    if (kind === shape.kind || !('factor' in shape.strength)) next.strength = shape.strength;
  }
  if (ramp && shape.ramp) next.ramp = shape.ramp;
  if (other && shape.with !== undefined) next.with = shape.with;
  for (const { key, options } of choices) {
    const value = shape[key];
    if (options.some((option) => option.value === value)) Object.assign(next, { [key]: value });
  }
  return next;
}
