import type { LabError } from '../../../errors';
import { formatInstant } from '../../../recipe/instant';
import { say, wrong } from '../check';
import type { Place } from './place';
import type { SeriesAccess } from '../types';

/** Pairs of anomalies that share rows, enclosures included, by one sweep in order of rows: each with the one that reaches furthest before it. */
export function overlaps(places: readonly Place[]): [Place, Place][] {
  const sorted = [...places].sort((a, b) => a.footprint.from - b.footprint.from);
  const pairs: [Place, Place][] = [];
  let furthest: Place | undefined;
  for (const place of sorted) {
    if (furthest && place.footprint.from < furthest.footprint.to) pairs.push([furthest, place]);
    if (!furthest || place.footprint.to > furthest.footprint.to) furthest = place;
  }
  return pairs;
}

/** The first overlap as an error at the one that a person placed or changed; undefined where there is none. */
export function refuseOverlaps(places: readonly Place[], access: SeriesAccess): LabError | undefined {
  const pairs = overlaps(places);
  const [pair] = pairs;
  if (!pair) return undefined;
  const [first, second] = pair;
  const blamed = second.byHand ? second : first;
  const name = ({ id, footprint }: Place): string => {
    const last = formatInstant(access.timeOf(footprint.to - 1));
    return `"${id}" from ${formatInstant(access.timeOf(footprint.from))} to ${last}`;
  };
  const left = pairs.length - 1;
  const more = left > 0 ? ` ${say(left)} more ${left === 1 ? 'overlaps' : 'overlap'}.` : '';
  const path = blamed.number === undefined || blamed.byHand ? `${blamed.path}.start` : blamed.path;
  return wrong(
    path,
    `Expected anomalies that do not overlap; in ${access.name} ${name(first)} and ${name(second)} do. Move or remove one.${more}`,
  );
}
