/** Bases that repeat: a function of the share of a period that has passed. */
import { addWave, type Turns } from '../../../kernel';
import { cosTurns, exp, sinTurns } from '../../../random';
import type { BaseOptions, Wave } from '../../../recipe/types';
import { block, calendarClock, createClock, day, modulo, onClock, week, type Shape } from '../clock';
import type { Grid, Part } from '../types';

/**
 * A·sin(2π(τ/period + phase)) + offset, τ in microseconds. Within a block the angle of the first row is turned by a table of
 * the angles between rows (sum formula), so a row costs two products and none inherits the rounding of the one before it.
 */
export function sinusoid(grid: Grid, period: number, wave: Wave, quarter: 0 | 0.25): Part {
  const { amplitude, phase = 0, offset = 0 } = wave;
  const start = phase + quarter;
  const turns: Turns = { cosines: new Float64Array(block), sines: new Float64Array(block) };
  for (let j = 0; j < block; j++) {
    const turned = ((j * grid.step) % period) / period;
    turns.cosines[j] = cosTurns(turned);
    turns.sines[j] = sinTurns(turned);
  }
  const clock = createClock(grid, period, -grid.lag);
  const direct = onClock(clock, ({ within }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const value = amplitude * sinTurns((within[i] as number) / period + start) + offset;
      out[at + i] = (out[at + i] as number) + value;
    }
  });
  return {
    add(from, to, out, at) {
      const anchor = from - (from % block);
      const angle = modulo(anchor * grid.step - grid.lag, period) / period + start;
      const here = { sine: amplitude * sinTurns(angle), cosine: amplitude * cosTurns(angle), offset };
      addWave(out, at, to - from, turns, from - anchor, here);
    },
    addAt: direct.addAt,
  };
}

type Form = 'square' | 'sawtooth' | 'triangle';

/** Waves of straight lines. The share of the period that has passed starts at `phase`. */
export function linearWave(grid: Grid, period: number, form: Form, wave: Wave & { duty?: number }): Part {
  const { amplitude, phase = 0, offset = 0, duty = 0.5 } = wave;
  const values = new Float64Array(block);
  const shape: Shape = ({ within }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const share = (within[i] as number) / period + phase;
      values[i] = share - Math.floor(share);
    }
    if (form === 'square') {
      for (let i = 0; i < count; i++) values[i] = (values[i] as number) < duty ? amplitude : -amplitude;
    } else if (form === 'sawtooth') {
      for (let i = 0; i < count; i++) values[i] = amplitude * (2 * (values[i] as number) - 1);
    } else {
      for (let i = 0; i < count; i++) values[i] = amplitude * (1 - Math.abs(4 * (values[i] as number) - 2));
    }
    for (let i = 0; i < count; i++) out[at + i] = (out[at + i] as number) + ((values[i] as number) + offset);
  };
  return onClock(createClock(grid, period, -grid.lag), shape);
}

/**
 * A value for each equal part of the day or week in UTC. As steps it holds throughout its part; joined by straight lines it
 * stands in the part's middle, and the last is joined to the first.
 */
export function profile(grid: Grid, options: BaseOptions['profile']): Part {
  const period = options.period === '1w' ? week : day;
  const { amplitude = 1, interpolate } = options;
  const values = Float64Array.from(options.values, (value) => value * amplitude);
  const n = values.length;
  return onClock(calendarClock(grid, period), ({ within }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const place = ((within[i] as number) * n) / period;
      let value: number;
      if (interpolate === 'step') {
        value = values[Math.min(Math.floor(place), n - 1)] as number;
      } else {
        const middle = place - 0.5;
        const left = Math.floor(middle);
        const from = values[(left + n) % n] as number;
        value = from + (middle - left) * ((values[(left + 1) % n] as number) - from);
      }
      out[at + i] = (out[at + i] as number) + value;
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
export function heartbeat(grid: Grid, period: number, options: { amplitude: number; offset?: number }): Part {
  const { amplitude, offset = 0 } = options;
  return onClock(createClock(grid, period, -grid.lag), ({ within }, count, out, at) => {
    for (let i = 0; i < count; i++) {
      const turns = (within[i] as number) / period - 0.5;
      let sum = 0;
      for (let k = 0; k < 5; k++) {
        const apart = turns - (centres[k] as number);
        const distance = (apart - Math.floor(apart + 0.5)) / (widths[k] as number);
        if (distance < reach && distance > -reach)
          sum += (heights[k] as number) * exp(-0.5 * distance * distance);
      }
      out[at + i] = (out[at + i] as number) + (amplitude * sum + offset);
    }
  });
}
