/** Which of its two moments each row of a repeated interval is, by the order of rows. What tells is in `spec/steps.md`. */
import { at } from '../../list';
import { median } from '../../statistics';

/** A repeated interval of local times `[from, to)`, microseconds. */
interface Interval {
  from: number;
  to: number;
  /** From the earlier to the later moment of one local time. */
  length: number;
}

/** What the order of rows tells. */
export interface Told {
  /** Rows of the interval that are the earlier moment, in no particular order; those that are the later one; and those whose order does not tell. */
  earlier: number[];
  later: number[];
  undecided: number[];
}

/** Distances of neighbouring rows: the median of those that are not zero, without sign (NaN of none), and whether most are backward. */
function habitOf(times: Float64Array, near: readonly number[]): { usual: number; newest: boolean } {
  const distances = new Float64Array(near.length);
  let [count, signs] = [0, 0];
  for (let i = 1; i < near.length; i++) {
    const distance = at(times, at(near, i)) - at(times, at(near, i - 1));
    if (distance !== 0) distances[count++] = Math.abs(distance);
    signs += Math.sign(distance);
  }
  return { usual: median(distances.subarray(0, count)), newest: signs < 0 };
}

/** Positions among rows of the first and only step back, or of the first and only stay where there is none; null without one of them or with several steps back. */
function turnOf(times: Float64Array, inside: readonly number[], stayTells: boolean) {
  let [backs, back, stays, stay] = [0, 0, 0, 0];
  for (let i = 1; i < inside.length; i++) {
    const step = at(times, at(inside, i)) - at(times, at(inside, i - 1));
    if (step < 0 && backs++ === 0) back = i;
    if (step === 0 && stays++ === 0) stay = i;
  }
  if (backs === 1) return { backs, turn: back };
  return { backs, turn: backs === 0 && stays === 1 && stayTells ? stay : null };
}

/**
 * `times`: local. `near`: the rows in the interval and about a day around it, in the order of the file; null where none is in it.
 */
export function tellByOrder(
  times: Float64Array,
  near: readonly number[],
  { from, to, length }: Interval,
): Told | null {
  const isInside = (row: number): boolean => at(times, row) >= from && at(times, row) < to;
  if (!near.some(isInside)) return null;
  const { usual, newest } = habitOf(times, near);
  const ordered = newest ? near.toReversed() : near;
  const inside = ordered.filter(isInside);
  const { backs, turn } = turnOf(times, inside, Number.isNaN(usual) || 2 * usual >= length);
  if (turn !== null) return { earlier: inside.slice(0, turn), later: inside.slice(turn), undecided: [] };
  if (backs > 1) return { earlier: [], later: [], undecided: inside };
  const [first, last] = [at(inside, 0), at(inside, inside.length - 1)];
  const timeAt = (row: number | undefined): number => (row === undefined ? NaN : at(times, row));
  const before = timeAt(ordered[ordered.indexOf(first) - 1]);
  const after = timeAt(ordered[ordered.lastIndexOf(last) + 1]);
  const fits = (distance: number): number => Number(Math.abs(distance - usual) <= usual * 0.1);
  const earlier = fits(at(times, first) - before) + fits(after + length - at(times, last));
  const later = fits(at(times, first) + length - before) + fits(after - at(times, last));
  if (earlier === later) return { earlier: [], later: [], undecided: inside };
  return later > earlier
    ? { earlier: [], later: inside, undecided: [] }
    : { earlier: inside, later: [], undecided: [] };
}
