/** How alike two series are, in distribution and in time. Each number, its formula and how to read it: docs/compare.md. */
export { acf, acfGap, readAcf, readAcfGap, type Acf } from './acf';
export { compareSeries, type Comparison, type Sampled } from './compare';
export { ks, readKs, type Ks } from './ks';
export { moments, readMoments, type Moments } from './moments';
export { peaks, readPeaks, type Peak } from './peaks';
export { periodogram, type Periodogram, type PeriodogramOptions } from './periodogram';
export { psi, readPsi, type Psi, type PsiBin } from './psi';
export { qq, readQq, type Qq } from './qq';
export { sampleOf, type Sample } from './sample';
export { readWasserstein, wasserstein, type Wasserstein } from './wasserstein';
