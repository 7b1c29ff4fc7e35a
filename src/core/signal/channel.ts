import type { SyntheticSource } from '../recipe/signal';
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

const common = new Float64Array(block);
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

  /** Rows of one block: the signal into out[at..), the shared component alone into `common`. */
  const signalBlock = (from: number, to: number, out: Float64Array, at: number): void => {
    const count = to - from;
    sumRows(bases, from, to, out, at);
    if (scale !== 1 || shift !== 0) {
      for (let i = at; i < at + count; i++) out[i] = scale * (out[i] ?? 0) + shift;
    }
    if (weight === 0) return;
    sumRows(shared, from, to, common, 0);
    for (let i = 0; i < count; i++) out[at + i] = (out[at + i] ?? 0) + weight * (common[i] ?? 0);
  };
  const noisyBlock = (from: number, to: number, out: Float64Array, at: number): void => {
    signalBlock(from, to, out, at);
    addNoise(terms, from, to, out, at);
    if (weight === 0 || sharedTerms.length === 0) return;
    const count = to - from;
    plain.set(common.subarray(0, count));
    addNoise(sharedTerms, from, to, common, 0);
    for (let i = 0; i < count; i++) {
      out[at + i] = (out[at + i] ?? 0) + weight * ((common[i] ?? 0) - (plain[i] ?? 0));
    }
  };
  const inBlocks = (make: typeof signalBlock, from: number, to: number, out: Float64Array): void => {
    for (let row = from; row < to;) {
      const end = Math.min(to, row - (row % block) + block);
      make(row, end, out, row - from);
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
      for (let i = 0; i < positions.length; i++) out[i] = scale * (out[i] ?? 0) + shift;
      if (weight === 0) return;
      const own = new Float64Array(positions.length);
      for (const part of shared) part.addAt(positions, own);
      for (let i = 0; i < own.length; i++) out[i] = (out[i] ?? 0) + weight * (own[i] ?? 0);
    },
    ...compileFaults(grid, source.faults, seed, source.synthetic, source.channels ? name : undefined),
  };
}
