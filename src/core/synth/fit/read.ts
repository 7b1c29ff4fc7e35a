import { durationText } from '../../recipe/duration';
import type { Distribution, FittedSeries, Profile, Residual } from './types';

const say = (value: number): string =>
  Math.abs(value) >= 1e9 || (value !== 0 && Math.abs(value) < 1e-4)
    ? value.toExponential(2).replace('e+', 'e')
    : Math.abs(value) >= 1000
      ? Math.round(value).toLocaleString('en-GB')
      : value.toLocaleString('en-GB', { maximumSignificantDigits: 4 });
const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What was found, in sentences for a person. */
export function readFit(fitted: FittedSeries): string[] {
  const { rows, step, values, level, trend, residual, r2 } = fitted;
  const missing = Math.max(0, rows - values);
  const gaps = missing > 0 ? `; ${missing.toLocaleString('en-GB')} of them have no value` : '';
  const head = `${rows.toLocaleString('en-GB')} rows, one every ${durationText(step)} (the median)${gaps}.`;
  if (!residual && !fitted.daily && !fitted.weekly && trend === 0)
    return [head, `All values are ${say(level)}: a constant without noise.`];
  const days = (rows * step) / 8.64e10;
  return [
    head,
    `Level ${say(level)} at the first row; ${trend === 0 ? 'no trend beyond chance' : `a trend of ${say(trend)} a day`}.`,
    rhythm('daily', fitted.daily, days, 2),
    rhythm('weekly', fitted.weekly, days, 14),
    ...(residual ? noise(residual) : ['Nothing is left over: no noise.']),
    `Level, trend and rhythms explain ${percent(r2)} of the variance${residual ? '; the rest is noise, outliers and anomalies' : ''}.`,
  ];
}

function rhythm(name: string, profile: Profile | null, days: number, least: number): string {
  if (!profile)
    return days < least
      ? `No ${name} rhythm: that takes at least ${least} days.`
      : `No ${name} rhythm: ${name === 'daily' ? 'days' : 'weeks'} do not resemble each other more than chance has it.`;
  const low = Math.min(...profile.values);
  const high = Math.max(...profile.values);
  return `A ${name} rhythm from ${say(low)} to ${say(high)} around the level, strength ${profile.strength.toFixed(2)} (0 none, 1 nothing else).`;
}

function noise({ distribution, sd, robustSd, ar1 }: Residual): string[] {
  const sentences = [`What is left over has a deviation of ${say(sd)} and is ${tails(distribution)}.`];
  if (robustSd <= 1e-6 * sd)
    sentences.push(
      'Most of it is one value: no noise of this kind looks like that; a bootstrap of residuals does.',
    );
  else if (sd > 1.5 * robustSd)
    sentences.push(
      `Without far values its deviation would be ${say(robustSd)}: there are outliers or anomalies in it.`,
    );
  sentences.push(
    ar1.significant
      ? `Neighbouring rows are correlated: ${say(ar1.phi)} from one row to the next.`
      : 'Neighbouring rows are not correlated beyond chance.',
  );
  return sentences;
}

function tails(distribution: Distribution): string {
  switch (distribution.kind) {
    case 'gaussian':
      return `most like Gaussian noise (deviation ${say(distribution.sd)})`;
    case 'laplace':
      return `most like Laplace noise (scale ${say(distribution.scale)})`;
    case 'student':
      return `most like Student's t (${say(distribution.df)} degrees of freedom, scale ${say(distribution.scale)}): heavy tails`;
  }
}
