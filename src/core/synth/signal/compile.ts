import { fail, ok, valueError, type LabError, type Result } from '../../errors';
import { lookup } from '../../list';
import { streamName } from '../../random';
import { microseconds } from '../../recipe/duration';
import { formatInstant, instant } from '../../recipe/instant';
import type { Channel, Noise, SignalBase, SyntheticSource } from '../../recipe/types';
import { basePart } from './bases';
import { createChannel } from './channel';
import { checkSource } from './check';
import { show } from './checkField';
import { cholesky } from './cholesky';
import { deviation, noiseTerm, sampleOf, type NoiseTerm } from './component';
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
  const row = positions[bad] as number;
  return valueError(
    path,
    `Expected a number in every row; the formula has none in row ${show(row)} (${formatInstant(start + row * step)}): it divides by zero, leaves a function's domain or overflows. Guard it, for example with if(t > 0, log(t), 0).`,
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
    if (!result.ok) return fail(valueError(`${path}.formula.expression`, result.message));
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
      return valueError(
        `${below}.noise[${index}].unit`,
        'Expected a signal that varies: the noise is a share of its deviation, which is 0 here. Use the absolute unit, or add a base that varies.',
      );
    }
    term.factor = sd;
  }
  return undefined;
}

/** The sample deviation of bases, or of a channel's signal. */
function deviationOf(
  { source, seed, grid }: Build,
  addAt: (positions: Float64Array, out: Float64Array) => void,
): number {
  const positions = sampleOf(grid.rows, seed, source.synthetic);
  const values = new Float64Array(positions.length);
  addAt(positions, values);
  return deviation(values);
}

interface Shared {
  parts: Part[];
  terms: NoiseTerm[];
}

/** What the channels have in common. */
function compileShared(build: Build): Result<Shared> {
  const { signal = [], noise: noises = [] } = build.source.channels?.shared ?? {};
  const below = '.channels.shared';
  const parts = compileBases(build, signal, 0, below);
  if (!parts.ok) return parts;
  const drawn = noisesOf(build, noises, undefined, 'channels.shared.');
  const terms = noises.map((noise, k) =>
    noiseTerm(
      noise,
      drawn.slice(k, k + 1).map((part) => ({ part, weight: 1 })),
    ),
  );
  const sd = (): number =>
    deviationOf(build, (positions, out) => {
      for (const part of parts.value) part.addAt(positions, out);
    });
  const error = scaleShares(noises, terms, sd, below);
  return error ? fail(error) : ok({ parts: parts.value, terms });
}

/** A source's bases at each lag that a channel has, in microseconds; 0 where it has none. */
function compileLags(build: Build, list: readonly Channel[]): Result<Map<number, Part[]>> {
  const byLag = new Map<number, Part[]>();
  for (const channel of list) {
    const lag = lagOf(channel);
    if (byLag.has(lag)) continue;
    const parts = compileBases(build, build.source.signal, lag, '');
    if (!parts.ok) return parts;
    byLag.set(lag, parts.value);
  }
  return ok(byLag);
}

const lagOf = ({ lag }: Channel): number => (lag === undefined ? 0 : microseconds(lag));

/** Whether any base or noise, shared ones included, is of a kind. */
const holds = ({ signal, noise = [], channels }: SyntheticSource, kind: string): boolean =>
  [...signal, ...noise, ...(channels?.shared?.signal ?? []), ...(channels?.shared?.noise ?? [])].some(
    (part) => kind in part,
  );

/** Each channel's noises as mixes of all channels': row `c` of the lower triangle, or its own alone. */
function mix(
  noises: readonly Noise[],
  drawn: readonly NoisePart[][],
  c: number,
  row: Float64Array | undefined,
): NoiseTerm[] {
  return noises.map((noise, k) =>
    noiseTerm(
      noise,
      drawn.flatMap((parts, other) => {
        const part = parts[k];
        const weight = row ? (row[other] as number) : Number(other === c);
        return part && weight !== 0 ? [{ part, weight }] : [];
      }),
    ),
  );
}

/** The only channel of a source without channels. */
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
  const matrix = channels?.correlation ? cholesky(channels.correlation, list.length) : undefined;
  if (matrix && !matrix.ok) {
    return fail(valueError(`.channels.correlation${matrix.fault.path}`, matrix.fault.message));
  }
  const byLag = compileLags(build, list);
  if (!byLag.ok) return byLag;
  const shared = compileShared(build);
  if (!shared.ok) return shared;

  const drawn = list.map(({ name }) => noisesOf(build, noises, channels ? name : undefined, ''));
  const models: ChannelModel[] = [];
  for (const [c, channel] of list.entries()) {
    const terms = mix(noises, drawn, c, matrix?.lower[c]);
    const model = createChannel(build, channel.name, {
      bases: lookup(byLag.value, lagOf(channel)),
      scale: channel.scale ?? 1,
      shift: channel.shift ?? 0,
      terms,
      shared: shared.value.parts,
      weight: channels?.shared ? (channel.weight ?? 1) : 0,
      sharedTerms: shared.value.terms,
      mayBeUndefined: holds(source, 'formula'),
      sequential: Number(holds(source, 'ar1')) + Number(holds(source, 'walk')),
    });
    const channelError = scaleShares(noises, terms, () => deviationOf(build, model.signalAt), '');
    if (channelError) return fail(channelError);
    models.push(model);
  }
  return ok(models);
}
