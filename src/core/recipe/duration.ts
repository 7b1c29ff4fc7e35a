import { count, significant } from '../format';
import type { Duration } from './types';

const units = { ms: 1e3, s: 1e6, min: 6e7, h: 3.6e9, d: 8.64e10, w: 6.048e11 } as const;

/** Microseconds of `5min`, `1.5h`, `250ms`; undefined where the text is no length of time above zero. */
export function parseDuration(duration: Duration): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|min|h|d|w)$/.exec(duration.trim());
  if (!match) return undefined;
  const us = Math.round(Number(match[1]) * units[match[2] as keyof typeof units]);
  return Number.isSafeInteger(us) && us > 0 ? us : undefined;
}

/** Microseconds of a duration that the recipe's schema has let through. Throws RangeError on any other. */
export function microseconds(duration: Duration): number {
  const us = parseDuration(duration);
  if (us === undefined) throw new RangeError(`expected a length of time such as 5min, got "${duration}"`);
  return us;
}

/** The shortest exact way to write a length of time given in microseconds: 300000000 is `5min`. */
export function formatDuration(us: number): Duration {
  for (const unit of ['w', 'd', 'h', 'min', 's'] as const) {
    if (us >= units[unit] && us % units[unit] === 0) return `${us / units[unit]}${unit}`;
  }
  return `${us / units.ms}ms`;
}

/** A length of time in microseconds for a person: `3 d 12 h 21 min`, `1.5 s`, `250 ms`. From a minute on, parts of a second are left out. */
export function durationText(us: number): string {
  if (us < units.ms) return `${us} µs`;
  if (us < units.s) return `${significant(us / units.ms)} ms`;
  if (us < units.min) return `${significant(us / units.s)} s`;
  if (us % units.w === 0) return `${us / units.w} w`;
  let left = Math.round(us / units.s) * units.s;
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'min', 's'] as const) {
    const whole = Math.floor(left / units[unit]);
    left -= whole * units[unit];
    if (whole > 0) parts.push(`${count(whole)} ${unit}`);
  }
  return parts.join(' ');
}
