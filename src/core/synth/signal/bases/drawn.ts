/** Bases that are drawn. Of those that draw again in each period the stream's index is the period's number modulo 2^32; the first row's is 0. */
import { at as levelAt } from '../../../list';
import { stream } from '../../../random';
import { block, createClock, onClock } from '../clock';
import { createProcess } from '../process';
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
      const now = turn[i] as number;
      if (now !== current) {
        current = now;
        level = levelAt(levels, draws.integer(now >>> 0, levels.length));
      }
      out[at + i] = (out[at + i] as number) + level;
    }
  });
}

/**
 * Cylinder, bell or funnel in each period, after N. Saito, "Local feature extraction and its applications using a library of
 * bases" (1994): within [a, b) the height is amplitude·(1 + z/6), z normal; a bell rises to it, a funnel falls from it. His
 * window of 128 has a in [16, 32] and b − a in [32, 96]; here these are shares of the period.
 */
export function cylinderBellFunnel(
  grid: Grid,
  period: number,
  options: { amplitude: number; offset?: number },
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
      const now = turn[i] as number;
      if (now !== current) {
        current = now;
        const index = now >>> 0;
        kind = kinds.integer(index, 3);
        start = (1 + starts.uniform(index)) / 8;
        length = (1 + 2 * lengths.uniform(index)) / 4;
        height = amplitude * (1 + heights.normal(index) / 6);
      }
      const share = ((within[i] as number) / period - start) / length;
      let value = offset;
      if (share >= 0 && share < 1)
        value += kind === 0 ? height : kind === 1 ? height * share : height * (1 - share);
      out[at + i] = (out[at + i] as number) + value;
    }
  });
}

/**
 * A random walk: 0 at row 0, then increments of mean `drift` and deviation `sd`, Gaussian. With a lag it is 0 until it starts,
 * and between rows it is a straight line.
 */
export function walk(grid: Grid, options: { sd: number; drift?: number }, seed: number, name: string): Part {
  const { sd, drift = 0 } = options;
  const { rows } = grid;
  const process = createProcess({ rows, phi: 1, sd, first: 0 }, seed, name);
  const delay = grid.lag / grid.step;
  const two = new Float64Array(2);
  const values = new Float64Array(block);
  const between = (position: number): number => {
    const at = Math.min(Math.max(position - delay, 0), rows - 1);
    const row = Math.floor(at);
    const share = at - row;
    const next = share > 0 ? 2 : 1;
    process.fill(row, row + next, two, 0);
    const start = two[0] as number;
    return (share > 0 ? start + share * ((two[1] as number) - start) : start) + drift * at;
  };
  return {
    add(from, to, out, at) {
      if (!Number.isInteger(delay) || from < delay) {
        for (let i = 0; i < to - from; i++) out[at + i] = (out[at + i] as number) + between(from + i);
        return;
      }
      process.fill(from - delay, to - delay, values, 0);
      for (let i = 0; i < to - from; i++) {
        out[at + i] = (out[at + i] as number) + ((values[i] as number) + drift * (from - delay + i));
      }
    },
    addAt(positions, out) {
      for (const [i, position] of positions.entries()) out[i] = (out[i] as number) + between(position);
    },
  };
}
