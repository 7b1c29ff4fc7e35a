/** For tests: random series, labels and recipes for whole runs. */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { Label } from '../../../core/label/types';
import { at } from '../../../core/list';
import type { Step } from '../../../core/recipe/types';
import type { ProcessedRow, TestSeries } from './running.node';

const second = 1e6;

const anyValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -5000, max: 5000 }).map((value) => value / 100) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(-999, 1000) },
);

export const anySeries = (name: string, zone = 'UTC'): fc.Arbitrary<TestSeries> =>
  fc
    .array(fc.tuple(fc.integer({ min: -30, max: 200 }), anyValue), { minLength: 1, maxLength: 70 })
    .chain((rows) =>
      fc.constantFrom('as they are', 'in order', 'regular').map((how): TestSeries => {
        const ordered = how === 'in order' ? rows.toSorted((a, b) => a[0] - b[0]) : rows;
        return {
          name,
          zone,
          times: ordered.map(([time], row) => (how === 'regular' ? row * 10 : time) * second),
          values: ordered.map(([, value]) => value),
        };
      }),
    );

export const anyLabels = (name: string): fc.Arbitrary<Label[]> =>
  fc
    .array(fc.tuple(fc.integer({ min: -40, max: 210 }), fc.integer({ min: 1, max: 40 })), { maxLength: 5 })
    .map((list) =>
      list.map(([start, length], index): Label => ({
        id: `${name}-${index}`,
        series: name,
        start: start * second,
        end: (start + length) * second,
        type: 'anomaly',
        shape: 'window',
        origin: 'manual',
      })),
    );

const one = <const T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const anyFor = fc.option(fc.constantFrom<string[]>(['a'], ['b'], ['*']), { nil: undefined, freq: 3 });

export const anySteps: fc.Arbitrary<Step[]> = fc
  .record({
    duplicates: fc.option(one('first', 'last', 'mean')),
    cleaning: fc.array(
      fc.oneof(
        fc
          .record({
            fill: one('drop', 'linear', 'forward', 'leave'),
            longest: fc.option(one('10s', '1min'), { nil: undefined }),
            sentinels: fc.constantFrom<number[]>([], [-999], [0, 1]),
            max: fc.option(one(40, 900), { nil: undefined }),
          })
          .map(({ longest, max, ...rest }): Step => ({
            missing: { ...rest, ...(longest ? { longest } : {}), ...(max === undefined ? {} : { max }) },
          })),
        fc
          .record({
            rule: one('zscore', 'iqr', 'hampel'),
            threshold: one(0.8, 1.5, 2),
            then: one('flag', 'remove', 'interpolate', 'clip'),
            protect: fc.boolean(),
            window: fc.option(one(5, 9), { nil: undefined }),
          })
          .map(({ window, ...rest }): Step => ({
            outliers: { ...rest, ...(window === undefined ? {} : { window, threshold: 1.2 }) },
          })),
      ),
      { maxLength: 3 },
    ),
    resample: fc.option(
      fc
        .record({
          every: one('source', '1s', '20s', '1min'),
          with: one('mean', 'median', 'min', 'max', 'sum', 'std', 'count', 'first', 'last'),
          empty: one('linear', 'forward', 'null', 'omit'),
          longest: fc.option(one('15s', '2min'), { nil: undefined }),
        })
        .map(({ longest, ...rest }): Step => ({ resample: { ...rest, ...(longest ? { longest } : {}) } })),
    ),
    names: fc.array(anyFor, { minLength: 5, maxLength: 5 }),
  })
  .map(({ duplicates, cleaning, resample, names }) =>
    [
      ...(duplicates ? [{ duplicates: { keep: duplicates } }] : []),
      ...cleaning,
      ...(resample ? [resample] : []),
    ].map((step: Step, index): Step => {
      const its = names[index];
      return its ? { ...step, for: its } : step;
    }),
  );

/** A step to UTC, and what the clock does to the second series: nothing, or two hours about the one that comes twice. */
export const anyClock = fc.option(
  fc
    .record({
      nonexistent: fc.constantFrom<'shift' | 'drop'>('shift', 'drop'),
      ambiguous: fc.constantFrom<'earlier' | 'later' | 'drop' | 'infer'>('earlier', 'later', 'drop', 'infer'),
      undecided: fc.constantFrom<'earlier' | 'later' | 'drop'>('earlier', 'later', 'drop'),
    })
    .chain((utc) => fc.record({ utc: fc.constant(utc), local: fc.boolean() })),
);
const backward = Date.UTC(2023, 9, 29, 1) * 1000;

export const atClock = (series: TestSeries, local: boolean): TestSeries =>
  local
    ? { ...series, zone: 'Europe/Berlin', times: Array.from(series.times, (time) => backward + time * 60) }
    : series;

const close = (found: number | null, expected: number | null): boolean =>
  found === expected ||
  (found !== null &&
    expected !== null &&
    Math.abs(found - expected) <= 1e-11 * Math.max(1, Math.abs(found), Math.abs(expected)));

/** Times, flags and counts alike, values to rounding. */
export function expectSameRows(found: readonly ProcessedRow[], expected: readonly ProcessedRow[]): void {
  const plain = (rows: readonly ProcessedRow[]): unknown[] =>
    rows.map(({ value, ...rest }) => ({ ...rest, there: value !== null }));
  expect(plain(found)).toEqual(plain(expected));
  for (const [row, { value }] of found.entries())
    if (!close(value, at(expected, row).value)) expect(value).toBe(at(expected, row).value);
}
