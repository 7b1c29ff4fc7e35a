/** Which buckets of a piece's rows are there, which are its own, and which are as in the whole series. */
import type { Piece } from '../../rows/types';
import { bucketOf } from './grid';
import type { Buckets } from './usual';

/** Stretches of buckets by their starts, half-open, microseconds; all of them starts of buckets, and the piece's own within the others. */
export interface Extent {
  /** Those to make: some beside the piece's own, so that one which is not sure is not passed over. */
  from: number;
  to: number;
  ownFrom: number;
  ownTo: number;
  sureFrom: number;
  sureTo: number;
  /** Whether the series may have buckets before and after those that are sure. */
  openStart: boolean;
  openEnd: boolean;
}

const ceilingOf = (time: number, buckets: Buckets): number => bucketOf(time + buckets.every - 1, buckets);

export function extentOf(piece: Piece, buckets: Buckets): Extent {
  const { rows, first, last, from: own, to: end, sureFrom, sureTo } = piece;
  const { every } = buckets;
  const { times, length } = rows;
  const openStart = !first || sureFrom > 0;
  const openEnd = !last || sureTo < length;
  const [ownFirst, ownLast] = [
    own === -Infinity ? -Infinity : ceilingOf(own, buckets),
    end === Infinity ? Infinity : bucketOf(end - 1, buckets),
  ];
  // Of a piece without rows, any bucket that is its own serves to say that nothing is sure.
  const some = own > -Infinity ? ownFirst : end < Infinity ? ownLast : 0;
  const low = length > 0 ? bucketOf(times[0] as number, buckets) : some;
  const after = length > 0 ? bucketOf(times[length - 1] as number, buckets) + every : some;
  const none = sureFrom >= sureTo;
  const sure = {
    from: none || !openStart ? low : firstSure(piece, buckets),
    to: none ? low : openEnd ? firstUnsure(piece, buckets) : after,
  };
  let from = openStart ? Math.min(low, sure.from - every) : low;
  let to = openEnd ? Math.max(after, sure.to + every) : after;
  // What lies farther than a bucket beside the piece's own is not made.
  from = Math.max(from, ownFirst - every);
  to = Math.min(to, ownLast + 2 * every);
  if (openStart) from = Math.min(from, ownLast);
  if (openEnd) to = Math.max(to, ownFirst + every);
  to = Math.max(from, to);
  const within = (time: number): number => Math.min(to, Math.max(from, time));
  return {
    from,
    to,
    ownFrom: within(ownFirst),
    ownTo: within(ownLast + every),
    sureFrom: sure.from,
    sureTo: Math.max(sure.from, sure.to),
    openStart,
    openEnd,
  };
}

/** The first bucket that can hold no row before those that are sure. */
function firstSure({ rows: { times }, sureFrom }: Piece, buckets: Buckets): number {
  const time = times[sureFrom] as number;
  const start = bucketOf(time, buckets);
  const shared = sureFrom > 0 && times[sureFrom - 1] === time;
  return start === time && !shared ? start : start + buckets.every;
}

/** The first bucket that can hold a row after those that are sure. */
function firstUnsure({ rows: { times, length }, sureTo }: Piece, buckets: Buckets): number {
  const time = times[sureTo - 1] as number;
  const start = bucketOf(time, buckets);
  const shared = sureTo < length && times[sureTo] === time;
  return time === start + buckets.every - 1 && !shared ? start + buckets.every : start;
}
