import { count } from '../format';
import { slidingMoments } from './slidingMoments';
import { observed, reportRows, spread, suggest } from './scores';
import { assertOptions, checkOptions } from './options';
import type { Detector, OptionField } from './types';

export type WindowedGaussianOptions = {
  /** Values that the mean and deviation are of; NAB's is 6,400. */
  window: number;
  /** Values after which a full window moves on; NAB's is 100. At most the window. */
  step: number;
};

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
    message: `Step: expected at most the window's ${count(given.window)} rows; got ${count(given.step)}.`,
  };
}

/** Replaces a deviation of 0 in NAB's code. */
const minDeviation = 1e-6;

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
      deviation = Math.sqrt(moments.squares() / moments.count) || minDeviation * scale;
    };
    let waiting = 0;
    for (let i = 0; i < values.length; i++) {
      reportRows(onRows, i);
      const value = values[i] as number;
      if (i > 0) scores[i] = 1 - upperTail(Math.abs(value - mean) / deviation);
      if (i < window) {
        moments.push(value);
        update();
      } else if (++waiting === step) {
        for (let old = 0; old < step; old++) {
          moments.shift();
          moments.push(values[i - step + 1 + old] as number);
        }
        waiting = 0;
        update();
      }
    }
    return spread(series.values.length, rows, scores);
  },
  suggest,
};

/** Where the series hands over to the continued fraction. */
const seriesEnd = 2.4;
const twoBySqrtPi = 2 / Math.sqrt(Math.PI);

/**
 * 1 − erf(x) for x ≥ 0, to 1e-13 of its value. Below 2.4 from the series of erf with positive terms alone (DLMF 7.6.2), above from the
 * continued fraction of erfc (DLMF 7.9.2 by steps of one, evaluated from its 60th level).
 */
export function erfc(x: number): number {
  const squared = x * x;
  if (x < seriesEnd) {
    let term = x;
    let sum = x;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= (2 * squared) / (2 * n + 1);
      sum += term;
    }
    return 1 - twoBySqrtPi * Math.exp(-squared) * sum;
  }
  if (x > 27.3) return 0;
  let tail = x;
  for (let level = 60; level > 0; level--) tail = x + level / 2 / tail;
  return Math.exp(-squared) / (tail * Math.sqrt(Math.PI));
}

/** Probability that a standard normal variable lies more than `z` ≥ 0 above its mean. */
const upperTail = (z: number): number => 0.5 * erfc(z * Math.SQRT1_2);
