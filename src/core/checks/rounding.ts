/** Round numbers below and above a number: bounds that a person would choose. */

const tidy = (value: number): number => Number(value.toPrecision(12));

/** Smaller sizes have no unit that a double holds. */
const LEAST_SIZE = 1e-290;

/** A unit to round to: a power of ten of which a size holds ten or more. */
const unitOf = (size: number): number => 10 ** (Math.floor(Math.log10(size)) - 1);

/** The greatest multiple of the unit of `size` at or below a number, of which the last digits of a double do not count. */
export function roundDown(value: number, size: number): number {
  if (!(size > LEAST_SIZE) || !Number.isFinite(value / unitOf(size))) return value;
  const unit = unitOf(size);
  // Twelve digits are told apart: a number of which the unit is beyond them stays as it is.
  if (unit < 1e-11 * Math.abs(value)) return value;
  return tidy(Math.floor(tidy(value / unit)) * unit);
}

/** The least multiple of the unit of `size` at or above a number, likewise. */
export function roundUp(value: number, size: number): number {
  const up = -roundDown(-value, size);
  return up === 0 ? 0 : up;
}

const lengths = [
  1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 2e6, 5e6, 1e7, 1.5e7, 3e7, 6e7, 1.2e8, 3e8, 6e8, 9e8,
  1.8e9, 3.6e9, 7.2e9, 1.08e10, 2.16e10, 4.32e10, 8.64e10, 1.728e11, 6.048e11,
];
const WEEK = 6.048e11;

/** The next usual length of time at or above microseconds: 1, 2, 5, 10, 15 and 30 minutes and so on, from a week on whole weeks. */
export const roundLength = (us: number): number =>
  lengths.find((length) => length >= us) ?? Math.ceil(us / WEEK) * WEEK;
