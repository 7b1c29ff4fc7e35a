import { median } from '../statistics';
import { observed, reportRows, spread, suggest } from './scores';
import { assertOptions, checkOptions } from './options';
import { inDeviations, madToSigma, sortedWindow } from './sortedWindow';
import type { Detector, OptionField } from './types';

export type HampelOptions = {
  /** An odd number of rows from 3 to 1,001, centred on the row; absent: the whole series. */
  window?: number;
};

const options: readonly OptionField<HampelOptions>[] = [
  {
    key: 'window',
    label: 'Window',
    unit: 'rows',
    min: 3,
    max: 1001,
    whole: true,
    odd: true,
    absent: 'the whole series',
  },
];
const check = (given: HampelOptions): ReturnType<typeof checkOptions> => checkOptions(options, given);

/**
 * |value − median| in units of 1.4826 · MAD (Hampel 1974), of the whole series or of the rows around the row (fewer at the ends). 0 where the
 * MAD is 0, as in the cleaning step of that name, and where there is no value.
 */
export const hampel: Detector<HampelOptions> = {
  kind: 'hampel',
  label: 'Hampel (median and MAD)',
  unit: 'deviations',
  threshold: 3,
  options,
  defaults: { window: 101 },
  check,
  scores(series, given, onRows) {
    assertOptions(check(given));
    const { rows, values } = observed(series);
    const scores = given.window === undefined ? whole(values) : rolling(rows, values, given.window, onRows);
    return spread(series.values.length, rows, scores);
  },
  suggest,
};

function whole(values: Float64Array): Float64Array {
  const middle = median(values);
  const distances = values.map((value) => Math.abs(value - middle));
  const deviation = madToSigma * median(distances);
  return distances.map((distance) => inDeviations(distance, deviation));
}

function rolling(
  rows: Uint32Array,
  values: Float64Array,
  width: number,
  onRows?: (done: number) => void,
): Float64Array {
  const half = (width - 1) / 2;
  const scores = new Float64Array(values.length);
  const window = sortedWindow(width);
  let first = 0;
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    reportRows(onRows, i);
    const row = rows[i] as number;
    while (first < next && (rows[first] as number) < row - half) window.remove(values[first++] as number);
    while (next < values.length && (rows[next] as number) <= row + half)
      window.insert(values[next++] as number);
    const middle = window.median();
    const distance = Math.abs((values[i] as number) - middle);
    scores[i] = inDeviations(distance, madToSigma * window.deviation(middle));
  }
  return scores;
}
