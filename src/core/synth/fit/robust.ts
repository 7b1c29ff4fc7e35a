/** Median; NaN without a value. The input stays as it is. */
export function median(values: Float64Array): number {
  const sorted = values.slice().sort();
  const middle = (sorted.length - 1) / 2;
  const low = sorted[Math.floor(middle)] ?? NaN;
  return low + ((sorted[Math.ceil(middle)] ?? NaN) - low) / 2;
}

/** Above so many values, so many at equal distances are enough. */
const ENOUGH = 200_000;

/** Median distance from `centre` times 1.4826: the standard deviation, were the values Gaussian. */
export function robustSd(values: Float64Array, centre = 0): number {
  return 1.4826 * median(thinned(values, ENOUGH).map((value) => Math.abs(value - centre)));
}

/** So many of the values, at equal distances; all where there are no more. */
export function thinned(values: Float64Array, most: number): Float64Array {
  if (values.length <= most) return values;
  return Float64Array.from({ length: most }, (_, i) => values[Math.floor((i * values.length) / most)] ?? NaN);
}

/** Values around their median, cut at ±4 robust deviations; not cut where most are equal but for rounding. */
export function withoutFar(values: Float64Array): Float64Array<ArrayBuffer> {
  const centre = median(thinned(values, ENOUGH));
  const limit = 4 * robustSd(values, centre);
  const farthest = values.reduce((most, value) => Math.max(most, Math.abs(value - centre)), 0);
  const reach = limit > 1e-9 * farthest ? limit : farthest;
  return Float64Array.from(values, (value) => Math.max(-reach, Math.min(reach, value - centre)));
}
