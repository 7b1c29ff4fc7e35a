import { fail, ok, valueError, type Result } from '../../../errors';
import { count as countOf, decimal } from '../../../format';
import { at, firstWhere, last } from '../../../list';
import { stream, type Stream } from '../../../random';
import { microseconds } from '../../../recipe/duration';
import type { AnomalyShape, DrawnInjection } from '../../../recipe/types';
import type { Axis } from './axis';
import { chosen, kinds } from '../kinds';
import { arrange, freeSegments, type Segment } from './slack';
import { day } from '../../signal/clock';

/** Indices of an anomaly's own stream. */
export const draws = { shape: 0, length: 1, strength: 2, direction: 3, again: 16 } as const;
/** Attempts to place an anomaly whose place is taken. */
const tries = 256;

/** The stream of one anomaly: nothing else draws from it. */
export const anomalyStream = (seed: number, series: string, id: string): Stream =>
  stream(seed, `${series}/${id}`);

/** Microseconds that a shape lasts, drawn where it has a range. */
export function lengthOf({ length }: AnomalyShape, own: Stream): number {
  if (typeof length === 'string') return microseconds(length);
  const min = microseconds(length[0]);
  const max = microseconds(length[1]);
  return min + Math.floor(own.uniform(draws.length) * (max - min + 1));
}

/** Whether its rows are left out, so that only the row after them shows it. */
export const isAbsent = (shape: AnomalyShape): boolean =>
  shape.kind === 'missing' && chosen(shape, 'as') === 'absent';

/** What a shape takes up of the line at most. */
function footprint(shape: AnomalyShape, us: number, axis: Axis): number {
  const body = Math.max(axis.units(us), kinds[shape.kind].minRows * axis.unit);
  return body + (isAbsent(shape) ? axis.unit : 0) + axis.margin;
}

function pick(shapes: DrawnInjection['shapes'], uniform: number): AnomalyShape {
  let left = uniform * shapes.reduce((sum, { weight = 1 }) => sum + weight, 0);
  const usable = shapes.filter(({ weight = 1 }) => weight > 0);
  const found = usable.find(({ weight = 1 }) => (left -= weight) < 0) ?? last(usable);
  const { weight: _weight, ...shape } = found;
  return shape;
}

/** An anomaly as it was drawn, before changes by hand. */
export interface Drawn {
  shape: AnomalyShape;
  /** Microseconds. */
  length: number;
  /** Units of the line that are kept for it. */
  place: number;
  units: number;
  /** Its own draws. */
  own: Stream;
}

export interface DrawContext {
  injection: DrawnInjection;
  /** JSON path of the injection. */
  path: string;
  series: string;
  seed: number;
  axis: Axis;
  /** Microseconds from the series' first row to the end of its last. */
  duration: number;
  /** Stretches of the line that stay free of anomalies. */
  avoid: readonly Segment[];
  /** Stretches that other anomalies take up. */
  taken: readonly Segment[];
}

/** Intervals in order of place; whether one is free, and taking it. */
function occupied(initial: Segment[]): { free(from: number, to: number): boolean; take(one: Segment): void } {
  const list = initial.sort((a, b) => a.from - b.from);
  /** Index of the first that begins at or after a place. */
  const after = (place: number): number => firstWhere(0, list.length, (k) => at(list, k).from >= place);
  return {
    free(from, to) {
      const index = after(to);
      const before = list[index - 1];
      return before === undefined || before.to <= from;
    },
    take: (one) => void list.splice(after(one.from), 0, one),
  };
}

/** Union of intervals, so that the last that begins before a place is the only one that can reach it. */
function union(intervals: readonly Segment[]): Segment[] {
  const merged: Segment[] = [];
  for (const { from, to } of [...intervals].sort((a, b) => a.from - b.from)) {
    const before = merged.at(-1);
    if (before && from < before.to) before.to = Math.max(before.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** Moves those that meet what is taken, each by itself and by its own stream; false where one finds no place. */
function relocate(drawn: Drawn[], apart: number, { axis, avoid, taken }: DrawContext): boolean {
  const wide = union(taken.map(({ from, to }) => ({ from: from - apart, to: to + apart })));
  const others = occupied(wide);
  const hit: number[] = [];
  const stay: Segment[] = [];
  for (const [index, { place, units }] of drawn.entries()) {
    if (others.free(place, place + units)) stay.push({ from: place - apart, to: place + units + apart });
    else hit.push(index);
  }
  if (hit.length === 0) return true;
  const all = occupied(union([...wide, ...stay]));
  const open = occupied(union(avoid));
  for (const index of hit) {
    const one = at(drawn, index);
    const choices = axis.size - one.units + 1;
    let place = -1;
    for (let t = 0; t < tries && place < 0; t++) {
      const drawnPlace = Math.floor(one.own.uniform(draws.again + t) * choices);
      const end = drawnPlace + one.units;
      if (open.free(drawnPlace, end) && all.free(drawnPlace, end)) place = drawnPlace;
    }
    if (place < 0) return false;
    one.place = place;
    all.take({ from: place - apart, to: place + one.units + apart });
  }
  return true;
}

/**
 * Draws an injection's anomalies: kinds and lengths by each one's own stream, places over all arrangements that avoid what is to be avoided;
 * then each one that meets another anomaly of the series is moved by its own stream. Where that fails, all places are drawn around the others.
 * Errors: recipe-value with how many would fit.
 */
export function drawAnomalies(context: DrawContext): Result<Drawn[]> {
  const { injection, path, series, seed, axis, duration, avoid, taken } = context;
  const { count: given, perDay = 0, apart: distance } = injection.draw;
  const count = given ?? Math.round((perDay * duration) / day);
  const apart = distance === undefined ? 0 : axis.apart(microseconds(distance));
  const lengths = new Float64Array(count);
  const drawn = Array.from({ length: count }, (_, index): Drawn => {
    const own = anomalyStream(seed, series, `${injection.id}/${index + 1}`);
    const shape = pick(injection.shapes, own.uniform(draws.shape));
    const length = lengthOf(shape, own);
    const units = footprint(shape, length, axis);
    lengths[index] = units;
    return { shape, length, units, place: 0, own };
  });
  const streams = {
    shares: stream(seed, `${series}/${injection.id}/shares`),
    places: stream(seed, `${series}/${injection.id}/places`),
  };
  const arrangeAll = (obstacles: readonly Segment[]): number | undefined => {
    const arranged = arrange(lengths, apart, freeSegments(axis.size, obstacles, apart), streams);
    if ('fit' in arranged) return arranged.fit;
    for (const [index, one] of drawn.entries()) one.place = at(arranged.starts, index);
    return undefined;
  };
  let fit = arrangeAll(avoid);
  if (fit === undefined && !relocate(drawn, apart, context)) {
    fit = arrangeAll([...avoid, ...taken.map(({ from, to }) => ({ from: from - apart, to: to + apart }))]);
  }
  if (fit === undefined) return ok(drawn);
  const [where, got] =
    given === undefined
      ? ['perDay', `${decimal(perDay)} per day, ${countOf(count)} in total`]
      : ['count', countOf(count)];
  return fail(
    valueError(
      `${path}.draw.${where}`,
      `Expected at most ${countOf(fit)} anomalies, the number that fits into ${series} with these lengths, distances and excluded intervals; got ${got}. Use fewer, shorter or closer ones.`,
    ),
  );
}
