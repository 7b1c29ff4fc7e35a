import type { Periodogram } from './periodogram';

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
    const height = power[k] ?? 0;
    if (!(height > 0)) continue;
    const place = longest > 0 ? Math.log(size / k / 2) / longest : 0;
    const column = Math.max(0, Math.min(columns - 1, Math.floor(place * columns)));
    const before = highest[column] ?? 0;
    if (before === 0 || height > (power[before] ?? 0)) highest[column] = k;
  }
  const found = highest.filter((k) => k > 0);
  return {
    periods: Float64Array.from(found, (k) => (size * step) / k),
    power: Float64Array.from(found, (k) => power[k] ?? 0),
  };
}
