import { ok, type LabError, type Result } from '../../errors';
import type { AnomalyShape, Injection } from '../../recipe/types';
import { draws, isAbsent } from './place/draw';
import { effect } from './effect/effects';
import { chosen, kinds, strengthField } from './kinds';
import { around, block, momentsOf, momentsOver, sampleRuns } from './effect/moments';
import { measure } from './effect/measure';
import { placeAnomalies } from './place/place';
import { createScratch, offsetTime, type Scratch } from './effect/inject';
import type {
  Others,
  Place,
  RealisedAnomaly,
  RealisedNumbers,
  RealiseOptions,
  RowRange,
  SeriesAccess,
} from './types';

/** What is computed once for a series. */
interface Shared {
  access: SeriesAccess;
  others: Others | undefined;
  /** Deviation that a strength in σ is measured in where the surroundings are constant. */
  fallback(): number;
  extremes(): { min: number; max: number };
  /** Rows that are measured of each anomaly at most, and on either side of it. */
  maxRows: number;
  beside: number;
  /** Where clean values around an anomaly stand, and what becomes of its own. */
  near: Scratch;
  changes: Scratch;
}

/** Rows measured of an anomaly at least, and as many beside it, however small the budget. */
const minMeasured = 48;

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function strengthOf(
  shape: AnomalyShape,
  { own }: Place,
  localDeviation: number,
  { fallback }: Shared,
): Pick<RealisedNumbers, 'strength' | 'unit' | 'amount' | 'direction'> {
  const given = strengthField(shape);
  if (!given) return {};
  const { field, amount: range } = given;
  const [min, max] = typeof range === 'number' ? [range, range] : range;
  const strength = min === max ? min : min + own.uniform(draws.strength) * (max - min);
  const sigma = field.unit === 'sigma';
  const size = sigma ? strength * (localDeviation > 0 ? localDeviation : fallback()) : strength;
  const directed = kinds[shape.kind].choices.some(({ key }) => key === 'direction');
  if (!directed) return { strength, unit: field.unit, amount: size };
  const wanted = chosen(shape, 'direction');
  const direction =
    wanted === 'up' || wanted === 'down' ? wanted : own.uniform(draws.direction) < 0.5 ? 'up' : 'down';
  return { strength, unit: field.unit, amount: direction === 'up' ? size : -size, direction };
}

function ramps(shape: AnomalyShape, rows: number): { rampIn: number; rampOut: number } {
  const { in: grows, out: fades } = shape.ramp ?? { in: 0, out: 0 };
  const rampOut = chosen(shape, 'persists') === true ? 0 : Math.floor(fades * rows);
  return { rampIn: Math.floor(grows * rows), rampOut };
}

/** Clean values of rows. Those of a short range are made once, and are valid until the next range. */
function valuesOf(
  { access, near }: Shared,
  { from: first, to: last }: RowRange,
): (from: number, to: number) => Float64Array {
  if (last - first > block) return (a, b) => access.values(a, b);
  const all = near(last - first);
  access.read(first, last, all);
  return (a, b) => all.subarray(a - first, b - first);
}

/** So many rows in the middle of a range, or all of it. */
function middle({ from, to }: RowRange, count: number): RowRange {
  if (to - from <= count) return { from, to };
  const start = from + ((to - from - count) >> 1);
  return { from: start, to: start + count };
}

/** Greatest |changed − clean|. */
function largestChange(
  anomaly: RealisedAnomaly,
  { access, others, maxRows, changes }: Shared,
  values: (from: number, to: number) => Float64Array,
): number {
  let largest = 0;
  const measured = middle(anomaly, maxRows);
  for (let { from } = measured; from < measured.to; from += block) {
    const to = Math.min(measured.to, from + block);
    const clean = values(from, to);
    const changed = effect(anomaly, access, others, from, to, clean, changes(to - from));
    for (let k = 0; k < clean.length; k++) {
      const change = Math.abs((changed[k] as number) - (clean[k] as number));
      if (change > largest) largest = change;
    }
  }
  return largest;
}

/** The label's interval: the rows of the effect; of rows left out, the times at which they would be and the first row after them. */
function interval({ shape, rows, footprint }: Place, access: SeriesAccess): { start: number; end: number } {
  const start = access.timeOf(footprint.from);
  const late = shape.kind === 'timestamps' && chosen(shape, 'fault') === 'offset';
  const last = late ? offsetTime(access, rows.to - 1) : access.timeOf(footprint.to - 1);
  return { start, end: last + 1 };
}

/** What is known of an anomaly before its kind's own numbers are. Three literals: objects spread in the middle of one made 500 anomalies take a seventh longer. */
function numbersOf(place: Place, localMean: number, localDeviation: number, shared: Shared): RealisedNumbers {
  const { shape, length, rows } = place;
  const count = rows.to - rows.from;
  const { strength, unit, amount, direction } = strengthOf(shape, place, localDeviation, shared);
  const { rampIn, rampOut } = ramps(shape, count);
  const rest = {
    rampIn,
    rampOut,
    localMean: Number.isNaN(localMean) ? 0 : localMean,
    localDeviation,
    effect: null,
  };
  if (strength === undefined) return { rows: count, length, ...rest };
  return direction === undefined
    ? { rows: count, length, strength, unit, amount, ...rest }
    : { rows: count, length, strength, unit, amount, direction, ...rest };
}

function realiseOne(place: Place, shared: Shared): RealisedAnomaly {
  const { access, others } = shared;
  const { id, injection, number, shape, rows, seed, note } = place;
  const { from, to } = rows;
  const measured = middle(rows, shared.maxRows);
  const surroundings = {
    from: Math.max(0, measured.from - shared.beside),
    to: Math.min(access.rows, measured.to + shared.beside),
  };
  const near = valuesOf(shared, surroundings);
  const { mean: localMean, deviation: localDeviation } = momentsOver(
    surroundings.from,
    surroundings.to,
    near,
  );
  const realised = numbersOf(place, localMean, localDeviation, shared);
  Object.assign(realised, measure(shape, rows, realised, access, others, shared.extremes));
  const { start, end } = interval(place, access);
  const anomaly: RealisedAnomaly = {
    id,
    injection,
    series: access.name,
    kind: shape.kind,
    from,
    to,
    start,
    end,
    requested: shape,
    realised,
    severitySigma: null,
    seed,
  };
  if (number !== undefined) anomaly.number = number;
  if (access.step !== undefined) anomaly.step = access.step;
  if (note !== undefined) anomaly.note = note;
  if (shape.kind === 'missing' || shape.kind === 'timestamps') return anomaly;
  realised.effect = largestChange(anomaly, shared, near);
  if (localDeviation !== 0) anomaly.severitySigma = realised.effect / localDeviation;
  return anomaly;
}

/** Why `realise` would refuse, without measuring a single anomaly; undefined where it would not. */
export function checkInjections(
  injections: readonly Injection[],
  access: SeriesAccess,
  seed: number,
  options: RealiseOptions = {},
): LabError | undefined {
  const places = placeAnomalies(injections, access, seed, options);
  return places.ok ? undefined : places.error;
}

/**
 * The anomalies of one series, in order of rows: where they lie, what they are, how strong they are. `injections` may hold those of other
 * series, which are passed over, as are those that are off. The same input gives the same result.
 * Errors: recipe-value, at a path relative to the list (`[2].draw.count`): a shape that makes no sense, a time outside the series, more than fit
 * (with how many would), an overlap, another series that is not there.
 */
export function realise(
  injections: readonly Injection[],
  access: SeriesAccess,
  seed: number,
  options: RealiseOptions = {},
): Result<RealisedAnomaly[]> {
  const find = (): Result<Place[]> => placeAnomalies(injections, access, seed, options);
  const places = options.places ? options.places(find) : find();
  if (!places.ok) return places;
  const { others, budget = Infinity } = options;
  const maxRows = Math.max(minMeasured, Math.floor(budget / places.value.length / 2));
  const shared: Shared = {
    access,
    others,
    fallback: once(() => {
      const runs = sampleRuns(access.rows).map(([from, to]) => access.values(from, to));
      return momentsOf(runs).deviation || 1;
    }),
    extremes: once(() => access.extremes()),
    maxRows,
    beside: Math.min(around, Math.ceil(maxRows / 2)),
    near: createScratch(),
    changes: createScratch(),
  };
  return ok(places.value.map((place) => realiseOne(place, shared)));
}

/** Rows of a series that are left out, sorted, not touching each other's; those of [from, to) where given. */
export function absentRows(
  anomalies: readonly RealisedAnomaly[],
  from = 0,
  to = Infinity,
): { from: number; to: number }[] {
  return anomalies
    .filter((anomaly) => isAbsent(anomaly.requested) && anomaly.from < to && anomaly.to > from)
    .map((anomaly) => ({ from: Math.max(from, anomaly.from), to: Math.min(to, anomaly.to) }))
    .sort((a, b) => a.from - b.from);
}
