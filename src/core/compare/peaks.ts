import { finePercent } from '../format';
import { durationText } from '../recipe/duration';
import type { Periodogram } from './periodogram';

/** A local maximum of a periodogram. */
export interface Peak {
  /** Microseconds. */
  period: number;
  /** Value² per Hz. */
  power: number;
  /** Share of the variance in the peak and the bins beside it that the window fills. */
  share: number;
  /** Probability that white noise of the same variance has such a peak anywhere (Scargle 1982). */
  chance: number;
}

/**
 * The highest peaks, highest first. Periods that the series does not show at least twice are left out, and what lies within the width of a
 * higher peak. The place between two bins is the top of a parabola through three (of the logarithms with a Hann window).
 */
export function peaks(of: Periodogram | null, count = 3): Peak[] {
  if (!of) return [];
  const { power, rows, size, step, window } = of;
  const wide = Math.ceil(((window === 'hann' ? 2 : 1) * size) / rows);
  const first = Math.max(1, Math.ceil((2 * size) / rows));
  let total = 0;
  for (let k = 1; k < power.length; k++) total += power[k] as number;
  if (!(total > 0)) return [];
  const mean = total / (power.length - 1);
  const taken: number[] = [];
  while (taken.length < count) {
    const k = highest(power, first, taken, wide, total * 1e-12);
    if (k === undefined) break;
    taken.push(k);
  }
  return taken.map((k) => {
    const height = power[k] as number;
    let inside = 0;
    for (let i = Math.max(1, k - wide); i <= Math.min(power.length - 1, k + wide); i++)
      inside += power[i] as number;
    const place = k + offset(power, k, window === 'hann');
    // 1 − (1 − e^−z)^m without losing small probabilities.
    const alone = Math.exp(-height / mean);
    const chance = alone >= 1 ? 1 : -Math.expm1((rows / 2) * Math.log1p(-alone));
    return { period: (size * step) / place, power: height, share: Math.min(1, inside / total), chance };
  });
}

function highest(
  power: Float64Array,
  first: number,
  taken: readonly number[],
  wide: number,
  above: number,
): number | undefined {
  let best: number | undefined;
  let height = above;
  for (let k = first; k < power.length; k++) {
    const here = power[k] as number;
    if (here <= height || here < (power[k - 1] as number)) continue;
    if (k + 1 < power.length && here < (power[k + 1] as number)) continue;
    if (taken.some((other) => Math.abs(other - k) <= wide)) continue;
    best = k;
    height = here;
  }
  return best;
}

function offset(power: Float64Array, k: number, logs: boolean): number {
  if (k + 1 >= power.length) return 0;
  const scale = logs ? Math.log : (value: number): number => value;
  const left = scale(power[k - 1] as number);
  const top = scale(power[k] as number);
  const right = scale(power[k + 1] as number);
  const bend = left - 2 * top + right;
  const found = (0.5 * (left - right)) / bend;
  return Number.isFinite(found) ? Math.max(-0.5, Math.min(0.5, found)) : 0;
}

/** Those that are named: white noise hardly has them (a chance below 1 %), and they carry at least 1 % of the variance. */
export const namedPeaks = (found: readonly Peak[]): Peak[] =>
  found.filter((peak) => peak.chance < 0.01 && peak.share >= 0.01);

/** How to tell a season from a drift, where a period is named. */
export const PEAKS_NOTE =
  'A drifting level also appears as long periods. A real season has a narrow peak, often with others at a half and a third of its period.';

/**
 * Which periods carry the variance; peaks that white noise may well have (a chance of 1 % or more) and those with less than 1 % of the variance are
 * not named. `note`: whether `PEAKS_NOTE` follows.
 */
export function readPeaks(found: readonly Peak[], note = true): string {
  const [first, ...rest] = namedPeaks(found);
  if (!first) return 'Periodogram: no period stands out from white noise.';
  const named = (peak: Peak): string =>
    `${formatPeriod(peak.period)} (${finePercent(peak.share)} of the variance)`;
  const then = rest.length > 0 ? `, then ${rest.map(named).join(' and ')}` : '';
  return `Periodogram: the strongest period is ${named(first)}${then}.${note ? ` ${PEAKS_NOTE}` : ''}`;
}

const units: [from: number, unit: number][] = [
  [8.64e11, 3.6e9],
  [7.2e9, 6e7],
  [1.2e8, 1e6],
];

/** A period in microseconds for a person, without digits that a spectrum cannot tell: whole hours from 10 days on, minutes from 2 hours, seconds from 2 minutes. */
export function formatPeriod(us: number): string {
  const unit = units.find(([from]) => us >= from)?.[1];
  return durationText(
    Math.round(unit === undefined ? Number(us.toPrecision(3)) : Math.round(us / unit) * unit),
  );
}
