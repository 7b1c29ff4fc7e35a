import { measured } from '../format';
import { at } from '../list';
import { meanOf, RunningSum } from '../statistics';
import { present } from './series';

/** Moments of the finite values; null where there is none, or where it is beyond doubles. */
export interface Moments {
  count: number;
  mean: number | null;
  /** Of the sample (n − 1); null for fewer than two values. */
  sd: number | null;
  /** m₃ / m₂^1.5 of the values as they are (no correction for n); null without spread. */
  skewness: number | null;
  /** m₄ / m₂² − 3; 0 for a normal distribution; null without spread. */
  kurtosis: number | null;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** In two passes, deviations scaled by the greatest so that no power overflows. As scipy's `skew` and `kurtosis`, numpy's `mean` and `std(ddof=1)`. */
export function moments(values: Float64Array): Moments {
  const x = present(values);
  const count = x.length;
  if (count === 0) return { count, mean: null, sd: null, skewness: null, kurtosis: null };
  const mean = meanOf(x);
  let scale = 0;
  let constant = true;
  for (const value of x) {
    scale = Math.max(scale, Math.abs(value - mean));
    if (value !== x[0]) constant = false;
  }
  if (constant) return { count, mean: at(x, 0), sd: count > 1 ? 0 : null, skewness: null, kurtosis: null };
  if (!Number.isFinite(scale)) return { count, mean, sd: null, skewness: null, kurtosis: null };
  const s1 = new RunningSum();
  const s2 = new RunningSum();
  const s3 = new RunningSum();
  const s4 = new RunningSum();
  for (const value of x) {
    const d = (value - mean) / scale;
    const d2 = d * d;
    s1.add(d);
    s2.add(d2);
    s3.add(d2 * d);
    s4.add(d2 * d2);
  }
  // What the mean's rounding left over is taken out of the squares (the corrected two-pass formula of Chan, Golub and LeVeque 1983).
  const squares = s2.value - (s1.value * s1.value) / count;
  const m2 = squares / count;
  // Deviations no larger than the rounding of the values themselves have no shape.
  const shaped = m2 > 0 && scale > 4 * Number.EPSILON * Math.abs(mean);
  return {
    count,
    mean,
    sd: finite(scale * Math.sqrt(squares / (count - 1))),
    skewness: shaped ? s3.value / count / m2 ** 1.5 : null,
    kurtosis: shaped ? s4.value / count / (m2 * m2) - 3 : null,
  };
}

/** Mean, deviation and shape in a sentence. Limits of skewness 0.5 and 1: Bulmer, Principles of Statistics (1979). */
export function readMoments(result: Moments): string {
  const { count, mean, sd, skewness, kurtosis } = result;
  if (count === 0) return 'No values.';
  if (mean === null) return 'The values are near the limit of floating-point numbers: no mean.';
  const head = `Mean ${measured(mean)}`;
  if (sd === null)
    return `${head}; ${count === 1 ? 'one value has no deviation' : 'the deviation is beyond the limit of floating-point numbers'}.`;
  if (skewness === null || kurtosis === null)
    return `${head}, standard deviation ${measured(sd)}: the values are constant.`;
  const lean = Math.abs(skewness);
  const side = skewness > 0 ? 'right' : 'left';
  const shape =
    lean < 0.5
      ? 'about symmetric'
      : lean < 1
        ? `a somewhat longer tail on the ${side}`
        : `a long tail on the ${side}`;
  const tails =
    kurtosis > 1
      ? 'more far values than a normal distribution'
      : kurtosis < -1
        ? 'fewer far values than a normal distribution'
        : 'about as many far values as a normal distribution';
  return `${head}, standard deviation ${measured(sd)}; skewness ${measured(skewness)}: ${shape}; excess kurtosis ${measured(kurtosis)}: ${tails} (0; Laplace 3, uniform -1.2).`;
}
