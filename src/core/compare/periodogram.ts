import { RunningSum } from '../statistics';
import { powerOfTwo, squaredSpectrum } from './fft';

/** Above so many rows zeros fill the series up to a power of two. */
const EXACT = 131_072;

export interface PeriodogramOptions {
  /** `hann` (periodic, 0.5 − 0.5·cos(2πi/n)) leaks less and is the default; `boxcar` is no window. */
  window?: 'hann' | 'boxcar';
  /** What is subtracted first: the mean (default), or a straight line by least squares. */
  detrend?: 'constant' | 'linear';
}

/** Power spectral density, one-sided: the frequency of `power[k]` is k·1e6/(size·step) Hz. */
export interface Periodogram {
  window: 'hann' | 'boxcar';
  detrend: 'constant' | 'linear';
  rows: number;
  /** Length of the transform: `rows`, or the next power of two above 131,072. */
  size: number;
  /** Microseconds from row to row. */
  step: number;
  /** Value² per Hz, ⌊size/2⌋ + 1 of them. */
  power: Float64Array;
}

/**
 * |Σ w(i)·d(i)·e^(−2πifi)|² / (fs·Σ w²), doubled but at 0 and the highest frequency of an even size: scipy's `signal.periodogram` with the
 * same window and detrend (and `nfft=size`). A missing row has weight 0 in both sums. Rows are taken to be `step` apart. Time for
 * 10,000,000 rows about 2 s, memory about 450 MB. Null for fewer than two values or one beyond 1e150.
 */
export function periodogram(
  values: Float64Array,
  step: number,
  options: PeriodogramOptions = {},
): Periodogram | null {
  const { window = 'hann', detrend = 'constant' } = options;
  const rows = values.length;
  const line = lineOf(values, detrend);
  if (!line) return null;
  const x = new Float64Array(rows);
  const weighed = new RunningSum();
  for (let i = 0; i < rows; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    const weight = window === 'hann' ? 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / rows) : 1;
    weighed.add(weight * weight);
    x[i] = weight * (value - line.mean - line.slope * (i - line.middle));
  }
  const size = rows > EXACT ? powerOfTwo(rows) : rows;
  const power = line.constant ? new Float64Array(Math.floor(size / 2) + 1) : squaredSpectrum(x, size);
  const rate = 1e6 / step;
  const last = size % 2 === 0 ? power.length - 1 : power.length;
  for (let k = 0; k < power.length; k++)
    power[k] = ((power[k] as number) * (k > 0 && k < last ? 2 : 1)) / (rate * weighed.value);
  return { window, detrend, rows, size, step, power };
}

interface Line {
  mean: number;
  slope: number;
  /** Mean row of the values. */
  middle: number;
  constant: boolean;
}

function lineOf(values: Float64Array, detrend: 'constant' | 'linear'): Line | undefined {
  let count = 0;
  const sum = new RunningSum();
  let rows = 0;
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isFinite(value)) continue;
    count++;
    sum.add(value);
    rows += i;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (count < 2 || Math.max(high, -low) > 1e150) return undefined;
  const mean = sum.value / count;
  const middle = rows / count;
  const products = new RunningSum();
  let squares = 0;
  if (detrend === 'linear') {
    for (let i = 0; i < values.length; i++) {
      const value = values[i] as number;
      if (!Number.isFinite(value)) continue;
      products.add((i - middle) * (value - mean));
      squares += (i - middle) ** 2;
    }
  }
  const slope = squares > 0 ? products.value / squares : 0;
  return { mean, slope, middle, constant: low === high };
}

/** A periodogram as a line to draw: by period, shortest first. */
export interface SpectrumLine {
  /** Microseconds. */
  periods: Float64Array;
  /** Value² per Hz. */
  power: Float64Array;
}

/**
 * The periodogram from two steps to the length of the series, the highest point of each of `columns` parts of equal width on a logarithmic
 * axis of periods, so that no peak is lost. Frequency 0 and points without power are left out. Null without a periodogram.
 */
export function spectrumLine(of: Periodogram | null, columns = 400): SpectrumLine | null {
  if (!of) return null;
  const { power, rows, size, step } = of;
  const longest = Math.log(rows / 2);
  const highest = new Int32Array(columns);
  for (let k = Math.max(1, Math.ceil(size / rows)); k < power.length; k++) {
    const height = power[k] as number;
    if (!(height > 0)) continue;
    const place = longest > 0 ? Math.log(size / k / 2) / longest : 0;
    const column = Math.max(0, Math.min(columns - 1, Math.floor(place * columns)));
    const before = highest[column] as number;
    if (before === 0 || height > (power[before] as number)) highest[column] = k;
  }
  const found = highest.filter((k) => k > 0);
  return {
    periods: Float64Array.from(found, (k) => (size * step) / k),
    power: Float64Array.from(found, (k) => power[k] as number),
  };
}
