import type { RealisedAnomaly } from '../types';

const none: readonly RealisedAnomaly[] = [];

/** For each anomaly, the furthest row that it or one before it reaches; kept for as long as the list is. */
const reaches = new WeakMap<readonly RealisedAnomaly[], Float64Array>();

function reachOf(anomalies: readonly RealisedAnomaly[]): Float64Array {
  const known = reaches.get(anomalies);
  if (known?.length === anomalies.length) return known;
  const reach = new Float64Array(anomalies.length);
  let furthest = 0;
  for (const [k, { to }] of anomalies.entries()) reach[k] = furthest = Math.max(furthest, to);
  reaches.set(anomalies, reach);
  return reach;
}

/** First index of [0, count) for which a condition holds that then holds for all after it. */
function first(count: number, holds: (index: number) => boolean): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Those with rows in [from, to), of anomalies in order of their first rows. */
export function touching(
  anomalies: readonly RealisedAnomaly[],
  from: number,
  to: number,
): readonly RealisedAnomaly[] {
  const reach = reachOf(anomalies);
  const low = first(anomalies.length, (k) => (reach[k] ?? 0) > from);
  const high = first(anomalies.length, (k) => (anomalies[k]?.from ?? 0) >= to);
  if (low >= high) return none;
  return anomalies.slice(low, high).filter((anomaly) => anomaly.to > from);
}
