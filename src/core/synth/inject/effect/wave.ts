import { at } from '../../../list';
import { sinTurns } from '../../../random';
import type { AnomalyShape } from '../../../recipe/types';
import { meanOf } from '../../../statistics';

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
 * Period in samples by autocorrelation up to half their number: the first peak after the first value below zero that reaches 0.9 of the highest
 * there, where that is above 0.3; placed by a parabola through its neighbours. Undefined where there is none.
 */
export function periodOf(samples: Float64Array): number | undefined {
  const count = samples.length;
  const lags = count >> 1;
  const mean = meanOf(samples);
  const correlation = new Float64Array(lags + 1);
  for (let lag = 0; lag <= lags; lag++) {
    let sum = 0;
    for (let i = lag; i < count; i++)
      sum += ((samples[i] as number) - mean) * ((samples[i - lag] as number) - mean);
    correlation[lag] = sum / (count - lag);
  }
  const zero = correlation.findIndex((value) => value < 0);
  if (zero < 0) return undefined;
  let highest = 0;
  for (let lag = zero; lag < lags; lag++) highest = Math.max(highest, correlation[lag] as number);
  if (!(highest > 0.3 * (correlation[0] as number))) return undefined;
  const peak = (value: number, lag: number): boolean =>
    lag > zero &&
    lag < lags &&
    value >= 0.9 * highest &&
    value >= (correlation[lag - 1] as number) &&
    value >= (correlation[lag + 1] as number);
  const best = correlation.findIndex(peak);
  if (best < 0) return undefined;
  const left = at(correlation, best - 1);
  const middle = at(correlation, best);
  const right = at(correlation, best + 1);
  const bend = left - 2 * middle + right;
  return bend < 0 ? best + (left - right) / (2 * bend) : best;
}
