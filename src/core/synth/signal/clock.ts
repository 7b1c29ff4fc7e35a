import { DAY_US } from '../../civil';
import type { Grid, Part } from './types';

/** Rows that are made together; ranges given to parts lie in one block that starts at a multiple of it. */
export const block = 1024;

export const day = DAY_US;
export const week = 7 * day;
/** Monday 1970-01-05T00:00:00Z. */
export const monday = 4 * day;

/** a modulo b in [0, b), exact for whole numbers below 2^53. */
export function modulo(a: number, b: number): number {
  const rest = a % b;
  if (rest >= 0) return rest;
  const up = rest + b;
  return up < b ? up : 0;
}

/** What a clock shows: microseconds within the current period, and which period it is (the first row's is 0). */
export interface Clock {
  within: Float64Array;
  turn: Float64Array;
  /** Shows rows [from, to), at most a block. */
  rows(from: number, to: number): void;
  /** Shows positions [from, to) of a list, at most a block. */
  at(positions: Float64Array, from: number, to: number): void;
}

/** A clock of a period in microseconds that shows 0 where row·step + offset is a multiple of it. Whole microseconds, so exact. */
export function createClock({ step }: Grid, period: number, offset: number): Clock {
  const within = new Float64Array(block);
  const turn = new Float64Array(block);
  const stepWithin = step % period;
  const stepTurns = (step - stepWithin) / period;
  return {
    within,
    turn,
    rows(from, to) {
      const time = from * step + offset;
      let now = modulo(time, period);
      let turns = Math.round((time - now) / period);
      for (let i = 0; i < to - from; i++) {
        within[i] = now;
        turn[i] = turns;
        now += stepWithin;
        turns += stepTurns;
        if (now >= period) {
          now -= period;
          turns++;
        }
      }
    },
    at(positions, from, to) {
      for (let i = from; i < to; i++) {
        const time = (positions[i] as number) * step + offset;
        const now = modulo(time, period);
        within[i - from] = now;
        turn[i - from] = Math.round((time - now) / period);
      }
    },
  };
}

/** The clock of a daily or weekly rhythm in UTC: 0 at midnight, or at midnight before Monday. */
export function calendarClock(grid: Grid, period: number): Clock {
  return createClock(grid, period, grid.start - grid.lag - (period === week ? monday : 0));
}

/** Adds what a base has at the clock's first `count` readings onto out[at..at + count). */
export type Shape = (clock: Clock, count: number, out: Float64Array, at: number) => void;

/** A base that is a function of the clock. */
export function onClock(clock: Clock, shape: Shape): Part {
  return {
    add(from, to, out, at) {
      clock.rows(from, to);
      shape(clock, to - from, out, at);
    },
    addAt(positions, out) {
      for (let from = 0; from < positions.length; from += block) {
        const to = Math.min(positions.length, from + block);
        clock.at(positions, from, to);
        shape(clock, to - from, out, from);
      }
    },
  };
}
