/** Changes to single anomalies as changes to the recipe: a placed one is changed itself, of a drawn one the entry under its number. */
import { formatDuration } from '../../recipe/duration';
import type { AnomalyShape, Injection, InjectionChange, PlacedInjection } from '../../recipe/types';
import { formatInstant } from '../../recipe/instant';
import { isDrawn } from './check';
import { strengthOf } from './kinds';
import { isAbsent } from './place/draw';
import type { RealisedAnomaly } from './types';

type Edited = Pick<RealisedAnomaly, 'injection' | 'number' | 'requested'>;

function change(
  injections: readonly Injection[],
  { injection: id, number }: Edited,
  placed: Partial<PlacedInjection>,
  drawn: InjectionChange,
): Injection[] {
  return injections.map((injection) => {
    if (injection.id !== id) return injection;
    if (!isDrawn(injection)) return { ...injection, ...placed };
    if (number === undefined) return injection;
    const before = injection.changed?.[number];
    return { ...injection, changed: { ...injection.changed, [number]: { ...before, ...drawn } } };
  });
}

type Measured = Edited & Pick<RealisedAnomaly, 'start' | 'end' | 'step' | 'realised'>;

/** The length of a shape whose label is to be so long: whole steps on a grid, and without the row after rows that are left out. */
function lengthFor(anomaly: Measured, label: number): string {
  const { start, end, step, requested, realised } = anomaly;
  if (label === end - start) return formatDuration(realised.length);
  const after = isAbsent(requested) ? Math.round((end - 1 - start) / realised.rows) : 0;
  const length = Math.max(1, label - after);
  return formatDuration(step === undefined ? length : Math.ceil(length / step) * step);
}

/**
 * Moves an anomaly so that its label begins at `start`, and where a `length` is given that is not its label's own, lasts so long; microseconds.
 * No other anomaly is moved.
 */
export function moveAnomaly(
  injections: readonly Injection[],
  anomaly: Measured,
  start: number,
  length = anomaly.end - anomaly.start,
): Injection[] {
  const same = length === anomaly.end - anomaly.start;
  const shape = same ? {} : { shape: { ...anomaly.requested, length: lengthFor(anomaly, length) } };
  const edit = { start: formatInstant(start), ...shape };
  return change(injections, anomaly, edit, edit);
}

/** Gives an anomaly another shape where it is. */
export function reshapeAnomaly(
  injections: readonly Injection[],
  anomaly: Edited,
  shape: AnomalyShape,
): Injection[] {
  return change(injections, anomaly, { shape }, { shape });
}

/** Gives an anomaly a remark; an empty one takes it away. */
export function noteAnomaly(injections: readonly Injection[], anomaly: Edited, note: string): Injection[] {
  const edit = { note: note === '' ? undefined : note };
  return change(injections, anomaly, edit, edit);
}

/** Takes an anomaly out; the other drawn ones keep their places and numbers. */
export function removeAnomaly(injections: readonly Injection[], anomaly: Edited): Injection[] {
  const drawn = injections.some((injection) => injection.id === anomaly.injection && isDrawn(injection));
  if (drawn) return change(injections, anomaly, {}, { removed: true });
  return injections.filter(({ id }) => id !== anomaly.injection);
}

/** What a person did to a drawn anomaly is undone; a placed one stays as it is. */
export function restoreAnomaly(
  injections: readonly Injection[],
  { injection: id, number }: Pick<Edited, 'injection' | 'number'>,
): Injection[] {
  return injections.map((injection) => {
    if (injection.id !== id || !isDrawn(injection) || number === undefined) return injection;
    const { [number]: _undone, ...rest } = injection.changed ?? {};
    const { changed: _changed, ...kept } = injection;
    return Object.keys(rest).length > 0 ? { ...kept, changed: rest } : kept;
  });
}

/** `base-copy`, `base-copy-2`, … that no injection has. */
function freeId(injections: readonly Injection[], base: string): string {
  const taken = new Set(injections.map(({ id }) => id));
  for (let n = 1; ; n++) {
    const id = n === 1 ? `${base}-copy` : `${base}-copy-${n}`;
    if (!taken.has(id)) return id;
  }
}

/** A copy at another time (microseconds; `length` of its label, where not the same), placed by hand right after its original in the list, with the length, strength and direction that the original drew. */
export function duplicateAnomaly(
  injections: readonly Injection[],
  anomaly: RealisedAnomaly,
  start: number,
  length = anomaly.end - anomaly.start,
): Injection[] {
  const { requested, realised, injection, series, note } = anomaly;
  const { strength, unit, direction } = realised;
  const shape: AnomalyShape = { ...requested, length: lengthFor(anomaly, length) };
  if (strength !== undefined && unit !== undefined) shape.strength = strengthOf(unit, strength);
  if (direction !== undefined) shape.direction = direction;
  const copy: PlacedInjection = {
    id: freeId(injections, injection),
    series,
    start: formatInstant(start),
    shape,
    ...(note === undefined ? {} : { note }),
  };
  const at = injections.findIndex(({ id }) => id === injection);
  return at < 0 ? [...injections, copy] : injections.toSpliced(at + 1, 0, copy);
}
