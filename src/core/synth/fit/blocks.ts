import { at } from '../../list';
import { meanOf, RunningSum } from '../../statistics';
import { residualsOf } from './fit';
import type { FittedSeries, ResidualBlocks, TimedSeries } from './types';

/** As many as a recipe holds. */
const MAX_RESIDUALS = 50_000;

/**
 * The residuals of a series for a bootstrap that draws blocks of them with replacement (Künsch 1989), so that their distribution and their
 * memory up to a block stay as they are; anomalies of the series stay in them too. Block length: `blockRows`, or chosen from the
 * autocorrelation. Of more than 50,000 residuals stretches of at least 20 blocks are kept, at equal distances; a block that happens to be drawn across a
 * seam, or across a gap, jumps there. No values where nothing is left over.
 */
export function residualBlocks(
  series: TimedSeries,
  fitted: FittedSeries,
  blockRows?: number,
): ResidualBlocks {
  const all = fitted.residual ? residualsOf(series, fitted) : new Float64Array();
  const n = all.length;
  if (n === 0) return { values: all, block: 1 };
  const from = Math.floor(Math.max(0, n - MAX_RESIDUALS) / 2);
  const wanted = blockRows ?? blockLength(all.subarray(from, from + MAX_RESIDUALS));
  const block = Math.max(1, Math.min(Math.round(wanted), n, MAX_RESIDUALS));
  return { values: n > MAX_RESIDUALS ? stretches(all, block) : all, block };
}

function stretches(all: Float64Array, block: number): Float64Array {
  const length = Math.min(MAX_RESIDUALS, Math.max(1000, 20 * block));
  const count = Math.floor(MAX_RESIDUALS / length);
  const kept = new Float64Array(count * length);
  for (let i = 0; i < count; i++) {
    const from =
      count === 1
        ? Math.floor((all.length - length) / 2)
        : Math.floor((i * (all.length - length)) / (count - 1));
    kept.set(all.subarray(from, from + length), i * length);
  }
  return kept;
}

/**
 * Length of blocks that estimates the variance of the mean best: (2G²/D)^(1/3)·n^(1/3) with a trapezoid lag window and D = 4/3·g² (Politis and
 * White 2004, corrected by Patton, Politis and White 2009), at least 1, at most ⌈min(3√n, n/3)⌉.
 */
export function blockLength(values: Float64Array): number {
  const n = values.length;
  if (n < 9) return 1;
  const longest = Math.ceil(Math.min(3 * Math.sqrt(n), n / 3));
  const still = Math.max(5, Math.floor(Math.sqrt(Math.log10(n))));
  const farthest = Math.min(n - 1, Math.ceil(Math.sqrt(n)) + still);
  const covariance = covariances(values, farthest);
  const own = at(covariance, 0);
  if (!(own > 0)) return 1;
  const band = 2 * Math.sqrt(Math.log10(n) / n);
  const quiet = (lag: number): boolean => Math.abs((covariance[lag] as number) / own) < band;
  // The first of `still` quiet lags in a row.
  let first = 1;
  while (first + still - 1 <= farthest) {
    let run = 0;
    while (run < still && quiet(first + run)) run++;
    if (run === still) break;
    first += run + 1;
  }
  const reach = Math.min(2 * first, farthest);
  let g0 = own;
  let g1 = 0;
  for (let lag = 1; lag <= reach; lag++) {
    const weight = Math.min(1, 2 * (1 - lag / reach));
    g0 += 2 * weight * (covariance[lag] as number);
    g1 += 2 * weight * lag * (covariance[lag] as number);
  }
  const length = Math.cbrt(((2 * g1 * g1) / ((4 / 3) * g0 * g0)) * n);
  return Number.isFinite(length) ? Math.max(1, Math.min(longest, length)) : longest;
}

function covariances(values: Float64Array, farthest: number): Float64Array {
  const n = values.length;
  const mean = meanOf(values);
  const d = values.map((value) => value - mean);
  return Float64Array.from({ length: farthest + 1 }, (_, lag) => {
    const sum = new RunningSum();
    for (let i = 0; i + lag < n; i++) sum.add((d[i] as number) * (d[i + lag] as number));
    return sum.value / n;
  });
}
