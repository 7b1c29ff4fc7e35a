import { nice } from '../fields/softRange';

export interface SeverityBins {
  /** Counts of bins of one width from 0 on; the last holds all beyond. */
  counts: number[];
  width: number;
  /** Where the last bin begins, in σ; what is stronger is in it too. */
  last: number;
  median: number;
}

/** A histogram of how strong anomalies are, in local deviations. Undefined where none is measured. `bins`: how many at most. */
export function severityBins(sigmas: readonly number[], bins = 32): SeverityBins | undefined {
  if (sigmas.length === 0) return undefined;
  const sorted = Float64Array.from(sigmas).sort();
  const share = (part: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
  // A few giants do not squeeze the rest into one bin.
  const reach = Math.max(4, Math.min(share(1), 2 * share(0.95)));
  const width = nice(reach / bins);
  const counts = Array<number>(Math.floor(reach / width) + 1).fill(0);
  for (const sigma of sigmas) {
    const bin = Math.min(counts.length - 1, Math.floor(sigma / width));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { counts, width, last: (counts.length - 1) * width, median: share(0.5) };
}
