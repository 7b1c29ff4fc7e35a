import { sinTurns } from '../../../random';
import type { AnomalyShape } from '../../../recipe/types';

export type Wave = Exclude<NonNullable<AnomalyShape['pattern']>, 'flip'>;

const fraction = (x: number): number => x - Math.floor(x);

/** A wave between −1 and 1 that rises through 0 at whole turns. */
export function wave(kind: Wave, turns: number): number {
  switch (kind) {
    case 'sine':
      return sinTurns(turns);
    case 'square':
      return fraction(turns) < 0.5 ? 1 : -1;
    case 'sawtooth':
      return 2 * fraction(turns + 0.5) - 1;
    case 'triangle':
      return 4 * Math.abs(fraction(turns + 0.75) - 0.5) - 1;
  }
}

/**
 * Period in samples by autocorrelation up to half their number: the first peak after the first value below zero that reaches 0.9 of the greatest
 * there, where that is above 0.3; placed by a parabola through its neighbours. Undefined where there is none.
 */
export function periodOf(samples: Float64Array): number | undefined {
  const count = samples.length;
  const lags = count >> 1;
  const mean = samples.reduce((sum, value) => sum + value, 0) / count;
  const correlation = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    for (let i = lag; i < count; i++) sum += ((samples[i] ?? 0) - mean) * ((samples[i - lag] ?? 0) - mean);
    correlation[lag] = sum / (count - lag);
  }
  const zero = correlation.findIndex((value) => value < 0);
  if (zero < 0) return undefined;
  let greatest = 0;
  for (let lag = zero; lag < lags; lag++) greatest = Math.max(greatest, correlation[lag] ?? 0);
  if (!(greatest > 0.3 * (correlation[0] ?? 0))) return undefined;
  const peak = (value: number, lag: number): boolean =>
    lag > zero &&
    lag < lags &&
    value >= 0.9 * greatest &&
    value >= (correlation[lag - 1] ?? 0) &&
    value >= (correlation[lag + 1] ?? 0);
  const best = correlation.findIndex(peak);
  if (best < 0) return undefined;
  const [left = 0, middle = 0, right = 0] = correlation.subarray(best - 1, best + 2);
  const bend = left - 2 * middle + right;
  return bend < 0 ? best + (left - right) / (2 * bend) : best;
}
