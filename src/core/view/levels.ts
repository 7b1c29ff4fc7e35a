/** What levels of detail tell without a look at the rows: how many there are, M4 of columns, and how far their neighbours may be. */
import { firstWhere } from '../list';
import type { StageFacts } from '../rows/facts';
import type { Level } from '../rows/levels';
import { bucketFields, Buckets } from '../rows/buckets';

/** Numbers in a record of a level. */
export const RECORD = bucketFields.length;
/** Places of the fields in it. */
export const [BUCKET, N, TF, VF, TL, VL, TMIN, VMIN, TMAX, VMAX] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

/** Number of the first record whose bucket begins at or after a time. */
const recordAt = (records: Float64Array, time: number): number =>
  firstWhere(0, records.length / RECORD, (record) => (records[record * RECORD] as number) >= time);

/** A count of rows, of which some are still to be counted: those of `rest`, at most two ranges of about a bucket. */
export interface LevelCount {
  rows: number;
  rest: { from: number; to: number }[];
}

/** Rows of `[from, to)` by what is known of a series, exact. Looks at some ten thousand records at most, however long the series is. */
export function countRows(facts: StageFacts, from: number, to: number): LevelCount {
  const { rows, first, last, step, regular, levels } = facts;
  if (rows === 0 || to <= first || from > last) return { rows: 0, rest: [] };
  if (from <= first && to > last) return { rows, rest: [] };
  if (regular && step !== null && (rows - 1) * step === last - first) {
    const before = (time: number): number => Math.max(0, Math.min(rows, Math.ceil((time - first) / step)));
    return { rows: before(to) - before(from), rest: [] };
  }
  const found: LevelCount = { rows: 0, rest: [] };
  // An end of the series is no end of the range: its buckets are whole.
  const width = levels.at(-1)?.width ?? 1;
  const start = from > first ? from : Math.floor(first / width) * width;
  const end = to <= last ? to : Math.floor(last / width) * width + width;
  add(found, levels, levels.length - 1, start, end);
  return found;
}

/** The whole buckets of a level, and what lies beside them from the next finer one. */
function add(found: LevelCount, levels: readonly Level[], index: number, from: number, to: number): void {
  if (from >= to) return;
  const level = levels[index];
  if (!level) {
    if (!levels[0] || touched(levels[0], from, to)) found.rest.push({ from, to });
    return;
  }
  const { width, records } = level;
  const low = Math.ceil(from / width) * width;
  const high = Math.floor(to / width) * width;
  if (low >= high) return add(found, levels, index - 1, from, to);
  const end = recordAt(records, high);
  for (let record = recordAt(records, low); record < end; record++) {
    found.rows += records[record * RECORD + N] as number;
  }
  add(found, levels, index - 1, from, low);
  add(found, levels, index - 1, high, to);
}

/** Where the row number `row` (from 0, in order of time) is: the `skip`th of those at or after `from`. */
export function placeOf(facts: StageFacts, row: number): { from: number; skip: number } {
  const { rows, first, last, step, regular, levels } = facts;
  if (regular && step !== null && (rows - 1) * step === last - first) {
    return { from: first + row * step, skip: 0 };
  }
  let [from, skip] = [-Infinity, row];
  for (const { records } of levels.toReversed()) {
    for (let record = recordAt(records, from); record * RECORD < records.length; record++) {
      from = records[record * RECORD] as number;
      const inside = records[record * RECORD + N] as number;
      if (inside > skip) break;
      skip -= inside;
    }
  }
  return { from: Math.max(from, first), skip };
}

/** Whether there are rows in the buckets that a range touches. */
const touched = ({ width, records }: Level, from: number, to: number): boolean =>
  recordAt(records, Math.floor(from / width) * width) < recordAt(records, to);

/**
 * Where to look for the last row before `from` and the first at or after `to`: no row between lies outside `[low, high)`, and where there is
 * such a row, one is in it. `levels`: finest first; without any, all that is asked for is within `reach`.
 */
export function besideRange(
  levels: readonly Level[],
  from: number,
  to: number,
  reach: number,
): { low: number; high: number } {
  const [finest] = levels;
  if (!finest) return { low: from - reach, high: to + reach };
  const { width, records } = finest;
  const bucketOf = (time: number): number => Math.floor(time / width) * width;
  const before = recordAt(records, bucketOf(from)) - 1;
  const after = recordAt(records, bucketOf(to) + width);
  const low = before >= 0 ? (records[before * RECORD] as number) : bucketOf(from);
  const high = after * RECORD < records.length ? (records[after * RECORD] as number) : bucketOf(to);
  return { low: Math.max(from - reach, low), high: Math.min(to + reach, high + width) };
}

/** M4 of the columns `[start, end)` of a grid, from a level whose width theirs is a multiple of: records as the level's. */
export function m4OfLevel(
  records: Float64Array,
  { start, end, width }: { start: number; end: number; width: number },
): Float64Array {
  const columns = new Buckets(width);
  columns.gather(records.subarray(recordAt(records, start) * RECORD, recordAt(records, end) * RECORD));
  return columns.records();
}
