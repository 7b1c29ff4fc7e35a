/** The step that makes local times UTC: on the whole of a series, in the order of its file. */
import { localRules } from '../../../core/ingest/zone';
import { isFor } from '../../../core/recipe';
import type { Recipe } from '../../../core/recipe/types';
import { toUtc } from '../../../core/steps/utc/rows';
import type { Counts } from '../../../core/steps/types';
import type { LoadedSeries } from '../series/loaded';
import { forgetOrder, timesOf, valuesOf } from '../series/ordered';
import { rawFacts, timeFacts } from '../series/rawFacts';
import { columnOf, isMade, keeperOf, type RawRows } from '../series/rowStore';

/** A series in UTC, in the order of its file. */
export interface Converted {
  /** The zone and the step that did it, as text: the same rows come of the same. */
  key: string;
  /** Index of the step in the recipe. */
  index: number;
  raw: RawRows;
  /** The number of each row in the file; null where all are there. */
  numbers: Int32Array | null;
  rowsIn: number;
  rowsOut: number;
  counts: Counts;
  /** What it took in this run. */
  ms: number;
}

/** The step that converts a series; undefined where none does. */
function converting({ steps }: Pick<Recipe, 'steps'>, name: string) {
  for (const [index, step] of steps.entries())
    if ('utc' in step && !step.off && isFor(step)(name)) return { index, options: step.utc };
  return undefined;
}

/** What a series in UTC depends on beside its rows, as `Converted` names it; undefined where its times are in UTC already. */
export function conversionKey(
  recipe: Pick<Recipe, 'steps'>,
  { name, zone }: Pick<LoadedSeries, 'name' | 'zone'>,
): string | undefined {
  const found = zone === 'UTC' ? undefined : converting(recipe, name);
  return found && JSON.stringify([zone, found.options]);
}

/** The last conversion of rows, so that a run which was cancelled after it has not lost it. */
const conversions = new WeakMap<RawRows, Converted>();

/** The series in UTC; undefined where its times are that already. `before`: of the run before. */
export function convert(
  recipe: Pick<Recipe, 'steps'>,
  { name, zone, first, last }: LoadedSeries,
  raw: RawRows,
  before: Converted | undefined,
): Converted | undefined {
  const found = zone === 'UTC' ? undefined : converting(recipe, name);
  if (!found) {
    conversions.delete(raw);
    return undefined;
  }
  const key = JSON.stringify([zone, found.options]);
  const known = before?.key === key ? before : conversions.get(raw);
  if (known?.key === key) return { ...known, index: found.index, ms: 0 };
  const began = performance.now();
  const done = toUtc(timesOf(raw), valuesOf(raw), found.options, localRules(zone, first, last + 1));
  const keeper = keeperOf(raw);
  const times = columnOf(done.times, keeper);
  // Where no row is dropped the values are those of the file.
  const values = done.rows || isMade(raw.values) ? columnOf(done.values, keeper) : raw.values;
  const rows = done.times.length;
  const converted: Converted = {
    key,
    index: found.index,
    raw: { rows, times, values, facts: rawFacts(times, values, timeFacts(times, rows)) },
    numbers: done.rows,
    rowsIn: done.rowsIn,
    rowsOut: done.rowsOut,
    counts: done.counts,
    ms: performance.now() - began,
  };
  conversions.set(raw, converted);
  // In UTC they have another order; nobody reads them as they were.
  forgetOrder(raw);
  return converted;
}
