import { inject } from './effect/inject';
import { blocks, momentsOf, sampleRuns } from './effect/moments';
import { quantileOf } from '../../statistics';
import type { Others, RealisedAnomaly, SeriesAccess } from './types';

/** How many of the anomalies two plain detectors would find, and what they measure by. */
export interface Detectability {
  /** Rows of the injected series that the limits are taken from, evenly spread over it, and those of them that have a value. */
  sampled: number;
  of: number;
  mean: number;
  deviation: number;
  lowerQuartile: number;
  upperQuartile: number;
  /** Anomalies of which at least one row would be found. */
  zscore: number;
  iqr: number;
  either: number;
  /** In the order of the anomalies. */
  each: { id: string; zscore: boolean; iqr: boolean }[];
}

/**
 * Whether a row of each anomaly lies further than three sample deviations from the mean of the injected series, or further than 1.5
 * interquartile ranges beyond its quartiles. Mean, deviation and quartiles are those of the whole series up to 65,536 rows, above that of 1,024
 * evenly spread runs of 64 rows. Without spread nothing is found. Missing stretches and timestamp faults are never found by their values.
 */
export function detectability(
  anomalies: readonly RealisedAnomaly[],
  access: SeriesAccess,
  others?: Others,
): Detectability {
  const changed = (from: number, to: number): Float64Array => {
    const values = access.values(from, to).slice();
    inject(anomalies, access, from, to, values, others);
    return values;
  };
  const runs = sampleRuns(access.rows).map(([from, to]) =>
    changed(from, to).filter((value) => value === value),
  );
  const { count, mean, deviation } = momentsOf(runs);
  const sorted = new Float64Array(count);
  let at = 0;
  for (const run of runs) {
    sorted.set(run, at);
    at += run.length;
  }
  sorted.sort();
  const lowerQuartile = quantileOf(sorted, 0.25);
  const upperQuartile = quantileOf(sorted, 0.75);
  const range = upperQuartile - lowerQuartile;
  const each = anomalies.map(({ id, from, to }) => {
    let zscore = false;
    let iqr = false;
    for (const [start, end] of blocks(from, to)) {
      for (const value of changed(start, end)) {
        zscore ||= deviation > 0 && Math.abs(value - mean) > 3 * deviation;
        iqr ||= range > 0 && (value < lowerQuartile - 1.5 * range || value > upperQuartile + 1.5 * range);
      }
      if (zscore && iqr) break;
    }
    return { id, zscore, iqr };
  });
  return {
    sampled: count,
    of: access.rows,
    mean,
    deviation,
    lowerQuartile,
    upperQuartile,
    zscore: each.filter((one) => one.zscore).length,
    iqr: each.filter((one) => one.iqr).length,
    either: each.filter((one) => one.zscore || one.iqr).length,
    each,
  };
}
