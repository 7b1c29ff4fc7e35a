import { microseconds } from '../../../recipe/duration';
import type { SignalBase } from '../../../recipe/types';
import { formula } from '../formula';
import type { Grid, Part } from '../types';
import { constant, polynomial } from './polynomial';
import { cylinderBellFunnel, modes, walk } from './drawn';
import { heartbeat, linearWave, profile, sinusoid } from './waves';

export type PartResult = { ok: true; part: Part } | { ok: false; message: string };

/** A base on a grid. `name` names what it draws. Only a formula can be refused: the other options have been checked. */
export function basePart(base: SignalBase, grid: Grid, seed: number, name: string): PartResult {
  if ('formula' in base) return formula(grid, base.formula.expression);
  return { ok: true, part: plain(base, grid, seed, name) };
}

type Plain = Exclude<SignalBase, { formula: unknown }>;

function plain(base: Plain, grid: Grid, seed: number, name: string): Part {
  if ('constant' in base) return constant(base.constant.value);
  if ('sine' in base) return sinusoid(grid, microseconds(base.sine.period), base.sine, 0);
  if ('cosine' in base) return sinusoid(grid, microseconds(base.cosine.period), base.cosine, 0.25);
  if ('square' in base) return linearWave(grid, microseconds(base.square.period), 'square', base.square);
  if ('sawtooth' in base)
    return linearWave(grid, microseconds(base.sawtooth.period), 'sawtooth', base.sawtooth);
  if ('triangle' in base)
    return linearWave(grid, microseconds(base.triangle.period), 'triangle', base.triangle);
  if ('trend' in base) return polynomial(grid, base.trend.coefficients);
  if ('walk' in base) return walk(grid, base.walk, seed, name);
  if ('modes' in base) return modes(grid, microseconds(base.modes.dwell), base.modes.levels, seed, name);
  if ('cbf' in base) return cylinderBellFunnel(grid, microseconds(base.cbf.period), base.cbf, seed, name);
  if ('ecg' in base) return heartbeat(grid, microseconds(base.ecg.period), base.ecg);
  return profile(grid, base.profile);
}
