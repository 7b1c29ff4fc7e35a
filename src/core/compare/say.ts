/** A number for a person: four significant digits, thousands separated; with an exponent where it is very large or small. */
export function sayNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9 || (size > 0 && size < 1e-4)) return value.toExponential(2).replace('e+', 'e');
  // Digits before the point are never rounded away.
  if (size >= 1000) return Math.round(value).toLocaleString('en-GB');
  return value.toLocaleString('en-GB', { maximumSignificantDigits: 4 });
}

/** A share of one as percent: `3.2 %`; below a tenth of a percent `under 0.1 %`. */
export function sayShare(share: number): string {
  if (share > 0 && share < 0.001) return 'under 0.1 %';
  return `${(100 * share).toLocaleString('en-GB', { maximumFractionDigits: 1 })} %`;
}

/** What every measure of two samples says where one of them is empty. */
export const NOTHING_TO_COMPARE = 'One of the two has no values, so there is nothing to compare.';
