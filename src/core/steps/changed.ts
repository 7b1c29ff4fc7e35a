/** How many values within labels a step changed. */
import { firstWhere } from '../list';
import type { Intervals } from '../rows/cover';
import type { Changes } from '../rows/types';

/** Whether a change gave its row another value. Code 1 marks a row that a label protects, whose value stays. */
function isNewValue({ kinds, before, after }: Changes, index: number): boolean {
  const value = after[index] as number;
  return kinds[index] !== 1 && value === value && value !== before[index];
}

/** How many changes gave a value within spans another one. */
export function changedWithin(changes: Changes, spans: Float64Array): number {
  const { length, times } = changes;
  let found = 0;
  let span = 0;
  for (let i = 0; i < length; i++) {
    const time = times[i] as number;
    while (span < spans.length && (spans[span + 1] as number) <= time) span += 2;
    if (span >= spans.length) break;
    if (time >= (spans[span] as number) && isNewValue(changes, i)) found++;
  }
  return found;
}

/** The same for each interval by itself; null where no change lies within any. Changes are in order of time. */
export function changedByInterval(changes: Changes, { starts, ends }: Intervals): Float64Array | null {
  if (starts.length === 0) return null;
  const times = new Float64Array(changes.length);
  let count = 0;
  for (let i = 0; i < changes.length; i++)
    if (isNewValue(changes, i)) times[count++] = changes.times[i] as number;
  const place = (time: number): number => firstWhere(0, count, (index) => (times[index] as number) >= time);
  let found = false;
  const changed = new Float64Array(starts.length);
  for (let i = 0; i < starts.length; i++) {
    const within = place(ends[i] as number) - place(starts[i] as number);
    if (within <= 0) continue;
    changed[i] = within;
    found = true;
  }
  return found ? changed : null;
}
