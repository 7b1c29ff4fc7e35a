/** Writes random recipes, the files that they read, and what the lab makes of them to `reports/readers/parity/random.json`, as spec/parity.schema.json says. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LabFailure } from '../../../src/core/errors';
import type { Label } from '../../../src/core/label/types';
import type { Annotation, Step } from '../../../src/core/recipe/types';
import {
  anyClock,
  anyLabels,
  anySeries,
  anySteps,
  atClock,
} from '../../../src/engine/worker/steps/anyRun.node';
import type { TestSeries } from '../../../src/engine/worker/steps/running.node';
import { runParity, type ParityFile, type ParityRun } from '../../../src/engine/worker/steps/specParity.node';

const target = 'reports/readers/parity/random.json';
const seed = Number(process.env['PARITY_SEED'] ?? Date.now() % 2 ** 31);
const count = Number(process.env['PARITY_RECIPES'] ?? 200);

/** ISO time with microseconds, without a zone. */
function timeText(us: number): string {
  const ms = Math.floor(us / 1000);
  const text = new Date(ms).toISOString().slice(0, -1);
  return `${text}${String(us - ms * 1000).padStart(3, '0')}`;
}

/** Where a series lies, and how great its values are. */
const anyPlace = fc.record({
  shift: fc.constantFrom(0, 0, -86_400_000_000, 1_700_000_000_123_457, -5_000_000_000_000_001),
  offset: fc.constantFrom(0, 0, 0, 1e15),
  scale: fc.constantFrom(1, 1, 1, 1e-6, 1e9),
});

const moved = (series: TestSeries, place: { shift: number; offset: number; scale: number }): TestSeries => ({
  ...series,
  times: Array.from(series.times, (time) => time + place.shift),
  values: Array.from(series.values, (value) => (value === null ? null : value * place.scale + place.offset)),
});

const movedLabel = (label: Label, shift: number): Label => ({
  ...label,
  start: label.start + shift,
  end: label.end + shift,
});

/** A limit that no value lies at, so that the last digit of a mean or a quartile decides nothing. */
const aside: Record<number, number> = { 0.8: 0.8123, 1.2: 1.2301, 1.5: 1.5307, 2: 2.0719 };

function withOptions(
  step: Step,
  labels: 'any' | 'majority' | number | undefined,
  min: number | undefined,
): Step {
  if ('outliers' in step)
    return {
      ...step,
      outliers: { ...step.outliers, threshold: aside[step.outliers.threshold] ?? step.outliers.threshold },
    };
  if ('missing' in step && min !== undefined) return { ...step, missing: { ...step.missing, min } };
  if ('resample' in step && labels !== undefined) return { ...step, resample: { ...step.resample, labels } };
  return step;
}

const anyRecipe: fc.Arbitrary<Pick<ParityRun, 'recipe' | 'files'>> = fc
  .record({
    a: anySeries('a.csv'),
    b: anySeries('b.csv'),
    place: anyPlace,
    labels: fc.tuple(anyLabels('a.csv'), anyLabels('b.csv')),
    steps: anySteps,
    clock: anyClock,
    rule: fc.constantFrom(undefined, 'any' as const, 'majority' as const, 0.28, 0.5, 1),
    min: fc.constantFrom(undefined, -20),
    both: fc.boolean(),
  })
  .map(({ a, b, place, labels, steps, clock, rule, min, both }) => {
    const given = [moved(a, place), atClock(b, clock?.local ?? false)];
    const its: Step[] = clock ? [{ utc: clock.utc }, ...steps] : steps;
    const annotations = [labels[0].map((one) => movedLabel(one, place.shift)), labels[1]].flat();
    return {
      files: Object.fromEntries(
        given.map(({ name, times, values }) => [
          name,
          ['timestamp,value', ...Array.from(times, (time, row) => `${timeText(time)},${values[row] ?? ''}`)],
        ]),
      ),
      recipe: {
        recipe: 1,
        name: 'Random',
        sources: given.map(({ name, zone }) => ({ file: name, csv: {}, time: { zone } })),
        annotations: annotations.map(({ id, series, start, end, type }): Annotation => ({
          id,
          series,
          start: `${timeText(start)}Z`,
          end: `${timeText(end)}Z`,
          type,
          shape: 'window',
          origin: 'manual',
        })),
        steps: its
          .map((step) => withOptions(step, rule, min))
          .map((step) =>
            step.for ? { ...step, for: step.for.map((one) => (one === '*' ? one : `${one}.csv`)) } : step,
          ),
        export: {
          partition: [],
          raw: false,
          accept: ['zone UTC, Europe/Berlin'],
          ...(both && steps.some((step) => 'resample' in step) ? { stages: ['clean', 'resampled'] } : {}),
        },
      },
    };
  });

function whereNothingIsLeft(error: unknown): undefined {
  if (error instanceof LabFailure && error.error.code === 'nothing-to-export') return undefined;
  throw error;
}

test(`writes ${count} random recipes with what comes of them, seed ${seed}`, async () => {
  const runs: ParityRun[] = [];
  // Of those whose steps leave no row there is no bundle to compare.
  for (const run of fc.sample(anyRecipe, { seed, numRuns: 2 * count })) {
    const expected = await runParity(run).catch(whereNothingIsLeft);
    if (expected) runs.push({ ...run, expected });
    if (runs.length === count) break;
  }
  const file: ParityFile = { about: `Random recipes, seed ${seed}`, zones: {}, runs };
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, JSON.stringify(file));
  expect(runs).toHaveLength(count);
}, 300_000);
