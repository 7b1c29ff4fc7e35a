import { block } from '../clock';
import { createProcess } from '../process';
import type { Grid, Part } from '../types';

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
    const start = two[0] ?? 0;
    return (share > 0 ? start + share * ((two[1] ?? 0) - start) : start) + drift * at;
  };
  return {
    add(from, to, out, at) {
      if (!Number.isInteger(delay) || from < delay) {
        for (let i = 0; i < to - from; i++) out[at + i] = (out[at + i] ?? 0) + between(from + i);
        return;
      }
      process.fill(from - delay, to - delay, values, 0);
      for (let i = 0; i < to - from; i++) {
        out[at + i] = (out[at + i] ?? 0) + ((values[i] ?? 0) + drift * (from - delay + i));
      }
    },
    addAt(positions, out) {
      for (const [i, position] of positions.entries()) out[i] = (out[i] ?? 0) + between(position);
    },
  };
}
