import { multiply } from '../../kernel';
import { exp, fillNormals, fillWords, log, stream } from '../../random';
import type { Noise } from '../../recipe/types';
import { block } from './clock';
import { createProcess } from './process';
import type { NoisePart } from './types';

const words = new Int32Array(2 * block);
const pair = new Int32Array(2);

/** A number of 52 bits in (0, 1). */
const inside = (w0: number, w1: number): number => ((w0 >>> 6) * 2 ** 26 + (w1 >>> 6) + 0.5) / 2 ** 52;
/** A number of 32 bits in (−1, 1). */
const either = (word: number): number => (word + 0.5) / 2 ** 31;

/** By inversion: −ln of a uniform number, with a sign of its own. */
function laplace(scale: number, seed: number, name: string): NoisePart {
  const { key } = stream(seed, name);
  return {
    fill(from, to, out) {
      fillWords(key, from, to, 0, words);
      for (let i = 0; i < to - from; i++) {
        const w0 = words[2 * i] as number;
        const w1 = words[2 * i + 1] as number;
        const size = -scale * log(inside(w0, w1));
        out[i] = (w1 & 1) === 1 ? -size : size;
      }
    },
  };
}

/**
 * Student's t by the polar method of R. W. Bailey, "Polar generation of random variates with the t-distribution", Mathematics
 * of Computation 62 (1994): u·√(df·(w^(−2/df) − 1)/w) with w = u² + v² < 1; a pair outside the circle draws again in the next lane.
 */
function student(df: number, scale: number, seed: number, name: string): NoisePart {
  const { key } = stream(seed, name);
  return {
    fill(from, to, out) {
      fillWords(key, from, to, 0, words);
      for (let i = 0; i < to - from; i++) {
        let u = either(words[2 * i] as number);
        let v = either(words[2 * i + 1] as number);
        for (let lane = 1; u * u + v * v >= 1; lane++) {
          fillWords(key, from + i, from + i + 1, lane, pair);
          u = either(pair[0] as number);
          v = either(pair[1] as number);
        }
        const w = u * u + v * v;
        out[i] = scale * u * Math.sqrt((df * (exp((-2 / df) * log(w)) - 1)) / w);
      }
    },
  };
}

/** Blocks of successive values, each starting at a place drawn with equal chances among those where it fits. */
function bootstrap(values: readonly number[], length: number, seed: number, name: string): NoisePart {
  const draws = stream(seed, name);
  const from0 = Float64Array.from(values);
  const places = values.length - length + 1;
  return {
    fill(from, to, out) {
      for (let row = from; row < to;) {
        const number = Math.floor(row / length);
        const end = Math.min(to, (number + 1) * length);
        const start = draws.integer(number, places) - number * length;
        for (let i = row; i < end; i++) out[i - from] = from0[start + i] as number;
        row = end;
      }
    },
  };
}

/** Noise of one kind, unscaled by shares. `name` names its stream; `rows`: how many rows there are. */
export function noisePart(noise: Noise, rows: number, seed: number, name: string): NoisePart {
  if ('gaussian' in noise) {
    const { sd } = noise.gaussian;
    const { key } = stream(seed, name);
    return {
      fill(from, to, out) {
        fillNormals(key, from, to, out);
        multiply(out, 0, to - from, sd);
      },
    };
  }
  if ('uniform' in noise) {
    const { halfWidth } = noise.uniform;
    const draws = stream(seed, name);
    return {
      fill(from, to, out) {
        draws.fillUniform(from, to, out);
        for (let i = 0; i < to - from; i++) out[i] = halfWidth * (2 * (out[i] as number) - 1);
      },
    };
  }
  if ('laplace' in noise) return laplace(noise.laplace.scale, seed, name);
  if ('student' in noise) return student(noise.student.df, noise.student.scale, seed, name);
  if ('bootstrap' in noise) return bootstrap(noise.bootstrap.values, noise.bootstrap.block, seed, name);
  const { phi, sd } = noise.ar1;
  const process = createProcess({ rows, phi, sd: sd * Math.sqrt(1 - phi * phi), first: sd }, seed, name);
  return { fill: (from, to, out) => process.fill(from, to, out, 0) };
}
