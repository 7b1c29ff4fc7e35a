import { at } from '../list';
import { meanOf, median, medianOfSorted } from '../statistics';
import { observed, spread, suggest, type Observed } from './scores';
import { assertOptions, checkOptions } from './options';
import { inDeviations, madToSigma } from './sortedWindow';
import type { Detector, OptionField, Series } from './types';

export type SeasonalResidualOptions = {
  /** Length of the season. */
  period: number;
  /** What the period counts: rows, or microseconds. */
  in: 'rows' | 'us';
};

const options: readonly OptionField<SeasonalResidualOptions>[] = [
  { key: 'period', label: 'Period', min: 1, max: 1e15, whole: true },
  { key: 'in', label: 'Period in', choices: ['rows', 'us'] },
];
const check = (given: SeasonalResidualOptions): ReturnType<typeof checkOptions> =>
  checkOptions(options, given);

/** What the mean absolute deviation of a normal distribution is multiplied by to give its standard deviation: √(π/2). */
const meanToSigma = Math.sqrt(Math.PI / 2);

/**
 * The residual of a value is its distance from the median of all values at the same phase of the season; its score is its distance from the
 * median residual in units of 1.4826 · MAD, or where that is 0 of √(π/2) · mean absolute deviation (Iglewicz and Hoaglin 1993).
 * A period in time is cut into as many phases as the usual step fits in, counted from the first row. 0 where residuals have no spread: a constant series, a
 * season without noise, one longer than the series; and where there is no value.
 */
export const seasonalResidual: Detector<SeasonalResidualOptions> = {
  kind: 'seasonalResidual',
  label: 'Seasonal residual',
  unit: 'deviations',
  threshold: 4,
  options,
  defaults: { period: 86_400_000_000, in: 'us' },
  check,
  scores(series, given) {
    assertOptions(check(given));
    const seen = observed(series);
    const residuals = fromPhaseMedians(seen.values, phases(series, seen, given));
    const middle = median(residuals);
    const distances = residuals.map((residual) => Math.abs(residual - middle));
    const deviation =
      madToSigma * median(distances) || meanToSigma * (distances.length === 0 ? 0 : meanOf(distances));
    const scores = distances.map((distance) => inDeviations(distance, deviation));
    return spread(series.values.length, seen.rows, scores);
  },
  suggest,
};

/** The phase of each observed row, as a number from 0. */
function phases(series: Series, { rows }: Observed, given: SeasonalResidualOptions): Float64Array {
  const { period } = given;
  const found = new Float64Array(rows.length);
  if (given.in === 'rows') {
    for (let i = 0; i < rows.length; i++) found[i] = (rows[i] as number) % period;
    return found;
  }
  if (rows.length === 0) return found;
  const origin = at(series.times, 0);
  const count = Math.max(1, Math.round(period / usualStep(series.times)));
  for (let i = 0; i < rows.length; i++) {
    const since = ((series.times[rows[i] as number] as number) - origin) % period;
    const within = since < 0 ? since + period : since;
    found[i] = Math.round((within * count) / period) % count;
  }
  return found;
}

/** Mean of the steps forward within a half of their median, so that neither gaps nor jitter change it; Infinity where there are none. */
function usualStep(times: Float64Array): number {
  const forward = new Float64Array(times.length);
  let count = 0;
  for (let row = 1; row < times.length; row++) {
    const step = (times[row] as number) - (times[row - 1] as number);
    if (step > 0) forward[count++] = step;
  }
  if (count === 0) return Infinity;
  const sorted = forward.subarray(0, count).sort();
  const middle = medianOfSorted(sorted);
  let sum = 0;
  let near = 0;
  for (const step of sorted) {
    if (step < 0.5 * middle || step > 1.5 * middle) continue;
    sum += step;
    near++;
  }
  return near === 0 ? middle : sum / near;
}

/** Value − median of the values with its phase. */
function fromPhaseMedians(values: Float64Array, phase: Float64Array): Float64Array {
  const order = byPhase(phase);
  const sorted = new Float64Array(values.length);
  const residuals = new Float64Array(values.length);
  for (let from = 0; from < order.length;) {
    const here = phase[order[from] as number];
    let to = from;
    while (to < order.length && phase[order[to] as number] === here) to++;
    for (let k = from; k < to; k++) sorted[k] = values[order[k] as number] as number;
    const middle = medianOfSorted(sorted.subarray(from, to).sort());
    for (let k = from; k < to; k++)
      residuals[order[k] as number] = (values[order[k] as number] as number) - middle;
    from = to;
  }
  return residuals;
}

/** Indices in the order of their phases: by counting, or by comparing where a long gap leaves most phases empty. */
function byPhase(phase: Float64Array): Uint32Array {
  let highest = 0;
  for (const one of phase) if (one > highest) highest = one;
  if (highest > 4 * phase.length) {
    return Uint32Array.from(phase, (_one, i) => i).sort(
      (a, b) => (phase[a] as number) - (phase[b] as number),
    );
  }
  const next = new Uint32Array(highest + 2);
  for (const one of phase) next[one + 1] = (next[one + 1] as number) + 1;
  for (let one = 0; one < highest; one++) next[one + 1] = (next[one + 1] as number) + (next[one] as number);
  const order = new Uint32Array(phase.length);
  phase.forEach((one, i) => {
    const place = next[one] as number;
    order[place] = i;
    next[one] = place + 1;
  });
  return order;
}
