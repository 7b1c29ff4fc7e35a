/** Numbers of the clean series that a kind is defined by, taken once so that any rows can then be changed by themselves. */
import type { AnomalyShape, Injection } from '../../../recipe/types';
import { chosen } from '../kinds';
import { around, blocks, momentsOver } from './moments';
import { otherValues, relatedSeries } from './effects';
import type { Others, RealisedNumbers, RowRange, SeriesAccess } from '../types';
import { periodOf, wave } from './wave';

const present = (value: number): boolean => value === value;

/** The last value before, within 128 rows; without one the first inside. */
function heldLast({ from, to }: RowRange, access: SeriesAccess): number | undefined {
  const before = access.values(Math.max(0, from - around), from).findLast(present);
  if (before !== undefined) return before;
  for (const [start, end] of blocks(from, to)) {
    const inside = access.values(start, end).find(present);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

/** Values without noise; of a real series, the values. */
function signal(access: SeriesAccess, from: number, to: number): Float64Array {
  const noise = access.noise(from, to);
  return access.values(from, to).map((value, k) => value - (noise[k] as number));
}

/** Period of the signal in rows, from 512 rows evenly spread over the anomaly and its length on either side; without one the anomaly's length. */
function localPeriod({ from, to }: RowRange, access: SeriesAccess): number {
  const count = to - from;
  const start = Math.max(0, from - count);
  const end = Math.min(access.rows, to + count);
  const stride = Math.max(1, Math.ceil((end - start) / 512));
  const rows = Float64Array.from({ length: Math.ceil((end - start) / stride) }, (_, k) => start + k * stride);
  const samples = access.signalAt(rows);
  let last = samples.find(present) ?? 0;
  for (let k = 0; k < samples.length; k++) {
    const value = samples[k] as number;
    if (present(value)) last = value;
    else samples[k] = last;
  }
  return (periodOf(samples) ?? count / stride) * stride;
}

function patternNumbers(
  shape: AnomalyShape,
  range: RowRange,
  access: SeriesAccess,
): Pick<RealisedNumbers, 'mean' | 'deviation' | 'period' | 'waveMean' | 'waveDeviation'> {
  const { from, to } = range;
  const kind = chosen(shape, 'pattern') ?? 'flip';
  if (kind === 'flip') {
    const { count, mean } = momentsOver(from, to, (a, b) => access.values(a, b));
    return count > 0 ? { mean } : {};
  }
  const period = localPeriod(range, access);
  const { count, mean, deviation } = momentsOver(from, to, (a, b) => signal(access, a, b));
  const samples = momentsOver(0, to - from, (a, b) =>
    Float64Array.from({ length: b - a }, (_, k) => wave(kind, (a + k) / period)),
  );
  if (count === 0) return {};
  return { mean, deviation, period, waveMean: samples.mean, waveDeviation: samples.deviation };
}

/** Regression of the series on the other over the rows where both have a value; slope 0 where the other is constant. */
function regression(
  { from, to }: RowRange,
  access: SeriesAccess,
  other: SeriesAccess | undefined,
): { slope: number; otherMean: number } {
  let count = 0;
  let mean = 0;
  let otherMean = 0;
  let squares = 0;
  let products = 0;
  for (const [start, end] of blocks(from, to)) {
    const mine = access.values(start, end);
    const theirs = otherValues(access, other, start, end);
    for (let k = 0; k < mine.length; k++) {
      const v = mine[k] as number;
      const o = theirs[k] as number;
      if (!present(v) || !present(o)) continue;
      count++;
      const off = o - otherMean;
      otherMean += off / count;
      mean += (v - mean) / count;
      squares += off * (o - otherMean);
      products += off * (v - mean);
    }
  }
  return { slope: squares > 0 ? products / squares : 0, otherMean };
}

/** Whether any of these is measured by the extremes of the whole series. */
export const needsExtremes = (injections: readonly Injection[]): boolean =>
  injections
    .filter(({ off }) => off !== true)
    .flatMap((injection) => ('shape' in injection ? [injection.shape] : injection.shapes))
    .some((shape) => shape.kind === 'spike' && chosen(shape, 'scope') === 'global');

/** What a kind needs beside strength and ramp. */
export function measure(
  shape: AnomalyShape,
  range: RowRange,
  { direction }: RealisedNumbers,
  access: SeriesAccess,
  others: Others | undefined,
  extremes: () => { min: number; max: number },
): Partial<RealisedNumbers> {
  const { from, to } = range;
  switch (shape.kind) {
    case 'spike': {
      if (chosen(shape, 'scope') !== 'global') return {};
      const { min, max } = extremes();
      return { extreme: direction === 'down' ? min : max };
    }
    case 'flatline': {
      if (chosen(shape, 'hold') !== 'mean') return { held: heldLast(range, access) };
      const { count, mean } = momentsOver(from, to, (a, b) => access.values(a, b));
      return count > 0 ? { held: mean } : {};
    }
    case 'variance': {
      for (const [start, end] of blocks(from, to))
        if (access.noise(start, end).some((value) => Math.abs(value) > 0)) return { residual: 'noise' };
      return { residual: 'median' };
    }
    case 'pattern':
      return patternNumbers(shape, range, access);
    case 'correlation':
      return regression(range, access, relatedSeries(shape, others));
    default:
      return {};
  }
}
