/** Sources and statistics for tests. */
import type { Noise, SignalBase, SyntheticSource } from '../../recipe/types';
import { compileSource } from './compile';
import type { ChannelModel } from './types';

/** A source of a minute's step, with what a test changes. */
export const sourceOf = (parts: Partial<SyntheticSource> = {}): SyntheticSource => ({
  synthetic: 's1',
  start: '2023-01-01T00:00:00Z',
  step: '1min',
  rows: 5000,
  signal: [],
  ...parts,
});

/** The channels of a source that must compile. */
export function channelsOf(parts: Partial<SyntheticSource>, seed = 42): ChannelModel[] {
  const result = compileSource(sourceOf(parts), seed);
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** The only series of a source. */
export function modelOf(parts: Partial<SyntheticSource>, seed = 42): ChannelModel {
  const [model] = channelsOf(parts, seed);
  if (!model) throw new Error('no channel');
  return model;
}

export function valuesOf(model: ChannelModel, from = 0, to = model.rows): Float64Array {
  const out = new Float64Array(to - from);
  model.fill(from, to, out);
  return out;
}

export const valuesOfBase = (base: SignalBase, parts: Partial<SyntheticSource> = {}): Float64Array =>
  valuesOf(modelOf({ ...parts, signal: [base] }));

export const valuesOfNoise = (noise: Noise, parts: Partial<SyntheticSource> = {}): Float64Array =>
  valuesOf(modelOf({ ...parts, noise: [noise] }));

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  return sum / values.length;
};

/** Covariance of two lists, the second read `lag` later. */
export function covariance(a: Float64Array, b: Float64Array, lag = 0): number {
  const [ma, mb] = [meanOf(a), meanOf(b)];
  const n = Math.min(a.length, b.length) - lag;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += ((a[i] as number) - ma) * ((b[i + lag] as number) - mb);
  return sum / n;
}
export const sdOf = (values: Float64Array): number => Math.sqrt(covariance(values, values));
export const correlationOf = (a: Float64Array, b: Float64Array, lag = 0): number =>
  covariance(a, b, lag) / (sdOf(a) * sdOf(b));

/** Amplitude of the wave of so many cycles over the whole: |discrete Fourier transform|·2/n. */
export function amplitudeAt(values: Float64Array, cycles: number): number {
  let [re, im] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const angle = (2 * Math.PI * ((cycles * i) % values.length)) / values.length;
    re += (values[i] as number) * Math.cos(angle);
    im += (values[i] as number) * Math.sin(angle);
  }
  return (2 * Math.hypot(re, im)) / values.length;
}
