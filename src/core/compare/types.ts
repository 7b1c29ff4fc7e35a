/** What the page asks of a comparison, and what it draws from. */
import type { Layer } from '../view/types';
import type { Acf } from './acf';
import type { Ks } from './ks';
import type { Moments } from './moments';
import type { Peak } from './peaks';
import type { Psi } from './psi';
import type { Qq } from './qq';
import type { SpectrumLine } from './periodogram';
import type { Wasserstein } from './wasserstein';

export type Both<T> = [reference: T, other: T];

/** Half-open, microseconds UTC. */
export interface Stretch {
  from: number;
  to: number;
}

/** Which rows of a series: all, those before or from the middle of its time on, those of a stretch, or all but those. */
export type SeriesPart = 'all' | 'first-half' | 'second-half' | Stretch | { outside: Stretch };

export interface CompareSide {
  series: string;
  layer: Layer;
  part: SeriesPart;
}

export interface CompareRequest {
  reference: CompareSide;
  other: CompareSide;
}

/** Which rows the numbers of one side come from. */
export interface Sampling {
  /** Rows of the requested part. */
  rows: number;
  /** Of these, those that the distribution is taken from: all, or 1,000,000 drawn evenly. */
  taken: number;
  /** Those that autocorrelation and periodogram are taken from, in one stretch. */
  inTime: number;
  /** Of those taken: rows without a finite value. */
  missing: number;
  /** Microseconds from row to row, the median; null with fewer than two rows. */
  step: number | null;
  /** False: times follow no step, so autocorrelation and periodogram take rows as they stand, one mean distance apart. */
  regular: boolean;
}

/** Counts on bins that both share: `edges` has one more entry than each. */
export interface CommonBins {
  edges: number[];
  reference: number[];
  other: number[];
}

export interface CompareReport {
  sampling: Both<Sampling>;
  bins: CommonBins;
  ks: Ks | null;
  wasserstein: Wasserstein | null;
  psi: Psi | null;
  qq: Qq | null;
  moments: Both<Moments>;
  acf: Both<Acf | null>;
  acfGap: { gap: number; lag: number } | null;
  spectra: Both<SpectrumLine | null>;
  peaks: Both<Peak[]>;
}
