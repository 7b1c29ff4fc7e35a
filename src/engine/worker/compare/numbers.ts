/** All that a comparison tells, and what a series is made of, from rows: the work of the worker. */
import { LabFailure } from '../../../core/errors';
import { at, lowerBound } from '../../../core/list';
import { quantileOf } from '../../../core/statistics';
import {
  acf,
  acfGap,
  compareDistributions,
  lagsFor,
  moments,
  onGrid,
  peaks,
  periodogram,
  sampleOf,
  spectrumLine,
  type Sample,
} from '../../../core/compare';
import type { Both, CommonBins, CompareReport } from '../../../core/compare/types';
import { fitSeries, residualBlocks } from '../../../core/synth/fit';
import type { FitReport, TimedSeries } from '../../../core/synth/fit/types';
import { binEdges, QUANTILES, statsOf, type ValueStats } from '../../../core/view/histogram';

/** Times (microseconds) and values of rows, NaN where there is no value. */
export interface Rows {
  times: Float64Array<ArrayBuffer>;
  values: Float64Array<ArrayBuffer>;
}

export interface SideRows {
  /** What distributions are taken from. */
  taken: Rows;
  /** What autocorrelation and periodogram are taken from; absent: the same. */
  inTime?: Rows;
}

export type CompareNumbers = Omit<CompareReport, 'sampling'> & {
  grids: Both<{ step: number | null; regular: boolean; missing: number }>;
};

/** Parts of the work, told to `onPart` as each is done. */
export const COMPARE_PARTS = 6;

/** The numbers of two sides; about 1 s for 1,000,000 rows in each of the four arrays. */
export function compareNumbers(
  reference: SideRows,
  other: SideRows,
  onPart: (done: number) => void = () => undefined,
): CompareNumbers {
  let done = 0;
  const step = <T>(result: T): T => {
    onPart(++done);
    return result;
  };
  const samples = step([sampleOf(reference.taken.values), sampleOf(other.taken.values)] as const);
  const shapes: Both<ReturnType<typeof moments>> = [
    moments(reference.taken.values),
    moments(other.taken.values),
  ];
  const bins = step(commonBins(...samples, [shapes[0].sd, shapes[1].sd]));
  const distributions = step(compareDistributions(...samples));
  const gridded = ({ taken, inTime = taken }: SideRows) => onGrid(inTime.times, inTime.values);
  const grids = [gridded(reference), gridded(other)] as const;
  const lags = lagsFor(...grids);
  const acfs = step<CompareReport['acf']>([
    acf(grids[0].values, grids[0].step, lags[0]),
    acf(grids[1].values, grids[1].step, lags[1]),
  ]);
  const spectrum = ({ values, step: width }: (typeof grids)[number]) => periodogram(values, width);
  const first = step(spectrum(grids[0]));
  const second = step(spectrum(grids[1]));
  const told = (index: 0 | 1) => ({
    step: grids[index].values.length > 1 ? grids[index].step : null,
    regular: grids[index].regular,
    missing: samples[index].missing,
  });
  return {
    ...distributions,
    bins,
    moments: shapes,
    acf: acfs,
    acfGap: acfGap(...acfs),
    spectra: [spectrumLine(first), spectrumLine(second)],
    peaks: [peaks(first), peaks(second)],
    grids: [told(0), told(1)],
  };
}

function stats({ sorted }: Sample, sd: number | null): ValueStats {
  const quantiles = sorted.length === 0 ? [] : QUANTILES.map((part) => quantileOf(sorted, part));
  return statsOf(null, sd, [sorted], quantiles);
}

/** Both samples on the bins that they share, by the rule of the other histograms; `sds`: their standard deviations. The last bin holds its upper edge. */
export function commonBins(
  reference: Sample,
  other: Sample,
  sds: readonly [number | null, number | null],
): CommonBins {
  const edges = binEdges([stats(reference, sds[0]), stats(other, sds[1])], 'auto');
  const counts = ({ sorted }: Sample): number[] =>
    edges.slice(1).map((edge, bin) => {
      const upTo = bin === edges.length - 2 ? sorted.length : lowerBound(sorted, edge);
      return upTo - (bin === 0 ? 0 : lowerBound(sorted, at(edges, bin)));
    });
  return { edges, reference: counts(reference), other: counts(other) };
}

/** A series taken apart; with its residuals where a bootstrap is wanted. Throws LabFailure where a series cannot be fitted. */
export function fitRows(series: TimedSeries, bootstrap: boolean): FitReport {
  const fitted = fitSeries(series);
  if (!fitted.ok) throw new LabFailure(fitted.error);
  return { fitted: fitted.value, ...(bootstrap ? { blocks: residualBlocks(series, fitted.value) } : {}) };
}
