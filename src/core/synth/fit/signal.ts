import { maxOf } from '../../list';
import { formatDuration } from '../../recipe/duration';
import { formatInstant } from '../../recipe/instant';
import type { Noise, SignalBase, SyntheticSource } from '../../recipe/types';
import { day } from '../signal/clock';
import type { FittedSeries, Residual, ResidualBlocks } from './types';

/** Which noise a fitted series gets. `auto`: the autoregression where it is significant, else the distribution. Given blocks: a bootstrap of them. */
export type NoiseChoice = 'auto' | 'distribution' | 'ar1' | ResidualBlocks;

/**
 * A fitted series in the recipe's words: constant, trend, daily and weekly profile as far as they are there, and noise. Numbers are rounded to
 * about a ten-thousandth of the series' spread, so that a person can read and edit them.
 */
export function toSignal(
  fitted: FittedSeries,
  choice: NoiseChoice = 'auto',
): { signal: SignalBase[]; noise: Noise[] } {
  const round = rounding(fitted);
  const { level, trend, daily, weekly, residual } = fitted;
  const signal: SignalBase[] = [{ constant: { value: round(level) } }];
  // Rounded so that the error at the series' end is as small.
  const days = Math.max(1, (fitted.rows * fitted.step) / day);
  if (trend !== 0) signal.push({ trend: { coefficients: [round(trend * days, days)] } });
  for (const [period, profile] of [
    ['1d', daily],
    ['1w', weekly],
  ] as const)
    if (profile)
      signal.push({
        profile: {
          period,
          values: profile.values.map((value) => round(value)),
          interpolate: profile.interpolate,
        },
      });
  return { signal, noise: residual ? noiseOf(residual, choice, round) : [] };
}

function noiseOf(
  { distribution, ar1 }: Residual,
  choice: NoiseChoice,
  round: (value: number) => number,
): Noise[] {
  if (typeof choice === 'object') {
    if (choice.values.length === 0) return [];
    return [
      { bootstrap: { values: Array.from(choice.values, (value) => round(value)), block: choice.block } },
    ];
  }
  if (choice === 'ar1' || (choice === 'auto' && ar1.significant))
    return [{ ar1: { phi: Number(ar1.phi.toFixed(4)), sd: short(ar1.sd) } }];
  switch (distribution.kind) {
    case 'gaussian':
      return [{ gaussian: { sd: short(distribution.sd) } }];
    case 'laplace':
      return [{ laplace: { scale: short(distribution.scale) } }];
    case 'student':
      return [{ student: { df: short(distribution.df), scale: short(distribution.scale) } }];
  }
}

const short = (value: number): number => Number(value.toPrecision(5));

/** Rounds a number, divided by `by` afterwards, to the power of ten below a ten-thousandth of the spread; to 12 digits where there is none. */
function rounding({ daily, weekly, residual }: FittedSeries): (value: number, by?: number) => number {
  const sizes = [...(daily?.values ?? []), ...(weekly?.values ?? [])].map(Math.abs);
  const { sd = 0, robustSd = 0 } = residual ?? {};
  // A robust deviation near 0 is that of a series that is constant most of the time.
  const spread = robustSd > 1e-9 * sd ? robustSd : sd || Math.max(0, maxOf(sizes));
  return (value, by = 1) => {
    const digits = spread > 0 ? 4 - Math.floor(Math.log10(spread / by)) : 400;
    const whole = value / by;
    if (digits > 15 || digits < -15) return Number(whole.toPrecision(12));
    const unit = 10 ** Math.abs(digits);
    return digits >= 0 ? Math.round(whole * unit) / unit : Math.round(whole / unit) * unit;
  };
}

/** A whole source of the recipe: the fitted series' rows, step and start, under a name of its own. */
export function toSource(fitted: FittedSeries, name: string, choice: NoiseChoice = 'auto'): SyntheticSource {
  const { signal, noise } = toSignal(fitted, choice);
  return {
    synthetic: name,
    start: formatInstant(fitted.start),
    step: formatDuration(fitted.step),
    rows: fitted.rows,
    signal,
    noise,
  };
}
