/** Bases that draw anew in each of their periods. The stream's index is the period's number modulo 2^32; the first row's is 0. */
import { exp, stream } from '../../../random';
import { createClock, onClock } from '../clock';
import type { Grid, Part } from '../types';

/** Stays at one of the levels for `dwell` microseconds, then at one drawn with equal chances. */
export function modes(
  grid: Grid,
  dwell: number,
  levels: readonly number[],
  seed: number,
  name: string,
): Part {
  const draws = stream(seed, name);
  let current = NaN;
  let level = 0;
  return onClock(createClock(grid, dwell, -grid.lag), ({ turn }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const now = turn[i] ?? 0;
      if (now !== current) {
        current = now;
        level = levels[draws.integer(now >>> 0, levels.length)] ?? 0;
      }
      out[at + i] = (out[at + i] ?? 0) + level;
    }
  });
}

interface Height {
  amplitude: number;
  offset?: number;
}

/**
 * Cylinder, bell or funnel in each period, after N. Saito, "Local feature extraction and its applications using a library of
 * bases" (1994): within [a, b) the height is amplitude·(1 + z/6), z normal; a bell rises to it, a funnel falls from it. His
 * window of 128 has a in [16, 32] and b − a in [32, 96]; here these are shares of the period.
 */
export function cylinderBellFunnel(
  grid: Grid,
  period: number,
  options: Height,
  seed: number,
  name: string,
): Part {
  const { amplitude, offset = 0 } = options;
  const kinds = stream(seed, name);
  const starts = stream(seed, `${name}/start`);
  const lengths = stream(seed, `${name}/length`);
  const heights = stream(seed, `${name}/height`);
  let current = NaN;
  let [kind, start, length, height] = [0, 0, 1, 0];
  return onClock(createClock(grid, period, -grid.lag), ({ within, turn }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const now = turn[i] ?? 0;
      if (now !== current) {
        current = now;
        const index = now >>> 0;
        kind = kinds.integer(index, 3);
        start = (1 + starts.uniform(index)) / 8;
        length = (1 + 2 * lengths.uniform(index)) / 4;
        height = amplitude * (1 + heights.normal(index) / 6);
      }
      const share = ((within[i] ?? 0) / period - start) / length;
      let value = offset;
      if (share >= 0 && share < 1)
        value += kind === 0 ? height : kind === 1 ? height * share : height * (1 - share);
      out[at + i] = (out[at + i] ?? 0) + value;
    }
  });
}

/**
 * Waves P, Q, R, S, T of a heart beat: [centre and width in turns about R, height over R's]. Angles −π/3, −π/12, 0, π/12, π/2,
 * widths b = 0.25, 0.1, 0.1, 0.1, 0.4 and strengths a = 1.2, −5, 30, −7.5, 0.75 are those of P. E. McSharry et al., "A dynamical
 * model for generating synthetic electrocardiogram signals", IEEE Trans. Biomed. Eng. 50 (2003); their equation integrates to
 * Gaussians of height a·b².
 */
const beat = [
  [-1 / 6, 0.25, 1.2],
  [-1 / 24, 0.1, -5],
  [0, 0.1, 30],
  [1 / 24, 0.1, -7.5],
  [1 / 4, 0.4, 0.75],
] as const;
const centres = Float64Array.from(beat, ([centre]) => centre);
const widths = Float64Array.from(beat, ([, b]) => b / (2 * Math.PI));
const heights = Float64Array.from(beat, ([, b, a]) => (a * b * b) / 0.3);
/** Widths from its centre beyond which a wave is 0: it would be below 1e-17 there. */
const reach = 9;

/** A pulse in each period, R in its middle: the sum of five Gaussian waves, each about its centre in the nearest turn. */
export function heartbeat(grid: Grid, period: number, options: Height): Part {
  const { amplitude, offset = 0 } = options;
  return onClock(createClock(grid, period, -grid.lag), ({ within }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const turns = (within[i] ?? 0) / period - 0.5;
      let sum = 0;
      for (let k = 0; k < 5; k++) {
        const apart = turns - (centres[k] ?? 0);
        const distance = (apart - Math.floor(apart + 0.5)) / (widths[k] ?? 1);
        if (distance < reach && distance > -reach) sum += (heights[k] ?? 0) * exp(-0.5 * distance * distance);
      }
      out[at + i] = (out[at + i] ?? 0) + (amplitude * sum + offset);
    }
  });
}
