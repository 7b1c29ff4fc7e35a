import type { Result } from '../errors';
import type { Place } from './place';

/**
 * Places of a series as they were found before, while all that they depend on is the same; found anew otherwise. A dial of the signal turns the
 * strength of its anomalies and moves none. `on`: seed, injections and whatever the times of the rows come from, compared by identity.
 */
export type PlaceMemory = (
  series: string,
  on: readonly unknown[],
  find: () => Result<Place[]>,
) => Result<Place[]>;

export function createPlaceMemory(): PlaceMemory {
  const known = new Map<string, { on: readonly unknown[]; places: Result<Place[]> }>();
  return (series, on, find) => {
    const before = known.get(series);
    if (before?.on.length === on.length && before.on.every((one, index) => one === on[index]))
      return before.places;
    const places = find();
    known.set(series, { on, places });
    return places;
  };
}
