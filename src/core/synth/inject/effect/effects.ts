/** What each kind makes of clean values. The definitions stand in spec/anomalies.md. */
import { sinTurns } from '../../../random';
import type { AnomalyShape } from '../../../recipe/types';
import { medianOfSorted } from '../../../statistics';
import { anomalyStream } from '../place/draw';
import { chosen } from '../kinds';
import type { Others, RealisedAnomaly, RealisedNumbers, SeriesAccess } from '../types';
import { wave } from './wave';

/** Rows on either side of a row whose median stands for the signal of a series that has none of its own. */
const medianReach = 4;

/** What an effect may know of an anomaly. */
type Effective = Pick<RealisedAnomaly, 'id' | 'series' | 'from' | 'to' | 'requested' | 'realised' | 'seed'>;

interface Rows {
  anomaly: Effective;
  access: SeriesAccess;
  others?: Others;
  from: number;
  to: number;
  clean: Float64Array;
  /** Where the values go. */
  out: Float64Array;
}

type Ramp = Pick<RealisedNumbers, 'rows' | 'rampIn' | 'rampOut'>;

/** Share of the effect in the i-th row: even steps up over the first `rampIn` rows, 1, and even steps down over the last `rampOut`. */
function weight(i: number, { rows, rampIn, rampOut }: Ramp): number {
  if (i < rampIn) return (i + 1) / (rampIn + 1);
  if (i >= rows - rampOut) return (rows - i) / (rampOut + 1);
  return 1;
}

/** Sum of the weights of the rows before the i-th. */
function weightBefore(i: number, { rows, rampIn, rampOut }: Ramp): number {
  if (i <= rampIn) return (i * (i + 1)) / 2 / (rampIn + 1);
  const fading = Math.max(0, i - (rows - rampOut));
  const faded = (fading * (2 * rampOut + 1 - fading)) / 2 / (rampOut + 1);
  return rampIn / 2 + (i - rampIn - fading) + faded;
}

/** The series that a shape relates to; undefined where there is none. */
export const relatedSeries = (
  { with: name }: AnomalyShape,
  others: Others | undefined,
): SeriesAccess | undefined => (name === undefined ? undefined : others?.(name));

/** Clean values of another series: of the same rows where both stand on one grid, else of the same times. NaN where it has none. */
export function otherValues(
  access: SeriesAccess,
  other: SeriesAccess | undefined,
  from: number,
  to: number,
): Float64Array {
  if (!other) return new Float64Array(to - from).fill(NaN);
  const aligned =
    access.step !== undefined &&
    access.step === other.step &&
    access.rows === other.rows &&
    Math.abs(access.timeOf(0) - other.timeOf(0)) < access.step;
  if (aligned) return other.values(from, to);
  const first = other.rowAt(access.timeOf(from));
  const last = Math.min(other.rows, other.rowAt(access.timeOf(to - 1)) + 1);
  const values = first < last ? other.values(first, last) : new Float64Array(0);
  return Float64Array.from({ length: to - from }, (_, k) => {
    const time = access.timeOf(from + k);
    const row = other.rowAt(time);
    return row < other.rows && other.timeOf(row) === time ? (values[row - first] as number) : NaN;
  });
}

/** Applies a rule to each value and its index among the rows. */
function each({ clean, out }: Rows, rule: (value: number, k: number) => number): void {
  for (let k = 0; k < out.length; k++) out[k] = rule(clean[k] as number, k);
}

/** A row position beyond an end of the series, mirrored back into it. */
function mirrored(position: number, last: number): number {
  if (position >= 0 && position <= last) return position;
  if (last === 0) return 0;
  const turned = Math.abs(position) % (2 * last);
  return turned > last ? 2 * last - turned : turned;
}

/** Signal at the positions of rows, plus each row's own noise. */
function moved(rows: Rows, position: (row: number) => number): void {
  const { access, from, to } = rows;
  const positions = Float64Array.from({ length: to - from }, (_, k) =>
    mirrored(position(from + k), access.rows - 1),
  );
  const noise = access.noise(from, to);
  const signal = access.signalAt(positions);
  each(rows, (_, k) => (signal[k] as number) + (noise[k] as number));
}

/** Deviation from the median of nine rows, times a factor. */
function spread(rows: Rows, factor: number): void {
  const { access, from, to } = rows;
  const start = Math.max(0, from - medianReach);
  const near = access.values(start, Math.min(access.rows, to + medianReach));
  each(rows, (value, k) => {
    const place = from + k - start;
    const window = near
      .slice(Math.max(0, place - medianReach), place + medianReach + 1)
      .filter((one) => one === one)
      .sort();
    const median = medianOfSorted(window);
    return median + factor * (value - median);
  });
}

function pattern(rows: Rows): void {
  const { anomaly, access, from, to } = rows;
  const { mean = 0, deviation = 0, period = 1, waveMean = 0, waveDeviation = 0 } = anomaly.realised;
  const kind = chosen(anomaly.requested, 'pattern') ?? 'flip';
  if (kind === 'flip') return each(rows, (value) => 2 * mean - value);
  const noise = access.noise(from, to);
  const scale = waveDeviation > 0 ? deviation / waveDeviation : 0;
  each(rows, (_, k) => {
    const turns = (from + k - anomaly.from) / period;
    return mean + scale * (wave(kind, turns) - waveMean) + (noise[k] as number);
  });
}

/** Every value at full strength, before ramps. */
function whole(rows: Rows): void {
  const { anomaly, access, clean, out, from, to } = rows;
  const { realised, requested } = anomaly;
  const { amount = 0, localMean, rows: count } = realised;
  const i = from - anomaly.from;
  switch (requested.kind) {
    case 'spike':
      return realised.extreme === undefined
        ? each(rows, (value) => value + amount)
        : void out.fill(realised.extreme + amount);
    case 'level-shift':
      return each(rows, (value) => value + amount);
    case 'trend':
      return each(rows, (value, k) => value + (amount * (i + k + 1)) / count);
    case 'amplitude':
      return each(rows, (value) => localMean + amount * (value - localMean));
    case 'variance': {
      if (realised.residual === 'median') return spread(rows, amount);
      const noise = access.noise(from, to);
      return each(rows, (value, k) => value + (amount - 1) * (noise[k] as number));
    }
    case 'frequency':
      return moved(rows, (row) => {
        const at = row - anomaly.from;
        return row + (amount - 1) * weightBefore(at, realised);
      });
    case 'pattern':
      return pattern(rows);
    case 'pattern-shift':
      return moved(rows, (row) => row - amount * count * weight(row - anomaly.from, realised));
    case 'time-warp':
      return moved(rows, (row) => {
        const half = sinTurns((row - anomaly.from) / count / 2);
        return row - (amount / Math.PI) * count * half * half;
      });
    case 'flatline':
      return void out.fill(realised.held ?? NaN);
    case 'noise-burst': {
      const normal = new Float64Array(to - from);
      burst(anomaly).fillNormal(i, i + to - from, normal);
      return each(rows, (value, k) => value + amount * (normal[k] as number));
    }
    case 'correlation': {
      const other = otherValues(access, relatedSeries(requested, rows.others), from, to);
      const { slope = 0, otherMean = 0 } = realised;
      return each(rows, (value, k) => value - 2 * slope * ((other[k] as number) - otherMean));
    }
    case 'missing':
      return void out.fill(NaN);
    case 'timestamps':
      return out.set(clean);
  }
}

const burst = ({ seed, series, id }: Effective): ReturnType<typeof anomalyStream> =>
  anomalyStream(seed, series, `${id}/noise`);

/** Kinds whose ramp is in the position that is read, not in the value. */
const byPosition = new Set(['frequency', 'pattern-shift', 'time-warp']);

/**
 * Values of rows [from, to), all inside the anomaly, as it leaves them, in `out`, which comes back. `clean` has theirs as they were, and is another
 * array. A row without a value stays without one; a row for which the definition yields no value keeps its own. Each row's result
 * depends on nothing but the row.
 */
export function effect(
  anomaly: Effective,
  access: SeriesAccess,
  others: Others | undefined,
  from: number,
  to: number,
  clean: Float64Array,
  out: Float64Array = new Float64Array(to - from),
): Float64Array {
  const { kind } = anomaly.requested;
  whole({ anomaly, access, others, from, to, clean, out });
  if (kind === 'missing' || kind === 'timestamps') return out;
  const ramped = !byPosition.has(kind) && (anomaly.realised.rampIn > 0 || anomaly.realised.rampOut > 0);
  for (let k = 0; k < out.length; k++) {
    const value = clean[k] as number;
    const after = out[k] as number;
    if (value !== value || after !== after || Math.abs(after) === Infinity) out[k] = value;
    else if (ramped) out[k] = value + weight(from + k - anomaly.from, anomaly.realised) * (after - value);
  }
  return out;
}
