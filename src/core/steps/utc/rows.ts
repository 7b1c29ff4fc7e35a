import type { LocalRule } from '../../ingest/types';
import { at, upperBound } from '../../list';
import type { UtcOptions } from '../../recipe/types';
import { tellByOrder } from './order';
import type { ZoneRules } from './clock';
import { repeatedOf, surroundings } from './repeated';

/** Rows of a series in the order of its file. */
export interface UtcRows {
  /** Microseconds UTC. */
  times: Float64Array<ArrayBuffer>;
  /** The array that was given, where no row was dropped. */
  values: Float64Array<ArrayBuffer>;
  /** Rows of the file that are left; null where all are. */
  rows: Int32Array<ArrayBuffer> | null;
  rowsIn: number;
  rowsOut: number;
  /** converted, nonexistent, ambiguous, undecided, displaced, dropped. */
  counts: Record<string, number>;
}

/** Stretches of time that follow one another: number by number, and the one of a time, quickly where it is that of the time before. */
class Stretches {
  private low = NaN;
  private high = NaN;
  private index = -1;

  /** `starts` ascending; what is before the first is -1. */
  constructor(private readonly starts: Float64Array) {}

  of(time: number): number {
    if (time >= this.low && time < this.high) return this.index;
    const { starts } = this;
    const next = upperBound(starts, time);
    this.index = next - 1;
    this.low = next === 0 ? -Infinity : at(starts, next - 1);
    this.high = next === starts.length ? Infinity : at(starts, next);
    return this.index;
  }
}

/** Microseconds to take from the local time; NaN drops the row. With `infer`, the earlier moment for now. */
function shift(options: UtcOptions, { kind, offset, offsetLater = offset }: LocalRule): number {
  if (kind === 'nonexistent' && options.nonexistent === 'drop') return NaN;
  if (kind === 'ambiguous' && options.ambiguous === 'drop') return NaN;
  return kind === 'ambiguous' && options.ambiguous === 'later' ? offsetLater : offset;
}

/** Takes each row by its rule; the first rule also holds before it, the last one after it. Dropped rows become NaN. */
function byRules(times: Float64Array, options: UtcOptions, rules: readonly LocalRule[]) {
  const utc = new Float64Array(times.length);
  const stretches = new Stretches(Float64Array.from(rules.slice(1), ({ from }) => from));
  const offsets = Float64Array.from(rules, (rule) => shift(options, rule));
  const rows = new Float64Array(rules.length);
  for (let row = 0; row < times.length; row++) {
    const time = times[row] as number;
    const rule = stretches.of(time) + 1;
    utc[row] = time - (offsets[rule] as number);
    rows[rule] = (rows[rule] as number) + 1;
  }
  const count = (kind: LocalRule['kind']): number =>
    rules.reduce((sum, rule, index) => sum + (rule.kind === kind ? at(rows, index) : 0), 0);
  return { utc, nonexistent: count('nonexistent'), ambiguous: count('ambiguous') };
}

/** Gives rows of repeated times the moment that their order tells, or what was chosen for those that it does not; how many these are. */
function infer(times: Float64Array, utc: Float64Array, { undecided }: UtcOptions, zone: ZoneRules): number {
  const around = surroundings([zone]).flatMap(({ rules }) => rules);
  const stretches = new Stretches(Float64Array.from(around, ({ from }) => from));
  const near = around.map(({ kind }): number[] | null => (kind === 'ambiguous' ? [] : null));
  for (let row = 0; row < times.length; row++) near[stretches.of(times[row] as number)]?.push(row);
  const intervals = new Map(repeatedOf([zone]).map((interval) => [interval.from, interval]));
  let count = 0;
  near.forEach((rows, index) => {
    const interval = intervals.get(at(around, index).offset);
    const told = rows && interval ? tellByOrder(times, rows, interval) : null;
    if (!told || !interval) return;
    count += told.undecided.length;
    const later = undecided === 'later' ? [told.later, told.undecided] : [told.later];
    for (const row of later.flat()) utc[row] = at(utc, row) + interval.length;
    if (undecided === 'drop') for (const row of told.undecided) utc[row] = NaN;
  });
  return count;
}

/** Drops the rows of skipped times that were moved to a moment at which there is another row; how many these are. */
function yieldToReal(times: Float64Array, utc: Float64Array, rules: readonly LocalRule[]): number {
  const stretches = new Stretches(Float64Array.from(rules.slice(1), ({ from }) => from));
  const isSkipped = (time: number): boolean => at(rules, stretches.of(time) + 1).kind === 'nonexistent';
  const moved: number[] = [];
  for (let row = 0; row < times.length; row++) if (isSkipped(times[row] as number)) moved.push(row);
  // Few rows are moved, and few of the others are within an hour after one of the skips.
  const landed = new Map<number, boolean>(moved.map((row) => [at(utc, row), false]));
  const after = rules.flatMap(({ kind, from, to, offset }) =>
    kind === 'nonexistent' ? [from - offset, to - offset] : [],
  );
  const landing = new Stretches(Float64Array.from(after));
  for (let row = 0; row < times.length; row++) {
    const moment = utc[row] as number;
    if (landing.of(moment) % 2 !== 0 || !landed.has(moment)) continue;
    if (!isSkipped(times[row] as number)) landed.set(moment, true);
  }
  let displaced = 0;
  for (const row of moved) {
    if (landed.get(at(utc, row)) !== true) continue;
    utc[row] = NaN;
    displaced++;
  }
  return displaced;
}

/** Takes out the rows whose moment is NaN. */
function kept(utc: Float64Array<ArrayBuffer>, values: Float64Array<ArrayBuffer>) {
  let count = 0;
  for (let row = 0; row < utc.length; row++) if (!Number.isNaN(utc[row])) count++;
  if (count === utc.length) return { times: utc, values, rows: null };
  const left = {
    times: new Float64Array(count),
    values: new Float64Array(count),
    rows: new Int32Array(count),
  };
  let to = 0;
  for (let row = 0; row < utc.length; row++) {
    const moment = utc[row] as number;
    if (Number.isNaN(moment)) continue;
    left.times[to] = moment;
    left.values[to] = values[row] as number;
    left.rows[to++] = row;
  }
  return left;
}

/**
 * Local times of one series to UTC, whole, in the order of the file, which is kept. The arrays stay as they are. `rules`: sorted, without gaps, of a zone that is not UTC. Counts:
 * converted (rows out), nonexistent, ambiguous, undecided (of these, rows whose order does not tell which moment they are), displaced (rows of skipped times that gave way to a
 * row at the moment they were moved to), dropped (all that were taken out). Throws RangeError for rows without a rule.
 */
export function toUtc(
  times: Float64Array<ArrayBuffer>,
  values: Float64Array<ArrayBuffer>,
  options: UtcOptions,
  rules: ZoneRules['rules'],
): UtcRows {
  if (rules.length === 0 && times.length > 0)
    throw new RangeError('no rule of the time zone covers this time');
  const { utc, nonexistent, ambiguous } = byRules(times, options, rules);
  const undecided =
    options.ambiguous === 'infer' && ambiguous > 0 ? infer(times, utc, options, { sid: 0, rules }) : 0;
  const displaced = options.nonexistent === 'shift' && nonexistent > 0 ? yieldToReal(times, utc, rules) : 0;
  const left = kept(utc, values);
  const [rowsIn, rowsOut] = [times.length, left.times.length];
  const counts = {
    converted: rowsOut,
    nonexistent,
    ambiguous,
    undecided,
    displaced,
    dropped: rowsIn - rowsOut,
  };
  return { ...left, rowsIn, rowsOut, counts };
}
