import { RunningSum } from '../statistics';
import { powerOfTwo, powerOfTwoFft } from './fft';

/** So many multiplications are quicker than setting a transform up. */
const DIRECT = 2e6;

/** Σ x(i)·y(i + k) for lags k = 0..lags (at most rows − 1); `y` has as many rows, and is `x` itself unless given. */
export function laggedProducts(x: Float64Array, lags: number, y = x): Float64Array<ArrayBuffer> {
  return x.length * (lags + 1) <= DIRECT ? direct(x, y, lags) : byBlocks(x, lags, y);
}

function direct(x: Float64Array, y: Float64Array, lags: number): Float64Array<ArrayBuffer> {
  const sums = new Float64Array(lags + 1);
  for (let k = 0; k <= lags; k++) {
    const sum = new RunningSum();
    for (let i = x.length - k - 1; i >= 0; i--) sum.add((x[i] as number) * (y[i + k] as number));
    sums[k] = sum.value;
  }
  return sums;
}

/**
 * Every block of x is correlated with the same rows of y and the `lags` behind them; the spectra of all blocks add up, and one inverse transform is enough.
 * A block and its longer counterpart are the real and the imaginary part of one transform. Memory grows with `lags`, not with the rows; time for
 * 10,000,000 rows and 1,000 lags about 1 s.
 */
export function byBlocks(x: Float64Array, lags: number, y = x): Float64Array<ArrayBuffer> {
  const size = Math.max(4096, powerOfTwo(4 * lags));
  const block = size - lags;
  const transform = powerOfTwoFft(size);
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const sumRe = new Float64Array(size);
  const sumIm = new Float64Array(size);
  for (let from = 0; from < x.length; from += block) {
    re.fill(0);
    im.fill(0);
    re.set(x.subarray(from, from + block));
    im.set(y.subarray(from, from + size));
    transform(re, im);
    for (let k = 0; k < size; k++) {
      const mirror = (size - k) % size;
      const a = re[k] as number;
      const b = im[k] as number;
      const c = re[mirror] as number;
      const d = im[mirror] as number;
      // Of the block: ((a + c) + i(b − d)) / 2; of its counterpart: ((b + d) − i(a − c)) / 2. The conjugate of the first times the second.
      sumRe[k] = (sumRe[k] as number) + ((a + c) * (b + d) - (b - d) * (a - c)) / 4;
      sumIm[k] = (sumIm[k] as number) - ((a + c) * (a - c) + (b - d) * (b + d)) / 4;
    }
  }
  transform(sumIm, sumRe);
  return Float64Array.from({ length: lags + 1 }, (_, k) => (sumRe[k] as number) / size);
}
