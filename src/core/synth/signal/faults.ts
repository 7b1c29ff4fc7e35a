/** Faults by row: what happens to a row depends on the seed, the names and the row alone. */
import { at, firstWhere } from '../../list';
import { exp, stream, streamName, type Stream } from '../../random';
import { microseconds } from '../../recipe/duration';
import type { Faults } from '../../recipe/types';
import { day, modulo } from './clock';
import type { ChannelModel, FaultRows } from './types';

type Clocked = Pick<ChannelModel, 'rows' | 'start' | 'step'>;
type FaultModel = Pick<ChannelModel, 'timeOf' | 'rowAt' | 'faultRows' | 'onGrid' | 'leaveEmpty'>;
type Ranges = readonly (readonly [from: number, to: number])[];

/** Mean number of bursts in one stretch of time that is drawn by itself. */
const perStretch = 8;
const maxPerStretch = 64;

/** Marks rows of [from, to) that a burst covers. Bursts are a Poisson process: their number in each stretch, then their places. */
function bursts({ step }: Clocked, missing: { perDay: number; length: string }, seed: number, name: string) {
  const length = microseconds(missing.length);
  const stretch = Math.floor(Math.min((perStretch * day) / missing.perDay, 365 * day));
  const mean = (missing.perDay * stretch) / day;
  const counts = stream(seed, name);
  const places = stream(seed, `${name}/place`);
  /** By inversion: the lowest n with P(N ≤ n) above a uniform number. */
  const poisson = (u: number): number => {
    let term = exp(-mean);
    let sum = term;
    let n = 0;
    for (; u >= sum && n < maxPerStretch - 1; sum += term) term *= mean / ++n;
    return n;
  };
  return (from: number, to: number, marks: Uint8Array): void => {
    const lowest = Math.floor((from * step - length) / stretch);
    const highest = Math.floor(((to - 1) * step) / stretch);
    for (let number = lowest; number <= highest; number++) {
      const index = number >>> 0;
      const many = poisson(counts.uniform(index));
      for (let k = 0; k < many; k++) {
        const start =
          number * stretch + Math.floor(places.uniform((index * maxPerStretch + k) >>> 0) * stretch);
        const first = Math.max(from, Math.ceil(start / step));
        const end = Math.min(to, Math.ceil((start + length) / step));
        for (let row = first; row < end; row++) marks[row - from] = 1;
      }
    }
  };
}

/** Marks missing rows of a range. */
function missingRows(
  clock: Clocked,
  missing: NonNullable<Faults['missing']>,
  seed: number,
  source: string,
  channel: string | undefined,
) {
  const named = (what: string): string => streamName(source, channel, `missing/${what}`);
  const { random = 0, pattern } = missing;
  const singles = stream(seed, named('random'));
  const inBursts =
    missing.bursts && missing.bursts.perDay > 0
      ? bursts(clock, missing.bursts, seed, named('bursts'))
      : undefined;
  const every = pattern ? microseconds(pattern.every) : 0;
  const length = pattern ? microseconds(pattern.length) : 0;
  return (from: number, to: number, marks: Uint8Array): void => {
    if (random > 0) {
      const draws = new Float64Array(to - from);
      singles.fillUniform(from, to, draws);
      for (let i = 0; i < draws.length; i++) if ((draws[i] as number) < random) marks[i] = 1;
    }
    inBursts?.(from, to, marks);
    if (pattern) {
      for (let row = from; row < to; row++)
        if (modulo(row * clock.step, every) < length) marks[row - from] = 1;
    }
  };
}

/** Sets the marks of rows [from, to) that lie in one of the ranges to 0. */
function spare(marks: Uint8Array, from: number, to: number, ranges: Ranges): void {
  for (let k = firstWhere(0, ranges.length, (n) => at(ranges, n)[1] > from); k < ranges.length; k++) {
    const [start, end] = at(ranges, k);
    if (start >= to) return;
    marks.fill(0, Math.max(start, from) - from, Math.min(end, to) - from);
  }
}

/** Marks rows of [from, to) with a chance each; rows below 0 are never marked. */
function hits(draws: Stream, chance: number, from: number, to: number): Uint8Array {
  const marks = new Uint8Array(to - from);
  if (chance <= 0) return marks;
  const low = Math.max(0, from);
  const values = new Float64Array(to - low);
  draws.fillUniform(low, to, values);
  for (let i = 0; i < values.length; i++) if ((values[i] as number) < chance) marks[low - from + i] = 1;
  return marks;
}

/** A source's name, the channel's (absent: there are none), and what the recipe asks for. Jitter is common to the channels. */
export function compileFaults(
  clock: Clocked,
  faults: Faults | undefined,
  seed: number,
  source: string,
  channel: string | undefined,
): FaultModel {
  const { rows, start, step } = clock;
  const { jitter = 0, missing, duplicates = 0, backward = 0 } = faults ?? {};
  /** Times move by −⌊width/2⌋ to width − 1 − ⌊width/2⌋ µs: less than a step between two rows. */
  const width = Math.floor(jitter * step);
  const shifts = stream(seed, streamName(source, undefined, 'jitter'));
  const half = Math.floor(width / 2);
  const shift = width > 1 ? (row: number): number => shifts.integer(row, width) - half : (): number => 0;
  const markMissing = missing ? missingRows(clock, missing, seed, source, channel) : undefined;
  const twice = stream(seed, streamName(source, channel, 'duplicates'));
  const back = stream(seed, streamName(source, channel, 'backward'));
  /** A row steps back where its draw hits and the one before does not: q(1 − q) = backward. */
  const chance = (1 - Math.sqrt(1 - 4 * backward)) / 2;

  const timeOf = (row: number): number => start + row * step + shift(row);
  const lookBack = backward > 0 ? 2 : 0;

  return {
    onGrid: width <= 1 && missing?.as !== 'absent' && duplicates <= 0 && backward <= 0,
    leaveEmpty(from, to, values) {
      if (!markMissing || missing?.as === 'absent') return;
      const missed = new Uint8Array(to - from);
      markMissing(from, to, missed);
      for (let i = 0; i < missed.length; i++) if (missed[i] === 1) values[i] = NaN;
    },
    timeOf,
    rowAt(time) {
      let row = Math.min(Math.max(Math.ceil((time - start) / step), 0), rows);
      while (row > 0 && timeOf(row - 1) >= time) row--;
      while (row < rows && timeOf(row) < time) row++;
      return row;
    },
    faultRows(from, to, avoid = []): FaultRows {
      const n = to - from;
      // Rows before the range decide whether its first may step back.
      const first = Math.max(0, from - lookBack);
      const before = from - first;
      const missed = new Uint8Array(to - first);
      markMissing?.(first, to, missed);
      const absent = missing?.as === 'absent';
      const times = new Float64Array(n);
      for (let i = 0; i < n; i++) times[i] = timeOf(from + i);
      const copies = hits(twice, duplicates, from, to);
      spare(copies, from, to, avoid);
      const drawn = hits(back, chance, from - 1, to);
      const set = drawn.slice(1);
      spare(set, from, to, avoid);
      const empty = new Uint8Array(n);
      const counts = { absent: 0, empty: 0, duplicated: 0, backward: 0 };
      for (let i = 0; i < n; i++) {
        const gone = missed[before + i] === 1;
        if (gone && absent) {
          copies[i] = 0;
          counts.absent++;
          continue;
        }
        if (copies[i] === 1) counts.duplicated++;
        copies[i] = copies[i] === 1 ? 2 : 1;
        if (gone) {
          empty[i] = 1;
          counts.empty++;
        }
        if (set[i] !== 1 || drawn[i] === 1 || from + i < 2) continue;
        if (absent && (missed[before + i - 1] === 1 || missed[before + i - 2] === 1)) continue;
        times[i] = timeOf(from + i - 2);
        counts.backward++;
      }
      return { times, copies, empty, counts };
    },
  };
}
