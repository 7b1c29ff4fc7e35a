import { chosen } from '../kinds';
import { touching } from './touching';
import type { RealisedAnomaly, SeriesAccess } from '../types';

/** A row's time, later by half the distance to the row after it (of the last row, before it), cut to whole microseconds. */
export function offsetTime(access: SeriesAccess, row: number): number {
  const time = access.timeOf(row);
  if (access.rows < 2) return time;
  const distance = row + 1 < access.rows ? access.timeOf(row + 1) - time : time - access.timeOf(row - 1);
  return time + Math.floor(distance / 2);
}

/**
 * Times of rows [from, to) in microseconds, changed in place where an anomaly of kind `timestamps` holds. Like `inject`, the same whatever
 * the split of the rows. All times of an anomaly's rows stay within its label, and no other row's does.
 */
export function injectTimes(
  anomalies: readonly RealisedAnomaly[],
  access: SeriesAccess,
  from: number,
  to: number,
  out: Float64Array,
): void {
  for (const anomaly of touching(anomalies, from, to)) {
    if (anomaly.kind !== 'timestamps') continue;
    const fault = chosen(anomaly.requested, 'fault');
    const end = Math.min(to, anomaly.to);
    for (let row = Math.max(from, anomaly.from); row < end; row++) {
      if (fault === 'offset') out[row - from] = offsetTime(access, row);
      else
        out[row - from] = access.timeOf(
          fault === 'duplicate' ? anomaly.from : anomaly.from + anomaly.to - 1 - row,
        );
    }
  }
}
