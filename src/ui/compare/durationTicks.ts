/** Ticks at round durations, on linear and logarithmic axes. Microseconds. */
const ms = 1e3;
const s = 1e6;
const min = 60 * s;
const h = 60 * min;
const d = 24 * h;

const steps = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((n) => n * ms),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * s),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * min),
  ...[1, 2, 3, 6, 12].map((n) => n * h),
  ...[1, 2, 7, 14, 28, 91, 182, 365, 730, 1825, 3650, 7300, 18_250].map((n) => n * d),
];

/** Ticks from 0 to `reach`: at most `limit` after the first. */
export function lagTicks(reach: number, limit: number): number[] {
  const step = steps.find((one) => reach / one <= limit) ?? steps.at(-1) ?? d;
  return Array.from({ length: Math.floor(reach / step) + 1 }, (_, i) => i * step);
}

const landmarks = [
  ms,
  10 * ms,
  100 * ms,
  s,
  10 * s,
  min,
  10 * min,
  h,
  6 * h,
  d,
  7 * d,
  28 * d,
  182 * d,
  365 * d,
  3650 * d,
];

/** At most `limit` round periods within a range, spread over it. */
export function periodTicks(from: number, to: number, limit: number): number[] {
  const inside = landmarks.filter((one) => one >= from && one <= to);
  const every = Math.ceil(inside.length / limit);
  return inside.filter((_, i) => i % every === 0);
}
