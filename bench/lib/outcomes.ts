/** Outcomes in their usual forms. */
import type { Outcome } from '../types';
import { median, rounded } from './stats';

/** The median beside the most that it should be. */
export function atMost(
  name: string,
  unit: Outcome['unit'],
  runs: readonly number[],
  most: number,
  aim: string,
): Outcome {
  const value = median(runs);
  return {
    name,
    unit,
    value: rounded(value),
    runs: runs.map(rounded),
    against: {},
    aim,
    holds: value <= most,
  };
}

/** The longest task of the page's main thread. */
export const longestTask = (bench: string, ms: number): Outcome =>
  atMost(`${bench}-longest-task`, 'ms', [ms], 50, 'no main-thread task over 50 ms');

/** The first line of a message, without what a browser's driver puts before it. */
const firstLine = (message: string): string =>
  message
    .split('\n', 1)
    .join('')
    .replace(/^page\.evaluate: (Error: )?/, '');

/** A line for what could not be measured. */
export const failedOutcome = (
  name: string,
  unit: Outcome['unit'],
  aim: string,
  thrown: unknown,
): Outcome => ({
  name,
  unit,
  value: null,
  runs: [],
  against: {},
  aim,
  holds: false,
  failed: firstLine(thrown instanceof Error ? thrown.message : String(thrown)),
});

/** A peer's number, and how many times it the lab's is. */
export const beside = (mine: number, theirs: number): { value: number; ratio: number } => ({
  value: rounded(theirs),
  ratio: rounded(mine / theirs),
});
