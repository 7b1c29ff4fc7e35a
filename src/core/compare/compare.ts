import { acf, acfGap, type Acf } from './acf';
import { ks, type Ks } from './ks';
import { moments, type Moments } from './moments';
import { peaks, type Peak } from './peaks';
import { periodogram, type Periodogram } from './periodogram';
import { psi, type Psi } from './psi';
import { qq, type Qq } from './qq';
import { sampleOf, type Sample, type Sampled } from './series';
import type { Both } from './types';
import { wasserstein, type Wasserstein } from './wasserstein';

export interface Distributions {
  ks: Ks | null;
  wasserstein: Wasserstein | null;
  psi: Psi | null;
  qq: Qq | null;
}

export interface Comparison extends Distributions {
  moments: Both<Moments>;
  acf: Both<Acf | null>;
  acfGap: { gap: number; lag: number } | null;
  periodogram: Both<Periodogram | null>;
  peaks: Both<Peak[]>;
}

/** All measures of distribution. */
export const compareDistributions = (a: Sample, b: Sample): Distributions => ({
  ks: ks(a, b),
  wasserstein: wasserstein(a, b),
  psi: psi(a, b),
  qq: qq(a, b),
});

/** The greatest lag that both show well, in rows of each: a quarter of the shorter of the two in time, 1,000 rows at most, at least one. */
export function lagsFor(reference: Sampled, other: Sampled): Both<number> {
  const reach = Math.min(reference.values.length * reference.step, other.values.length * other.step) / 4;
  const lags = ({ step }: Sampled): number => Math.max(1, Math.min(1000, Math.floor(reach / step)));
  return [lags(reference), lags(other)];
}

/** All measures at once; `lags`: the greatest lag in rows. For two series of 10,000,000 rows about 10 s; a sample of rows in one stretch answers sooner. */
export function compareSeries(reference: Sampled, other: Sampled, lags = 200): Comparison {
  const both = <T>(of: (series: Sampled) => T): Both<T> => [of(reference), of(other)];
  const acfs = both(({ values, step }) => acf(values, step, lags));
  const spectra = both(({ values, step }) => periodogram(values, step));
  return {
    ...compareDistributions(sampleOf(reference.values), sampleOf(other.values)),
    moments: both(({ values }) => moments(values)),
    acf: acfs,
    acfGap: acfGap(...acfs),
    periodogram: spectra,
    peaks: [peaks(spectra[0]), peaks(spectra[1])],
  };
}
