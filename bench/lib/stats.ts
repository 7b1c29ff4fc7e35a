/** The value below which the share `p` of the numbers lies, by linear interpolation; NaN of none. */
export function quantile(numbers: readonly number[], p: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const position = (sorted.length - 1) * p;
  const low = sorted[Math.floor(position)] ?? Number.NaN;
  const high = sorted[Math.ceil(position)] ?? Number.NaN;
  return low + (high - low) * (position - Math.floor(position));
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** Three decimals are more than a clock is worth. */
export const rounded = (value: number): number => Math.round(value * 1000) / 1000;
