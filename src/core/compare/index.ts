/** How alike two series are, in distribution and in time. Each number, its formula and how to read it: docs/compare.md. */
export { acf, acfGap, readAcf, readAcfGap, type Acf } from './acf';
export { compareDistributions, compareSeries, lagsFor, type Comparison, type Distributions } from './compare';
export { ks, readKs, type Ks } from './ks';
export { moments, readMoments, type Moments } from './moments';
export { namedPeaks, peaks, PEAKS_NOTE, readPeaks, formatPeriod, type Peak } from './peaks';
export { periodogram, spectrumLine, type Periodogram, type SpectrumLine } from './periodogram';
export { psi, readPsi, type Psi, type PsiBin } from './psi';
export { qq, readQq, type Qq } from './qq';
export { onGrid, sampleOf, stepOf, type Sample, type Sampled } from './series';
export { readWasserstein, wasserstein, type Wasserstein } from './wasserstein';
