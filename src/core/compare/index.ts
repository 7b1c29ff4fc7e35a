/** How alike two series are, in distribution and in time. Each number, its formula and how to read it: docs/compare.md. */
export { acf, acfGap, readAcf, readAcfGap, type Acf } from './acf';
export { compareDistributions, compareSeries, lagsFor, type Comparison, type Distributions } from './compare';
export { onGrid, stepOf, type Gridded, type Sampled } from './grid';
export { ks, readKs, type Ks } from './ks';
export { moments, readMoments, type Moments } from './moments';
export { namedPeaks, peaks, PEAKS_NOTE, readPeaks, sayPeriod, type Peak } from './peaks';
export { periodogram, type Periodogram, type PeriodogramOptions } from './periodogram';
export { psi, readPsi, type Psi, type PsiBin } from './psi';
export { qq, readQq, type Qq } from './qq';
export { countUpTo, quantileOf, sampleOf, type Sample } from './sample';
export { sayNumber } from './say';
export { spectrumLine, type SpectrumLine } from './spectrum';
export { readWasserstein, wasserstein, type Wasserstein } from './wasserstein';
