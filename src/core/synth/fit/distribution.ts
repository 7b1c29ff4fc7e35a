import { meanOf, median, sumOf } from '../../statistics';
import { logGamma, thinned } from './statistics';
import type { Distribution } from './types';

/** Likelihoods are taken of so many values at most. */
const MAX_VALUES = 20_000;
/** With 2 or fewer there is no deviation; with more than 30 it is as good as Gaussian. */
const minDf = 2.1;
const maxDf = 30;

export interface FittedDistribution {
  distribution: Distribution;
  /** Where it is centred. */
  centre: number;
  aic: { gaussian: number; laplace: number; student: number };
  /** How many values were used. */
  fitted: number;
}

interface Candidate {
  distribution: Distribution;
  centre: number;
  aic: number;
}

/**
 * The likeliest of Gaussian, Laplace and Student's t by Akaike's criterion 2k − 2·ln L (1974), each at the greatest likelihood of its centre and
 * scale (Student: also of its degrees of freedom, from 2.1 to 30). Not all values may be equal. Of more than 20,000 values, so many at equal distances are used.
 */
export function fitDistribution(all: Float64Array): FittedDistribution {
  const values = thinned(all, MAX_VALUES);
  const candidates = [gaussian(values), laplace(values), student(values)] as const;
  const [g, l, s] = candidates;
  const best = candidates.filter(usable).reduce((a, b) => (b.aic < a.aic ? b : a));
  const aic = { gaussian: g.aic, laplace: l.aic, student: s.aic };
  return { distribution: best.distribution, centre: best.centre, aic, fitted: values.length };
}

/** Student's t at the limit of its degrees of freedom is as good as Gaussian, which has one parameter fewer. */
const usable = ({ distribution }: Candidate): boolean =>
  distribution.kind !== 'student' || distribution.df < 0.99 * maxDf;

function gaussian(values: Float64Array): Candidate {
  const n = values.length;
  const centre = meanOf(values);
  const squares = sumOf(values, (value) => (value - centre) ** 2);
  const logL = (-n / 2) * (Math.log((2 * Math.PI * squares) / n) + 1);
  return { distribution: { kind: 'gaussian', sd: Math.sqrt(squares / (n - 1)) }, centre, aic: 4 - 2 * logL };
}

function laplace(values: Float64Array): Candidate {
  const n = values.length;
  const centre = median(values);
  const scale = sumOf(values, (value) => Math.abs(value - centre)) / n;
  return { distribution: { kind: 'laplace', scale }, centre, aic: 4 + 2 * n * (Math.log(2 * scale) + 1) };
}

/** Golden section over ln df; for each df centre and scale by expectation and maximisation (Lange, Little and Taylor 1989). */
function student(values: Float64Array): Candidate {
  const n = values.length;
  let centre = median(values);
  const variance = sumOf(values, (value) => (value - centre) ** 2) / n;
  let square = median(values.map((value) => (value - centre) ** 2)) / 0.45;
  // Where most values are equal but for rounding, the likelihood has no bound as the scale goes to 0.
  const none: Candidate = {
    distribution: { kind: 'student', df: minDf, scale: 0 },
    centre,
    aic: Number.MAX_VALUE,
  };
  const minSquare = 1e-18 * variance;
  if (!(square > minSquare)) return none;
  let collapsed = false;
  const at = (logDf: number): { logL: number; centre: number; scale: number; df: number } => {
    const df = Math.exp(logDf);
    for (let round = 0; round < 200; round++) {
      let weights = 0;
      let sum = 0;
      let squares = 0;
      for (const value of values) {
        const d = value - centre;
        const weight = (df + 1) / (df + (d * d) / square);
        weights += weight;
        sum += weight * d;
        squares += weight * d * d;
      }
      const shift = sum / weights;
      // Divided by the weights, not by n: the same fixed point, reached sooner (Kent, Tyler and Vardi 1994).
      const next = (squares - weights * shift * shift) / weights;
      const still = Math.abs(next - square) <= 1e-9 * square && shift * shift <= 1e-14 * square;
      centre += shift;
      square = next;
      if (still || !(square > minSquare)) break;
    }
    if (!(square > minSquare)) collapsed = true;
    let logL = n * (logGamma((df + 1) / 2) - logGamma(df / 2) - 0.5 * Math.log(df * Math.PI * square));
    for (const value of values) logL -= ((df + 1) / 2) * Math.log1p((value - centre) ** 2 / (df * square));
    return { logL, centre, scale: Math.sqrt(square), df };
  };
  const golden = (Math.sqrt(5) - 1) / 2;
  let low = Math.log(minDf);
  let high = Math.log(maxDf);
  let left = at(high - golden * (high - low));
  let right = at(low + golden * (high - low));
  while (high - low > 1e-4) {
    if (left.logL >= right.logL) {
      high = Math.log(right.df);
      right = left;
      left = at(high - golden * (high - low));
    } else {
      low = Math.log(left.df);
      left = right;
      right = at(low + golden * (high - low));
    }
  }
  if (collapsed) return none;
  const { df, scale, centre: middle, logL } = left.logL >= right.logL ? left : right;
  return { distribution: { kind: 'student', df, scale }, centre: middle, aic: 6 - 2 * logL };
}
