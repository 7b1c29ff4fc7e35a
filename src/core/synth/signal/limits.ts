/** What a series may be at most, and how it is said. */
import { day } from './clock';

export const mostRows = 100_000_000;
export const leastStep = 1000;
export const mostStep = day;
/** Greatest absolute value of a number in a recipe's signal: sums and products of them stay finite. */
export const largest = 1e15;
export const mostNodes = 200;
export const mostCharacters = 1000;
export const longestName = 200;
/** Last microsecond that a double holds exactly: 2255-06-05T23:47:34.740991Z. */
export const lastTime = Number.MAX_SAFE_INTEGER;

/** A number for a person: 100,000,000. */
export const say = (value: number): string =>
  Number.isFinite(value) && Math.abs(value) < 1e12
    ? value.toLocaleString('en-GB', { maximumFractionDigits: 6 })
    : String(value);
