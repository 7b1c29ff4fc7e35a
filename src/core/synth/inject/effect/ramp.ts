import type { RealisedNumbers } from '../types';

export type Ramp = Pick<RealisedNumbers, 'rows' | 'rampIn' | 'rampOut'>;

/** Share of the effect in the i-th row: even steps up over the first `rampIn` rows, 1, and even steps down over the last `rampOut`. */
export function weight(i: number, { rows, rampIn, rampOut }: Ramp): number {
  if (i < rampIn) return (i + 1) / (rampIn + 1);
  if (i >= rows - rampOut) return (rows - i) / (rampOut + 1);
  return 1;
}

/** Sum of the weights of the rows before the i-th. */
export function weightBefore(i: number, { rows, rampIn, rampOut }: Ramp): number {
  if (i <= rampIn) return (i * (i + 1)) / 2 / (rampIn + 1);
  const fading = Math.max(0, i - (rows - rampOut));
  const faded = (fading * (2 * rampOut + 1 - fading)) / 2 / (rampOut + 1);
  return rampIn / 2 + (i - rampIn - fading) + faded;
}
