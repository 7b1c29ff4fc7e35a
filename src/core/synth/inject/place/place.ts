import { fail, ok, valueError, type LabError, type Result } from '../../../errors';
import { count } from '../../../format';
import { at } from '../../../list';
import { durationText } from '../../../recipe/duration';
import type { AnomalyShape, DrawnInjection, Injection, InjectionChange } from '../../../recipe/types';
import { formatInstant, instant } from '../../../recipe/instant';
import { axisOf, usualStep, type Axis } from './axis';
import { checkInjection, isDrawn } from '../check';
import { anomalyStream, drawAnomalies, isAbsent, lengthOf, type Drawn } from './draw';
import { kinds } from '../kinds';
import type { Segment } from './slack';
import type { Place, RealiseOptions, RowRange, SeriesAccess } from '../types';

interface Ground {
  access: SeriesAccess;
  axis: Axis;
  /** Microseconds from the first row to the end of the last. */
  duration: number;
}

/** First row after `row − 1` at another time: rows of one time stay together. */
function nextTime(access: SeriesAccess, row: number): number {
  let next = row;
  while (next < access.rows && access.timeOf(next) === access.timeOf(next - 1)) next++;
  return next;
}

/** Rows that are left out show in the row after them; at the end of the series in the row before. */
function footprintOf(shape: AnomalyShape, { from, to }: RowRange, access: SeriesAccess): RowRange {
  if (!isAbsent(shape)) return { from, to };
  if (to < access.rows) return { from, to: nextTime(access, to + 1) };
  return { from: access.rowAt(access.timeOf(from - 1)), to };
}

type Extent = Pick<Place, 'length' | 'rows' | 'footprint'>;

function rowsAt(
  shape: AnomalyShape,
  us: number,
  from: number,
  { access, axis }: Ground,
  path: string,
): Result<Extent> {
  const { rows: total, name } = access;
  const { minRows, label } = kinds[shape.kind];
  const { to } = axis.rows(from, us);
  const rows = { from, to: nextTime(access, Math.max(to, from + minRows)) };
  if (rows.to > total) {
    const last = formatInstant(access.timeOf(total - 1));
    const message =
      to > total
        ? `Expected an end within ${name}, whose last row is at ${last}; from ${formatInstant(access.timeOf(from))} it would last ${durationText(us)}.`
        : `${label}: expected at least ${count(minRows)} rows; ${name} has ${count(total - from)} from ${formatInstant(access.timeOf(from))} on.`;
    return fail(valueError(`${path}.length`, `${message} Start earlier or make it shorter.`));
  }
  if (isAbsent(shape) && from === 0 && rows.to >= total)
    return fail(
      valueError(
        `${path}.length`,
        `Expected at least one remaining row of ${name}; all would be missing. Make it shorter.`,
      ),
    );
  return ok({ length: us, rows, footprint: footprintOf(shape, rows, access) });
}

function rowOf(start: string, { access }: Ground, path: string): Result<number> {
  const time = instant(start);
  const first = access.timeOf(0);
  const last = access.timeOf(access.rows - 1);
  if (time >= first && time <= last) return ok(access.rowAt(time));
  const extent = `${formatInstant(first)} to ${formatInstant(last)}`;
  return fail(
    valueError(path, `Expected a time within ${access.name}, from ${extent}; got ${start}. Move it inside.`),
  );
}

type Identity = Pick<Place, 'id' | 'seed' | 'path'>;

/** An anomaly at a time or row, with its draws. */
function locate(
  identity: Identity,
  where: { start: string } | { row: number },
  shape: AnomalyShape,
  shapePath: string,
  ground: Ground,
): Result<Extent & Pick<Place, 'own'>> {
  const row = 'row' in where ? ok(where.row) : rowOf(where.start, ground, `${identity.path}.start`);
  if (!row.ok) return row;
  const own = anomalyStream(identity.seed, ground.access.name, identity.id);
  const extent = rowsAt(shape, lengthOf(shape, own), row.value, ground, shapePath);
  return extent.ok ? ok({ ...extent.value, own }) : extent;
}

interface Listed {
  injection: Injection;
  path: string;
}

function placeByHand({ injection, path }: Listed, seed: number, ground: Ground): Result<Place | undefined> {
  if (isDrawn(injection)) return ok(undefined);
  const { id, start, shape, note } = injection;
  const identity = { id, injection: id, seed, path };
  const placed = locate(identity, { start }, shape, `${path}.shape`, ground);
  return placed.ok ? ok({ ...identity, ...placed.value, shape, note, byHand: true }) : placed;
}

const onAxis = ({ from, to }: RowRange, axis: Axis): Segment => ({
  from: axis.placeOf(from),
  to: axis.placeOf(to - 1) + 1,
});

/** Stretches of time as stretches of the line; one between two rows takes up nothing, and is still not crossed. */
function avoided(
  stretches: readonly (readonly [number, number])[],
  { access, axis }: Ground,
): readonly Segment[] {
  return stretches.map(([start, end]) => ({
    from: axis.placeOf(access.rowAt(start)),
    to: axis.placeOf(access.rowAt(end)),
  }));
}

/** One anomaly of a drawn injection, changed by hand or not. */
function drawnPlace(
  injection: DrawnInjection,
  path: string,
  number: number,
  drawn: Drawn,
  change: InjectionChange | undefined,
  seed: number,
  ground: Ground,
): Result<Place> {
  const id = `${injection.id}/${number}`;
  if (change?.start === undefined && change?.shape === undefined) {
    const { shape, length, own } = drawn;
    const extent = rowsAt(shape, length, ground.axis.rowAt(drawn.place), ground, `${path}.shapes`);
    if (!extent.ok) return extent;
    const { rows, footprint } = extent.value;
    const note = change?.note;
    return ok({
      id,
      injection: injection.id,
      number,
      seed,
      own,
      path,
      byHand: false,
      shape,
      length,
      rows,
      footprint,
      note,
    });
  }
  const { start, shape = drawn.shape, note } = change;
  const identity = { id, injection: injection.id, number, seed };
  const changePath = `${path}.changed[${number}]`;
  const where = start === undefined ? { row: ground.axis.rowAt(drawn.place) } : { start };
  const shapePath = change.shape ? `${changePath}.shape` : changePath;
  const extent = locate({ ...identity, path: changePath }, where, shape, shapePath, ground);
  return extent.ok
    ? ok({ ...identity, path: changePath, byHand: true, shape, note, ...extent.value })
    : extent;
}

/** The anomalies of a drawn injection with the changes by hand, and the places that were drawn for them. */
function placeDrawn(
  { injection, path }: Listed,
  seed: number,
  ground: Ground,
  avoid: RealiseOptions['avoid'],
  taken: readonly Segment[],
): Result<{ places: Place[]; taken: Segment[] }> {
  if (!isDrawn(injection)) return ok({ places: [], taken: [] });
  const { access, axis, duration } = ground;
  const { draw, changed = {} } = injection;
  const own = draw.seed ?? seed;
  const stretches = (draw.avoid ?? []).map(([from, to]) => [instant(from), instant(to)] as const);
  const drawn = drawAnomalies({
    injection,
    path,
    series: access.name,
    seed: own,
    axis,
    duration,
    avoid: avoided([...stretches, ...(avoid ?? [])], ground),
    taken,
  });
  if (!drawn.ok) return drawn;
  const places: Place[] = [];
  for (const [index, one] of drawn.value.entries()) {
    const change = changed[index + 1];
    if (change?.removed) continue;
    const place = drawnPlace(injection, path, index + 1, one, change, own, ground);
    if (!place.ok) return place;
    places.push(place.value);
  }
  return ok({ places, taken: drawn.value.map(({ place, units }) => ({ from: place, to: place + units })) });
}

/** Pairs of anomalies that share rows, enclosures included, by one sweep in order of rows: each with the one that reaches furthest before it. */
function overlaps(places: readonly Place[]): [Place, Place][] {
  const sorted = [...places].sort((a, b) => a.footprint.from - b.footprint.from);
  const pairs: [Place, Place][] = [];
  let furthest: Place | undefined;
  for (const place of sorted) {
    if (furthest && place.footprint.from < furthest.footprint.to) pairs.push([furthest, place]);
    if (!furthest || place.footprint.to > furthest.footprint.to) furthest = place;
  }
  return pairs;
}

/** The first overlap as an error at the one that a person placed or changed; undefined where there is none. */
function refuseOverlaps(places: readonly Place[], access: SeriesAccess): LabError | undefined {
  const pairs = overlaps(places);
  const [pair] = pairs;
  if (!pair) return undefined;
  const [first, second] = pair;
  const blamed = second.byHand ? second : first;
  const name = ({ id, footprint }: Place): string => {
    const last = formatInstant(access.timeOf(footprint.to - 1));
    return `"${id}" from ${formatInstant(access.timeOf(footprint.from))} to ${last}`;
  };
  const left = pairs.length - 1;
  const more = left > 0 ? ` ${count(left)} more ${left === 1 ? 'overlaps' : 'overlap'}.` : '';
  const path = blamed.number === undefined || blamed.byHand ? `${blamed.path}.start` : blamed.path;
  return valueError(
    path,
    `Expected anomalies that do not overlap; in ${access.name} ${name(first)} and ${name(second)} do. Move or remove one.${more}`,
  );
}

/** An id that two injections have, or a placed one that is called like a drawn anomaly. */
function sameId(mine: readonly Listed[], places: readonly Place[]): LabError | undefined {
  const twice = (id: string, path: string): LabError =>
    valueError(`${path}.id`, `Expected a unique id; "${id}" is used twice. Change one.`);
  const paths = new Map<string, string>();
  for (const { injection, path } of mine) {
    if (paths.has(injection.id)) return twice(injection.id, path);
    paths.set(injection.id, path);
  }
  for (const { id, number } of places) {
    const path = number === undefined ? undefined : paths.get(id);
    if (path !== undefined) return twice(id, path);
  }
  return undefined;
}

/**
 * Where the anomalies of a series lie, in order of rows. Those by hand come first; each drawn injection, in order of the list, keeps clear of them and
 * of the places of those before it, as they were drawn: a change to one never moves another.
 * Errors: recipe-value at a path below the list of injections, such as `[2].draw.count`.
 */
export function placeAnomalies(
  injections: readonly Injection[],
  access: SeriesAccess,
  seed: number,
  options: RealiseOptions = {},
): Result<Place[]> {
  const mine = injections
    .map((injection, index): Listed => ({ injection, path: `[${index}]` }))
    .filter(({ injection }) => injection.series === access.name && !injection.off);
  for (const { injection, path } of mine) {
    const error = checkInjection(injection, path, options.others);
    if (error) return fail(error);
  }
  if (mine.length === 0) return ok([]);
  if (access.rows === 0)
    return fail(valueError(at(mine, 0).path, `Expected a series with rows; ${access.name} has none.`));
  const axis = axisOf(access);
  const duration = access.timeOf(access.rows - 1) - access.timeOf(0) + usualStep(access);
  const ground = { access, axis, duration };
  const places: Place[] = [];
  for (const listed of mine) {
    const placed = placeByHand(listed, seed, ground);
    if (!placed.ok) return placed;
    if (placed.value) places.push(placed.value);
  }
  const taken = places.map(({ footprint }) => onAxis(footprint, axis));
  for (const listed of mine) {
    const drawn = placeDrawn(listed, seed, ground, options.avoid, taken);
    if (!drawn.ok) return drawn;
    for (const place of drawn.value.places) places.push(place);
    for (const segment of drawn.value.taken) taken.push(segment);
  }
  const error = sameId(mine, places);
  if (error) return fail(error);
  places.sort((a, b) => a.rows.from - b.rows.from || (a.id < b.id ? -1 : 1));
  const overlap = options.overlaps === 'allow' ? undefined : refuseOverlaps(places, access);
  return overlap ? fail(overlap) : ok(places);
}
