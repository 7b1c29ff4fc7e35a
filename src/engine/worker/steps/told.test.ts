import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Label } from '../../../core/label/types';
import { at } from '../../../core/list';
import type { Step } from '../../../core/recipe/types';
import type { Moments } from '../../../core/rows/moments';
import { inThisThread, type StepsPool } from './pool';
import { loaded, runOn, type ProcessedRow, type TestSeries } from './running.node';
import { labelHistory, statisticsBySteps } from './told';

const second = 1e6;

const anySeries: fc.Arbitrary<TestSeries> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 200 }),
      fc.oneof(
        { weight: 5, arbitrary: fc.integer({ min: -5000, max: 5000 }).map((value) => value / 100) },
        { weight: 1, arbitrary: fc.constantFrom(null, Infinity, 1000, -999) },
      ),
    ),
    { minLength: 1, maxLength: 70 },
  )
  .chain((rows) =>
    fc.boolean().map((regular) => ({
      name: 'a',
      times: rows.map(([time], row) => (regular ? row * 10 : time) * second),
      values: rows.map(([, value]) => value),
    })),
  );
const anyLabels: fc.Arbitrary<Label[]> = fc
  .array(fc.tuple(fc.integer({ min: -40, max: 210 }), fc.integer({ min: 1, max: 60 })), { maxLength: 5 })
  .map((list) =>
    list.map(([start, length], index): Label => ({
      id: `${index}`,
      series: 'a',
      start: start * second,
      end: (start + length) * second,
      type: 'anomaly',
      shape: 'window',
      origin: 'manual',
    })),
  );
const one = <const T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
const anySteps: fc.Arbitrary<Step[]> = fc
  .record({
    duplicates: one('first', 'last', 'mean'),
    cleaning: fc.array(
      fc.oneof(
        fc
          .record({ fill: one('drop', 'linear', 'forward', 'leave'), sentinels: one<number[]>([], [-999]) })
          .map((missing): Step => ({ missing })),
        fc
          .record({
            rule: one('zscore', 'iqr', 'hampel'),
            threshold: one(0.8, 1.5),
            then: one('flag', 'remove', 'interpolate', 'clip'),
            protect: fc.boolean(),
          })
          .map((outliers): Step => ({ outliers })),
      ),
      { minLength: 1, maxLength: 3 },
    ),
    resample: fc.option(
      fc
        .record({
          every: one('source', '1s', '20s'),
          with: one('mean', 'max', 'count'),
          empty: one('linear', 'null', 'omit'),
        })
        .map((resample): Step => ({ resample })),
    ),
    off: fc.boolean(),
  })
  .map(({ duplicates, cleaning, resample, off }) => [
    { duplicates: { keep: duplicates } },
    ...cleaning.map((step, index): Step => (off && index === 0 ? { ...step, off: true } : step)),
    ...(resample ? [resample] : []),
  ]);

const plainMoments = (values: readonly number[]) => {
  const finite = values.filter(Number.isFinite);
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length;
  const squares = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    count: finite.length,
    low: Math.min(...finite),
    high: Math.max(...finite),
    mean,
    sd: finite.length < 2 ? NaN : Math.sqrt(squares / (finite.length - 1)),
  };
};
function expectMoments(found: Moments | null, values: readonly number[]): void {
  const expected = plainMoments(values);
  expect(found).toMatchObject({ count: expected.count, low: expected.low, high: expected.high });
  const size = Math.max(1, Math.abs(expected.low), Math.abs(expected.high));
  if (expected.count > 0) expect(Math.abs((found?.mean ?? NaN) - expected.mean)).toBeLessThan(1e-10 * size);
  if (expected.count > 1) expect(Math.abs((found?.sd ?? NaN) - expected.sd)).toBeLessThan(1e-7 * size);
  else expect(found?.sd).toBeNaN();
}
const numberOf = ({ value }: ProcessedRow): number => value ?? NaN;

const poolOf = (pieceRows?: number): StepsPool =>
  pieceRows === undefined ? inThisThread : { ...inThisThread, pieceRows };

/** Runs the steps on the series, and what is told of each. */
async function told(
  series: TestSeries,
  steps: readonly Step[],
  labels: readonly Label[],
  pieceRows?: number,
) {
  const pool = poolOf(pieceRows);
  const ran = await runOn([series], steps, { labels, pool });
  const listed = loaded([series]).series;
  const { signal } = new AbortController();
  const statistics = await statisticsBySteps(ran.state, listed, { stages: ran.stages, signal });
  return { ...ran, statistics, history: labelHistory(ran.state, listed) };
}

describe('what a run tells of the rows between two steps', () => {
  it('is what the rows have, of which the steps until there are a run of their own, however the series is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        anySeries,
        anySteps,
        anyLabels,
        fc.constantFrom(undefined, 7, 20),
        async (series, steps, labels, pieceRows) => {
          const { statistics, history, report } = await told(series, steps, labels, pieceRows);
          expect(statistics).toHaveLength(steps.length);
          for (const [index, step] of steps.entries()) {
            const its = at(statistics, index);
            if (step.off) {
              expect(its).toEqual([]);
              continue;
            }
            const until = await runOn([series], steps.slice(0, index + 1), {
              labels,
              pool: poolOf(pieceRows),
            });
            const rows = await until.rows('a');
            if (its.length === 0) {
              expect(at(report.steps, index).rowsIn).toBe(0);
              continue;
            }
            const { after, before } = at(its, 0);
            expect(before.rows).toBe(at(report.steps, index).rowsIn);
            expect(after.rows).toBe(rows.length);
            expect([after.first, after.last]).toEqual([rows[0]?.t ?? NaN, rows.at(-1)?.t ?? NaN]);
            expectMoments(after.values, rows.map(numberOf));
            expect(after.filled).toBe(rows.filter(({ filled }) => filled).length);
            if ('resample' in step)
              expectMoments(
                after.observations,
                rows.map(({ observations = NaN }) => observations),
              );
            else {
              expect(after.observations).toBeNull();
              expect(after.outliers).toBe(rows.filter(({ outlier }) => outlier).length);
            }
            for (const [place, label] of until.report.labels.entries())
              expect(at(history.rows, index + 1)[place], label.id).toBe(label.processedRows);
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('has the local times of a series before the step to UTC, and the rows that it dropped', async () => {
    const hour = 3600 * second;
    const start = Date.UTC(2024, 2, 31) * 1000;
    const series: TestSeries = {
      name: 'a',
      zone: 'Europe/Berlin',
      times: Array.from({ length: 5 }, (_, row) => start + row * hour),
      values: [1, 2, 100, 3, 4],
    };
    const steps: Step[] = [{ utc: { nonexistent: 'drop', ambiguous: 'earlier', undecided: 'earlier' } }];
    const { statistics } = await told(series, steps, []);
    expect(statistics).toMatchObject([
      [
        {
          local: true,
          before: { rows: 5, first: start, values: { count: 5, high: 100, mean: 22 } },
          after: { rows: 4, first: start - hour, values: { count: 4, high: 4, mean: 2.5 } },
        },
      ],
    ]);
  });

  it('counts for each label the values within it that a step gave, also where labels overlap', async () => {
    const series: TestSeries = {
      name: 'a',
      times: Array.from({ length: 10 }, (_, row) => row * second),
      values: [1, null, 1, null, null, 1, 1, null, 1, 1],
    };
    const label = (id: string, start: number, end: number): Label => ({
      id,
      series: 'a',
      start: start * second,
      end: end * second,
      type: 'anomaly',
      shape: 'window',
      origin: 'manual',
    });
    const labels = [label('second', 3, 6), label('first', 0, 5), label('none', 8, 9)];
    const steps: Step[] = [{ missing: { fill: 'linear', sentinels: [] } }];
    for (const pieceRows of [undefined, 2, 3]) {
      const { history, report } = await told(series, steps, labels, pieceRows);
      expect(history.changed.map((column) => [...column])).toEqual([[2, 3, 0]]);
      expect(history.rows.map((column) => [...column])).toEqual([
        [3, 5, 1],
        [3, 5, 1],
      ]);
      expect(report.steps[0]?.labels?.changed).toBe(3);
    }
  });
});
