import { fail, ok, type LabError, type Result } from '../errors';
import { microseconds } from '../recipe/duration';
import { formatInstant, instant } from '../recipe/instant';
import type { Channel, Noise, SignalBase, SyntheticSource } from '../recipe/signal';
import { basePart } from './bases';
import { createChannel, type ChannelParts } from './channel';
import { checkSource } from './check';
import { wrong } from './checkField';
import { cholesky } from './cholesky';
import { noiseTerm, type NoiseTerm } from './component';
import { deviation, sampleOf } from './deviation';
import { say } from './limits';
import { streamName } from './names';
import { noisePart } from './noise';
import type { ChannelModel, Grid, NoisePart, Part } from './types';

/** Rows on which a formula is tried before anything is made: both ends, and evenly between. */
const probes = 4096;

interface Build {
  source: SyntheticSource;
  seed: number;
  grid: Grid;
}

/** The first probed row on which a formula has no finite value, as an error. */
function tryFormula(part: Part, { rows, start, step }: Grid, path: string): LabError | undefined {
  const n = Math.min(rows, probes);
  const positions = Float64Array.from({ length: n }, (_, k) =>
    n === 1 ? 0 : Math.floor((k * (rows - 1)) / (n - 1)),
  );
  const values = new Float64Array(n);
  part.addAt(positions, values);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return undefined;
  const row = positions[bad] ?? 0;
  return wrong(
    path,
    `Expected a number in every row; the formula has none in row ${say(row)} (${formatInstant(start + row * step)}), where it divides by zero, leaves a function's range or grows beyond all bounds. Guard it, for example with if(t > 0, log(t), 0).`,
  );
}

/** The bases at one lag. */
function compileBases(
  build: Build,
  bases: readonly SignalBase[],
  lag: number,
  below: string,
): Result<Part[]> {
  const grid = { ...build.grid, lag };
  const parts: Part[] = [];
  for (const [index, base] of bases.entries()) {
    const path = `${below}.signal[${index}]`;
    const name = streamName(build.source.synthetic, undefined, path.slice(1));
    const result = basePart(base, grid, build.seed, name);
    if (!result.ok) return fail(wrong(`${path}.formula.expression`, result.message));
    if ('formula' in base) {
      const error = tryFormula(result.part, grid, `${path}.formula.expression`);
      if (error) return fail(error);
    }
    parts.push(result.part);
  }
  return ok(parts);
}

const noisesOf = (
  build: Build,
  noises: readonly Noise[],
  channel: string | undefined,
  below: string,
): NoisePart[] =>
  noises.map((noise, index) =>
    noisePart(
      noise,
      build.grid.rows,
      build.seed,
      streamName(build.source.synthetic, channel, `${below}noise[${index}]`),
    ),
  );

/** Gives noises that are a share their size; refused where the signal does not vary. */
function scaleShares(
  noises: readonly Noise[],
  terms: readonly NoiseTerm[],
  sdOf: () => number,
  below: string,
): LabError | undefined {
  for (const [index, noise] of noises.entries()) {
    const term = terms[index];
    if (noise.unit !== 'share' || !term) continue;
    const sd = sdOf();
    if (sd === 0) {
      return wrong(
        `${below}.noise[${index}].unit`,
        'Expected a signal that varies, for the noise is a share of its deviation, which is 0 here. Take absolute units, or add a base that varies.',
      );
    }
    term.factor = sd;
  }
  return undefined;
}

/** What stands for a source without channels. */
const single: readonly [Channel] = [{ name: '' }];

/**
 * The series of a synthetic source, one for each channel. `seed` is the recipe's, used where the source has none.
 * Errors: recipe-value, with a path below the source such as `.signal[0].sine.period`.
 */
export function compileSource(source: SyntheticSource, seed: number): Result<ChannelModel[]> {
  const error = checkSource(source);
  if (error) return fail(error);
  const grid = { rows: source.rows, start: instant(source.start), step: microseconds(source.step), lag: 0 };
  const build: Build = { source, seed: source.seed ?? seed, grid };
  const { channels, noise: noises = [] } = source;
  const list = channels?.list ?? single;
  const named = (channel: Channel): string | undefined => (channels ? channel.name : undefined);

  const matrix = channels?.correlation ? cholesky(channels.correlation, list.length) : undefined;
  if (matrix && !matrix.ok) {
    return fail(wrong(`.channels.correlation${matrix.fault.path}`, matrix.fault.message));
  }

  const byLag = new Map<number, Part[]>();
  for (const { lag } of list) {
    const us = lag === undefined ? 0 : microseconds(lag);
    if (byLag.has(us)) continue;
    const parts = compileBases(build, source.signal, us, '');
    if (!parts.ok) return parts;
    byLag.set(us, parts.value);
  }
  const { signal = [], noise: sharedNoises = [] } = channels?.shared ?? {};
  const below = '.channels.shared';
  const shared = compileBases(build, signal, 0, below);
  if (!shared.ok) return shared;
  const sample = (): Float64Array => sampleOf(grid.rows, build.seed, source.synthetic);
  const sharedTerms = noisesOf(build, sharedNoises, undefined, 'channels.shared.').map((part, index) =>
    noiseTerm(sharedNoises[index] as Noise, [{ part, weight: 1 }]),
  );
  const sharedSd = (): number => {
    const at = sample();
    const values = new Float64Array(at.length);
    for (const part of shared.value) part.addAt(at, values);
    return deviation(values);
  };
  const sharedError = scaleShares(sharedNoises, sharedTerms, sharedSd, below);
  if (sharedError) return fail(sharedError);

  const noiseParts = list.map((channel) => noisesOf(build, noises, named(channel), ''));
  const sequential = [...noises, ...sharedNoises].some((noise) => 'ar1' in noise);
  const walks = [...source.signal, ...signal].some((base) => 'walk' in base);
  const models: ChannelModel[] = [];
  for (const [c, channel] of list.entries()) {
    const weights = matrix?.ok ? matrix.lower[c] : undefined;
    const terms = noises.map((noise, k) =>
      noiseTerm(
        noise,
        noiseParts.flatMap((parts, other) => {
          const part = parts[k];
          const weight = weights ? (weights[other] ?? 0) : other === c ? 1 : 0;
          return part && weight !== 0 ? [{ part, weight }] : [];
        }),
      ),
    );
    const parts: ChannelParts = {
      bases: byLag.get(channel.lag === undefined ? 0 : microseconds(channel.lag)) ?? [],
      scale: channel.scale ?? 1,
      shift: channel.shift ?? 0,
      terms,
      shared: shared.value,
      weight: channels?.shared ? (channel.weight ?? 1) : 0,
      sharedTerms,
      mayBeUndefined: [...source.signal, ...signal].some((base) => 'formula' in base),
      sequential: Number(sequential) + Number(walks),
    };
    const model = createChannel(build, channel.name, parts);
    const sdOf = (): number => {
      const at = sample();
      const values = new Float64Array(at.length);
      model.signalAt(at, values);
      return deviation(values);
    };
    const channelError = scaleShares(noises, terms, sdOf, '');
    if (channelError) return fail(channelError);
    models.push(model);
  }
  return ok(models);
}
