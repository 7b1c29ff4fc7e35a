/** Charts of the recipe as it stands, before its run is done. */
import type { Recipe } from '../../core/recipe/types';
import type { ChartData, ChartRequest } from '../../core/view/types';
import type { ChartAheadRequest } from '../../engine/protocol';
import { call } from '../engine/engine';
import { useRun } from '../engine/runState';

/** More labels than this are not sent along, and lists of more entries not compared. */
const MAX_CHANGES = 1000;

/** Whether two lists say the same; long ones where they are one. */
const same = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a === b || (a.length === b.length && a.length <= MAX_CHANGES && JSON.stringify(a) === JSON.stringify(b));

/** What the engine needs of a recipe beside what the last run was given; null where rows, or too many labels, are others. */
function sinceTheRun(recipe: Recipe): Omit<ChartAheadRequest, 'chart'> | null {
  const { ranRecipe: ran, number } = useRun.getState();
  if (!ran || number === null) return null;
  const sameRows =
    same(recipe.sources, ran.sources) &&
    same(recipe.labels, ran.labels) &&
    same(recipe.generated, ran.generated) &&
    same(recipe.injections, ran.injections) &&
    recipe.seed === ran.seed;
  if (!sameRows) return null;
  const { steps, annotations, edits } = recipe;
  if (same(annotations, ran.annotations) && same(edits, ran.edits)) return { after: number, steps };
  if (annotations.length + edits.length > MAX_CHANGES) return null;
  return { after: number, steps, changes: { annotations, edits } };
}

/**
 * The chart that the run of a recipe will leave, without a wait for that run: what is in sight is made alone. Null where it has to wait, also where something is
 * wrong that the run will tell.
 */
export async function fetchChartAhead(
  recipe: Recipe,
  chart: ChartRequest,
  signal: AbortSignal,
): Promise<ChartData | null> {
  const since = sinceTheRun(recipe);
  if (!since) return null;
  try {
    return await call('chartAhead', { ...since, chart }, { signal });
  } catch {
    return null;
  }
}
