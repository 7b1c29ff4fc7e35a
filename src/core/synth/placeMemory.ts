import type { Result } from '../errors';
import type { Place } from './inject/types';

/**
 * Places of a source's anomalies as they were found before, while all that they depend on is the same; found anew otherwise. A dial of the signal
 * turns the strength of its anomalies and moves none. `on`: seed, injections and whatever the times of the rows come from, compared by identity.
 */
export type PlaceMemory = (
  series: string,
  on: readonly unknown[],
  find: () => Result<Place[]>,
) => Result<Place[]>;

/** Remembers those of the plan before alone. */
export function createPlaceMemory(): PlaceMemory {
  let before: readonly unknown[] = [];
  const known = new Map<string, Result<Place[]>>();
  return (series, on, find) => {
    if (on.length !== before.length || on.some((one, index) => one !== before[index])) known.clear();
    before = on;
    const places = known.get(series) ?? find();
    known.set(series, places);
    return places;
  };
}
