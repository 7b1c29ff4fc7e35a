import { addScaled, reserve } from '../../kernel';
import type { SyntheticSource } from '../../recipe/types';
import { block } from './clock';
import { addNoise, sumRows, type NoiseTerm } from './component';
import { compileFaults } from './faults';
import { span } from './process';
import type { ChannelModel, Grid, Part } from './types';

/** What a channel is made of: scale·bases + shift + weight·shared, each with its noise. */
export interface ChannelParts {
  bases: readonly Part[];
  scale: number;
  shift: number;
  terms: readonly NoiseTerm[];
  shared: readonly Part[];
  /** Of the shared component; 0 where there is none. */
  weight: number;
  sharedTerms: readonly NoiseTerm[];
  mayBeUndefined: boolean;
  /** How many processes keep values of every 128th row. */
  sequential: number;
}

/** Where blocks are made before they go to where they are wanted: within the compiled loops' reach. */
const whole = reserve(block);
const common = reserve(block);
const plain = new Float64Array(block);

/** Numbers of a time, and of a value, in memory. */
const bytesOfRow = 16;

/** A series of a source; `name` is the channel's, empty where the source has none. */
export function createChannel(
  { source, seed, grid }: { source: SyntheticSource; seed: number; grid: Grid },
  name: string,
  parts: ChannelParts,
): ChannelModel {
  const { bases, scale, shift, terms, shared, weight, sharedTerms, mayBeUndefined } = parts;
  const { rows, start, step } = grid;

  /** The signal of rows of one block into `whole`, the shared component alone into `common`. */
  const signalBlock = (from: number, to: number): void => {
    const count = to - from;
    sumRows(bases, from, to, whole, 0);
    if (scale !== 1 || shift !== 0) {
      for (let i = 0; i < count; i++) whole[i] = scale * (whole[i] as number) + shift;
    }
    if (weight === 0) return;
    sumRows(shared, from, to, common, 0);
    addScaled(whole, 0, count, common, weight);
  };
  const noisyBlock = (from: number, to: number): void => {
    signalBlock(from, to);
    addNoise(terms, from, to, whole, 0);
    if (weight === 0 || sharedTerms.length === 0) return;
    const count = to - from;
    plain.set(common.subarray(0, count));
    addNoise(sharedTerms, from, to, common, 0);
    for (let i = 0; i < count; i++) {
      whole[i] = (whole[i] as number) + weight * ((common[i] as number) - (plain[i] as number));
    }
  };
  const inBlocks = (make: typeof signalBlock, from: number, to: number, out: Float64Array): void => {
    for (let row = from; row < to;) {
      const end = Math.min(to, row - (row % block) + block);
      make(row, end);
      out.set(end - row === block ? whole : whole.subarray(0, end - row), row - from);
      row = end;
    }
  };
  return {
    name: source.channels ? `${source.synthetic}/${name}` : source.synthetic,
    rows,
    start,
    step,
    mayBeUndefined,
    bytesPerRow: bytesOfRow + (8 * parts.sequential) / span,
    fill: (from, to, out) => inBlocks(noisyBlock, from, to, out),
    signal: (from, to, out) => inBlocks(signalBlock, from, to, out),
    signalAt(positions, out) {
      out.fill(0, 0, positions.length);
      for (const part of bases) part.addAt(positions, out);
      for (let i = 0; i < positions.length; i++) out[i] = scale * (out[i] as number) + shift;
      if (weight === 0) return;
      const own = new Float64Array(positions.length);
      for (const part of shared) part.addAt(positions, own);
      for (let i = 0; i < own.length; i++) out[i] = (out[i] as number) + weight * (own[i] as number);
    },
    ...compileFaults(grid, source.faults, seed, source.synthetic, source.channels ? name : undefined),
  };
}
