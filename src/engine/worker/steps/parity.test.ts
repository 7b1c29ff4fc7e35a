/** Whole runs by pieces against the SQL of the steps. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../../core/label/types';
import { at } from '../../../core/list';
import type { Step } from '../../../core/recipe/types';
import type { RunReport } from '../../protocol';
import { inThisThread } from './pool';
import { referenceRun } from './reference/run.node';
import { loaded, runOn, type ProcessedRow, type TestSeries } from './running.node';

const second = 1e6;

const anyValue = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: -5000, max: 5000 }).map((value) => value / 100) },
  { weight: 2, arbitrary: fc.integer({ min: -3, max: 3 }) },
  { weight: 2, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom(-999, 1000) },
);

const anySeries = (name: string, zone = 'UTC'): fc.Arbitrary<TestSeries> =>
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

const anyLabels = (name: string): fc.Arbitrary<Label[]> =>
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

const anySteps: fc.Arbitrary<Step[]> = fc
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
const anyClock = fc.option(
  fc
    .record({
      nonexistent: fc.constantFrom<'shift' | 'drop'>('shift', 'drop'),
      ambiguous: fc.constantFrom<'earlier' | 'later' | 'drop' | 'infer'>('earlier', 'later', 'drop', 'infer'),
      undecided: fc.constantFrom<'earlier' | 'later' | 'drop'>('earlier', 'later', 'drop'),
    })
    .chain((utc) => fc.record({ utc: fc.constant(utc), local: fc.boolean() })),
);
const backward = Date.UTC(2023, 9, 29, 1) * 1000;

const atClock = (series: TestSeries, local: boolean): TestSeries =>
  local
    ? { ...series, zone: 'Europe/Berlin', times: Array.from(series.times, (time) => backward + time * 60) }
    : series;

const close = (found: number | null, expected: number | null): boolean =>
  found === expected ||
  (found !== null &&
    expected !== null &&
    Math.abs(found - expected) <= 1e-11 * Math.max(1, Math.abs(found), Math.abs(expected)));

function expectSameRows(found: readonly ProcessedRow[], expected: readonly ProcessedRow[]): void {
  const plain = (rows: readonly ProcessedRow[]): unknown[] =>
    rows.map(({ value, ...rest }) => ({ ...rest, there: value !== null }));
  expect(plain(found)).toEqual(plain(expected));
  for (const [row, { value }] of found.entries())
    if (!close(value, at(expected, row).value)) expect(value).toBe(at(expected, row).value);
}

const withoutTimes = ({ steps, stages, ...report }: RunReport): unknown => ({
  ...report,
  steps: steps.map(({ ms: _ms, ...step }) => step),
  stages: stages.map(({ ms: _ms, ...stage }) => stage),
});

describe('a run by pieces', () => {
  it('leaves the rows and the counts that the SQL of the steps does, whatever series, labels and steps', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries('a'),
        anySeries('b'),
        anyLabels('a'),
        anySteps,
        anyClock,
        async (a, b, labels, others, clock) => {
          const given = [a, atClock(b, clock?.local ?? false)];
          const steps: Step[] = clock ? [{ utc: clock.utc }, ...others] : others;
          const { series } = loaded(given);
          const expected = await referenceRun(given, series, steps, labels).catch((error: unknown) => error);
          if (expected instanceof Error) {
            await expect(runOn(given, steps, { labels })).rejects.toMatchObject({
              message: expected.message,
            });
            return;
          }
          const reference = expected as Awaited<ReturnType<typeof referenceRun>>;
          const ran = await runOn(given, steps, { labels });
          for (const { name } of series) expectSameRows(await ran.rows(name), await reference.rows(name));
          for (const { name } of series)
            expectSameRows(await ran.rows(name, 'clean'), await reference.clean(name));
          for (const step of ran.report.steps)
            expect(step.series, step.kind).toEqual(reference.steps.get(step.index));
          const cut = await runOn(given, steps, { labels, pool: { ...inThisThread, pieceRows: 7 } });
          for (const { name } of series) expectSameRows(await cut.rows(name), await reference.rows(name));
          expect(withoutTimes(cut.report)).toEqual(withoutTimes(ran.report));
        },
      ),
      { numRuns: 40 },
    );
  }, 240_000);
});
