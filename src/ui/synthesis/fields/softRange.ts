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

/** What a slider spans: the limits where both are near, else a round stretch around the value with room on either side. */
export function softRange(value: number, limits: Partial<Span>, usual = 1): Span {
  const { min = -Infinity, max = Infinity } = limits;
  if (max - min <= 1000) return { min, max };
  const reach = nice(2 * Math.max(Math.abs(value), Math.abs(usual), Math.abs(Number.isFinite(min) ? min : 0), 1e-9));
  const low = min >= 0 ? min : Math.max(min, -reach);
  return { min: low, max: Math.min(max, Math.max(reach, low + reach)) };
}

/** Steps of a slider: a round fraction, so that values stay short. */
export const stepOf = ({ min, max }: Span): number => nice((max - min) / 1000);

/** A number that a slider gave, without the dust of binary fractions. */
export const tidyNumber = (value: number): number => Number(value.toPrecision(10));
