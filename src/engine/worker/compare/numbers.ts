/** All that a comparison tells, from rows: the work of the worker. */
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
} from '../../../core/compare';
import type { Both, CompareReport } from '../../../core/compare/types';
import { commonBins } from './bins';

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
