import { addWave, type Turns } from '../../../kernel';
import { cosTurns, sinTurns } from '../../../random';
import type { Wave } from '../../../recipe/types';
import { block, createClock, modulo, onClock, type Shape } from '../clock';
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
      const value = amplitude * sinTurns((within[i] ?? 0) / period + start) + offset;
      out[at + i] = (out[at + i] ?? 0) + value;
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
      const share = (within[i] ?? 0) / period + phase;
      values[i] = share - Math.floor(share);
    }
    if (form === 'square') {
      for (let i = 0; i < count; i++) values[i] = (values[i] ?? 0) < duty ? amplitude : -amplitude;
    } else if (form === 'sawtooth') {
      for (let i = 0; i < count; i++) values[i] = amplitude * (2 * (values[i] ?? 0) - 1);
    } else {
      for (let i = 0; i < count; i++) values[i] = amplitude * (1 - Math.abs(4 * (values[i] ?? 0) - 2));
    }
    for (let i = 0; i < count; i++) out[at + i] = (out[at + i] ?? 0) + ((values[i] ?? 0) + offset);
  };
  return onClock(createClock(grid, period, -grid.lag), shape);
}
