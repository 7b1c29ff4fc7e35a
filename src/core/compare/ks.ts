import { measured, finePercent } from '../format';
import { kolmogorovTail } from './kolmogorov';
import { NOTHING_TO_COMPARE, type Sample } from './series';

/** Two-sample Kolmogorov-Smirnov test, two-sided. */
export interface Ks {
  /** Largest distance between the two empirical distribution functions, 0 to 1. */
  statistic: number;
  /** The lowest value at which they are that far apart. */
  at: number;
  /** 1: the reference has more of its rows at or below that value; −1: the other has. 0 where there is no distance. */
  sign: -1 | 0 | 1;
  /** Probability of such a distance between two samples of one distribution, if all rows were independent. */
  p: number;
  counts: [reference: number, other: number];
}

/** Below this share of rows the two are alike. */
const ALIKE = 0.05;
/** From this share on they are clearly different. */
const DIFFERENT = 0.2;

/**
 * D = max |F(x) − G(x)|, in one pass over both. p is that of one sample of round(nm/(n + m)) values, as scipy's `ks_2samp` takes it with
 * `method='asymp'`. Null where one of the two has no value.
 */
export function ks(reference: Sample, other: Sample): Ks | null {
  const a = reference.sorted;
  const b = other.sorted;
  const n = a.length;
  const m = b.length;
  if (n === 0 || m === 0) return null;
  let i = 0;
  let j = 0;
  let statistic = 0;
  let at = Math.min(a[0] as number, b[0] as number);
  let sign: Ks['sign'] = 0;
  while (i < n && j < m) {
    const x = Math.min(a[i] as number, b[j] as number);
    while (i < n && (a[i] as number) <= x) i++;
    while (j < m && (b[j] as number) <= x) j++;
    const gap = i / n - j / m;
    if (Math.abs(gap) > statistic) {
      statistic = Math.abs(gap);
      at = x;
      sign = gap > 0 ? 1 : -1;
    }
  }
  const effective = Math.max(1, halfToEven((n * m) / (n + m)));
  return { statistic, at, sign, p: kolmogorovTail(effective, statistic), counts: [n, m] };
}

/** Rounds as numpy does: a half to the even neighbour. */
function halfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** What the distance means, and how far chance explains it. The limits 0.05 and 0.2 are rules of thumb; they have no other source. */
export function readKs(result: Ks | null): string {
  if (!result) return NOTHING_TO_COMPARE;
  const { statistic, at, sign, p } = result;
  const head = `KS ${measured(statistic)}`;
  if (sign === 0) return `${head}: the two distributions are the same.`;
  const who = sign > 0 ? 'the reference' : 'the other series';
  const gap = `the largest gap between the two distributions is ${finePercent(statistic)} of the rows (${who} has more at or below ${measured(at)})`;
  const size =
    statistic < ALIKE
      ? 'below 0.05, alike'
      : statistic < DIFFERENT
        ? 'from 0.05 to 0.2, visibly different'
        : 'above 0.2, clearly different';
  const chance = p >= 0.05 ? 'chance alone explains it' : 'chance alone does not explain it';
  const pText = p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`;
  return `${head}: ${gap}; ${size}. For independent rows ${chance} (${pText}); neighbouring rows of a time series are not independent, so p is too small for them.`;
}
