export interface Span {
  min: number;
  max: number;
}

/** The next 1, 2 or 5 times a power of ten at or above a positive number. */
export function nice(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  const lead = value / power;
  const round = lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10;
  return Number((round * power).toPrecision(12));
}

/** How many times a value the limits may be apart for a slider to span them. */
const NEAR = 20;

/** What a slider spans: the limits where they are near, else a round stretch around the value with room on either side. */
export function softRange(value: number, limits: Partial<Span>, usual = 1): Span {
  const { min = -Infinity, max = Infinity } = limits;
  const size = Math.max(Math.abs(value), Math.abs(usual), 1e-9);
  if (max - min <= NEAR * size) return { min, max };
  const reach = nice(2 * size);
  const low = min >= 0 ? min : Math.max(min, -reach);
  return { min: low, max: Math.min(max, Math.max(reach, low + reach)) };
}

/** Steps of a slider: a round fraction, so that values stay short. */
export const stepOf = ({ min, max }: Span): number => (max > min ? nice((max - min) / 1000) : 1);

/** A number that a slider gave, without the dust of binary fractions. */
export const tidyNumber = (value: number): number => Number(value.toPrecision(10));
