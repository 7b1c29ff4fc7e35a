/** How long work under way will take yet, from how quickly it went in the last seconds. */

/** What was seen of work under way. Times are milliseconds of a clock that is passed in. */
export interface Pace {
  readonly began: number;
  /** How much was done at times of the last seconds, from 0 to 1, and once before them. */
  readonly seen: readonly { at: number; done: number }[];
  /** Milliseconds left, smoothed; null while nothing tells. */
  readonly left: number | null;
}

/** The rate is that of so many milliseconds. */
const LATELY = 6000;
/** What was shown gives way to what is new within about so many milliseconds. */
const SMOOTHING = 3000;
/** The part of the way to a new figure that one look takes at most. */
const MOST_AT_ONCE = 0.25;
/** Before so many milliseconds of work nothing is shown, nor where fewer are left than `WORTH`. */
const FIRST = 1000;
const WORTH = 2000;

/** The pace after another look: so much is `done` at `now`. Work that has done less than before is another work. */
export function paceAt(before: Pace | null, done: number, now: number): Pace {
  const last = before?.seen.at(-1);
  if (!before || !last || done < last.done) return { began: now, seen: [{ at: now, done }], left: null };
  const all = [...before.seen, { at: now, done }];
  // One of before the last seconds stays: the rate is that of all of them.
  const old = all.findLastIndex(({ at }) => at <= now - LATELY);
  const seen = all.slice(Math.max(0, old));
  return { began: before.began, seen, left: leftAt({ ...before, seen }, now - last.at) };
}

/** `elapsed`: since the look before. */
function leftAt({ seen, left }: Pace, elapsed: number): number | null {
  const [first] = seen;
  const last = seen.at(-1);
  if (!first || !last) return left;
  const rate = (last.done - first.done) / (last.at - first.at);
  const measured = (1 - last.done) / rate;
  // Nothing went on: what was expected is not any nearer, and after a while nobody knows.
  if (!Number.isFinite(measured)) return last.at - first.at < LATELY ? left : null;
  if (left === null) return measured;
  const expected = Math.max(0, left - elapsed);
  return expected + Math.min(MOST_AT_ONCE, 1 - Math.exp(-elapsed / SMOOTHING)) * (measured - expected);
}

/** `about 8 s left`; null in the first second of work, and where it ends within two. */
export function timeLeft(pace: Pace | null): string | null {
  const last = pace?.seen.at(-1);
  if (!pace || !last || pace.left === null) return null;
  if (last.at - pace.began < FIRST || pace.left < WORTH) return null;
  return `about ${duration(pace.left / 1000)} left`;
}

/** As finely as it can be known: seconds, above half a minute by fives; minutes; hours and minutes. */
function duration(seconds: number): string {
  if (seconds < 30) return `${Math.round(seconds)} s`;
  if (seconds < 87.5) return `${5 * Math.round(seconds / 5)} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
}
