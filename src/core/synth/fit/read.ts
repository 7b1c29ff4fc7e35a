import { count, measured } from '../../format';
import { maxOf, minOf } from '../../list';
import { durationText } from '../../recipe/duration';
import { day } from '../signal/clock';
import type { Distribution, FittedSeries, Profile, Residual } from './types';

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What was found, in sentences for a person. */
export function readFit(fitted: FittedSeries): string[] {
  const { rows, step, values, level, trend, residual, r2 } = fitted;
  const missing = Math.max(0, rows - values);
  const gaps = missing > 0 ? `; ${count(missing)} of them have no value` : '';
  const head = `${count(rows)} rows, one every ${durationText(step)} (the median)${gaps}.`;
  if (!residual && !fitted.daily && !fitted.weekly && trend === 0)
    return [head, `All values are ${measured(level)}: a constant without noise.`];
  const days = (rows * step) / day;
  return [
    head,
    `Level ${measured(level)} at the first row; ${trend === 0 ? 'no trend beyond chance' : `a trend of ${measured(trend)} a day`}.`,
    rhythm('daily', fitted.daily, days, 2),
    rhythm('weekly', fitted.weekly, days, 14),
    ...(residual ? noise(residual) : ['No residual: no noise.']),
    `Level, trend and rhythms explain ${percent(r2)} of the variance${residual ? '; the rest is noise, outliers and anomalies' : ''}.`,
  ];
}

function rhythm(name: string, profile: Profile | null, days: number, minDays: number): string {
  if (!profile)
    return days < minDays
      ? `No ${name} rhythm: it needs at least ${minDays} days.`
      : `No ${name} rhythm: ${name === 'daily' ? 'days' : 'weeks'} do not resemble each other more than chance explains.`;
  const low = minOf(profile.values);
  const high = maxOf(profile.values);
  return `A ${name} rhythm from ${measured(low)} to ${measured(high)} around the level, strength ${profile.strength.toFixed(2)} (0: none, 1: nothing else).`;
}

function noise({ distribution, sd, robustSd, ar1 }: Residual): string[] {
  const sentences = [`The residual has a deviation of ${measured(sd)} and is ${tails(distribution)}.`];
  if (robustSd <= 1e-6 * sd)
    sentences.push(
      'Most of it is one value, which none of these distributions has; a bootstrap of residuals does.',
    );
  else if (sd > 1.5 * robustSd)
    sentences.push(
      `Without far values its deviation would be ${measured(robustSd)}: it contains outliers or anomalies.`,
    );
  sentences.push(
    ar1.significant
      ? `Neighbouring rows are correlated: ${measured(ar1.phi)} from one row to the next.`
      : 'Neighbouring rows are not correlated beyond chance.',
  );
  return sentences;
}

function tails(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'gaussian':
      return `most like Gaussian noise (deviation ${measured(distribution.sd)})`;
    case 'laplace':
      return `most like Laplace noise (scale ${measured(distribution.scale)})`;
    case 'student':
      return `most like Student's t (${measured(distribution.df)} degrees of freedom, scale ${measured(distribution.scale)}): heavy tails`;
  }
}
