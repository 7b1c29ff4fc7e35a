import { slidingMoments } from './moments';
import { upperTail } from './normal';
import { observed, spread, tell } from './observed';
import { assertOptions, checkOptions } from './options';
import { suggest } from './suggest';
import type { Detector, OptionField } from './types';

export interface WindowedGaussianOptions {
  /** Values that the mean and deviation are of; NAB's is 6,400. */
  window: number;
  /** Values after which a full window moves on; NAB's is 100. At most the window. */
  step: number;
}

const options: readonly OptionField<WindowedGaussianOptions>[] = [
  { key: 'window', label: 'Window', unit: 'rows', min: 1, max: 10_000_000, whole: true },
  { key: 'step', label: 'Step', unit: 'rows', min: 1, max: 10_000_000, whole: true },
];

function check(given: WindowedGaussianOptions): ReturnType<typeof checkOptions> {
  const error = checkOptions(options, given);
  if (error || given.step <= given.window) return error;
  return {
    code: 'recipe-value',
    path: '$.step',
    message: `Step: at most the window's ${given.window.toLocaleString('en-GB')} rows were expected, and ${given.step.toLocaleString('en-GB')} came.`,
  };
}

/** Stands for a deviation of 0 in NAB's code. */
const leastDeviation = 1e-6;

/**
 * NAB's windowedGaussian (nab/detectors/gaussian): 1 − the tail probability of a value under a normal distribution with the mean and
 * deviation (of the population) of the values before it, from 0.5 to 1; the first value scores 0. Until the window is full it takes in each value
 * at once, then `step` values at a time. A deviation of 0 counts as 1e-6, so a constant series scores 0.5; NAB's own rounding can give
 * up to 1 there, because its mean of equal numbers may differ from them. Rows without a value score 0 and never enter the window.
 */
export const windowedGaussian: Detector<WindowedGaussianOptions> = {
  kind: 'windowedGaussian',
  label: 'Windowed Gaussian (NAB)',
  unit: 'probability',
  threshold: 0.99999,
  options,
  defaults: { window: 6400, step: 100 },
  check,
  scores(series, given, onRows) {
    assertOptions(check(given));
    const { window, step } = given;
    const { rows, values, scale } = observed(series);
    const scores = new Float64Array(values.length);
    const moments = slidingMoments(Math.min(window, values.length));
    let mean = 0;
    let deviation = 1;
    const update = (): void => {
      mean = moments.mean();
      deviation = Math.sqrt(moments.squares() / moments.count) || leastDeviation * scale;
    };
    let waiting = 0;
    for (let i = 0; i < values.length; i++) {
      tell(onRows, i);
      const value = values[i] ?? 0;
      if (i > 0) scores[i] = 1 - upperTail(Math.abs(value - mean) / deviation);
      if (i < window) {
        moments.push(value);
        update();
      } else if (++waiting === step) {
        for (let old = 0; old < step; old++) {
          moments.shift();
          moments.push(values[i - step + 1 + old] ?? 0);
        }
        waiting = 0;
        update();
      }
    }
    return spread(series.values.length, rows, scores);
  },
  suggest,
};
