import { effect } from './effects';
import { chosen } from '../kinds';
import { createScratch } from './scratch';
import { touching } from './touching';
import type { Others, RealisedAnomaly, SeriesAccess } from '../types';

/** What stays after an anomaly's rows: from this row on, so much in all. */
interface Step {
  row: number;
  sum: number;
}

const changes = createScratch();

const lasting = new WeakMap<readonly RealisedAnomaly[], Step[]>();

/** What has been left behind by the anomalies that persist, in order of their ends; kept for as long as the list is. */
function stepsOf(anomalies: readonly RealisedAnomaly[]): readonly Step[] {
  const known = lasting.get(anomalies);
  if (known) return known;
  let sum = 0;
  const steps = anomalies
    .filter(({ requested }) => chosen(requested, 'persists') === true)
    .sort((a, b) => a.to - b.to)
    .map(({ to, realised }) => ({ row: to, sum: (sum += realised.amount ?? 0) }));
  lasting.set(anomalies, steps);
  return steps;
}

function carryOn(steps: readonly Step[], from: number, to: number, values: Float64Array): void {
  for (const [k, { row, sum }] of steps.entries()) {
    const until = Math.min(to, steps[k + 1]?.row ?? to);
    for (let at = Math.max(from, row); at < until; at++) values[at - from] = (values[at - from] ?? NaN) + sum;
  }
}

/**
 * Puts anomalies into the clean values of rows [from, to), in place. `anomalies`: as `realise` gives them, in order of rows. Whatever the split of
 * the rows, each row gets the same bytes. Where anomalies overlap, their changes add up. Rows outside the anomalies keep theirs, but for those after one that persists.
 */
export function inject(
  anomalies: readonly RealisedAnomaly[],
  access: SeriesAccess,
  from: number,
  to: number,
  values: Float64Array,
  others?: Others,
): void {
  let changedTo = from;
  for (const anomaly of touching(anomalies, from, to)) {
    const start = Math.max(from, anomaly.from);
    const end = Math.min(to, anomaly.to);
    const shared = Math.min(end, Math.max(start, changedTo));
    if (start < shared) {
      const clean = access.values(start, shared);
      const changed = effect(anomaly, access, others, start, shared, clean);
      for (let k = 0; k < clean.length; k++) {
        const at = start - from + k;
        values[at] = (values[at] ?? NaN) + ((changed[k] ?? NaN) - (clean[k] ?? NaN));
      }
    }
    if (shared < end) {
      const part = values.subarray(shared - from, end - from);
      part.set(effect(anomaly, access, others, shared, end, part, changes(end - shared)));
    }
    changedTo = Math.max(changedTo, end);
  }
  const steps = stepsOf(anomalies);
  if (steps.length > 0) carryOn(steps, from, to, values);
}
