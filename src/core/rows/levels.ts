/** Levels of detail of long series: M4 in buckets of powers of two. */
import { at } from '../list';
import { bucketFields, Buckets } from './buckets';

export interface Level {
  /** Microseconds. */
  width: number;
  /** As `Buckets` records them. */
  records: Float64Array<ArrayBuffer>;
}

/** Series with fewer rows need no levels. */
const LEVEL_ROWS = 200_000;
/** Rows in a bucket of the finest level, of each coarser one so many times as many. */
const FINEST_ROWS = 64;
const COARSER = 8;
/** A level keeps more buckets than this. */
const LEAST_BUCKETS = 2000;
const WIDEST = 2 ** 52;

/**
 * Bucket widths for a series of `rows` rows at distances of `step`: about 64 rows, then eight times as many and so on,
 * as long as a level keeps more than some two thousand buckets. None for a series that is quick enough without.
 */
export function levelWidths(rows: number, step: number | null): number[] {
  if (step === null) return [];
  return widthsFrom(2 ** Math.ceil(Math.log2(step * FINEST_ROWS)), rows);
}

function widthsFrom(finest: number, rows: number): number[] {
  if (rows < LEVEL_ROWS) return [];
  const widths: number[] = [];
  for (let perBucket = FINEST_ROWS; rows / perBucket > LEAST_BUCKETS; perBucket *= COARSER) {
    const width = (finest * perBucket) / FINEST_ROWS;
    if (width > WIDEST) break;
    widths.push(width);
  }
  return widths;
}

/** All levels of a series of so many rows, from the finest one in parts: the last bucket of one may be the first of the next. */
export function levelsOf(parts: readonly Float64Array[], finest: number, rows: number): Level[] {
  const levels: Level[] = [];
  for (const width of widthsFrom(finest, rows)) {
    const finer = levels.at(-1);
    const buckets = finer ? new Buckets(width) : new Buckets(width, joinedCount(parts));
    if (finer) buckets.gather(finer.records);
    else for (const part of parts) buckets.join(part);
    levels.push({ width, records: buckets.records() });
  }
  return levels;
}

/** Buckets of parts, those that two have in common once. */
function joinedCount(parts: readonly Float64Array[]): number {
  let count = 0;
  let before = NaN;
  for (const part of parts) {
    if (part.length === 0) continue;
    count += part.length / bucketFields.length - (part[0] === before ? 1 : 0);
    before = at(part, part.length - bucketFields.length);
  }
  return count;
}
