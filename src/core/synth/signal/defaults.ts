import { copyJson } from '../../json';
import type { BaseKind, BaseOptions, Noise, NoiseKind, NoiseOptions, SignalBase } from '../../recipe/types';

const bases: BaseOptions = {
  constant: { value: 50 },
  sine: { period: '1d', amplitude: 10 },
  cosine: { period: '1d', amplitude: 10 },
  square: { period: '1d', amplitude: 10, duty: 0.5 },
  sawtooth: { period: '1d', amplitude: 10 },
  triangle: { period: '1d', amplitude: 10 },
  trend: { coefficients: [1] },
  walk: { sd: 1 },
  modes: { dwell: '6h', levels: [0, 10, 20] },
  cbf: { period: '6h', amplitude: 10 },
  ecg: { period: '1min', amplitude: 10 },
  profile: {
    period: '1d',
    values: [6, 4, 3, 3, 4, 8, 20, 42, 55, 48, 40, 38, 40, 38, 38, 42, 50, 58, 52, 38, 28, 20, 14, 9],
    interpolate: 'linear',
  },
  formula: { expression: '10*sin(2*pi*d)' },
};

const noises: NoiseOptions = {
  gaussian: { sd: 1 },
  uniform: { halfWidth: 1 },
  laplace: { scale: 1 },
  student: { df: 4, scale: 1 },
  ar1: { phi: 0.8, sd: 1 },
  bootstrap: { values: [-1, 0, 1, 0], block: 2 },
};

const copy = <T>(value: T): T => copyJson(value) as T;

/** A base or a noise of a kind as a form offers it first; a new object each time. */
export function defaultsFor(kind: BaseKind): SignalBase;
export function defaultsFor(kind: NoiseKind): Noise;
export function defaultsFor(kind: BaseKind | NoiseKind): SignalBase | Noise {
  const options = kind in bases ? bases[kind as BaseKind] : noises[kind as NoiseKind];
  return { [kind]: copy(options) } as SignalBase | Noise;
}
