/** Charts of the recipe as it stands, before its run is done. */
import type { Recipe } from '../../core/recipe/types';
import type { ChartData, ChartRequest } from '../../core/view/types';
import type { ChartAheadRequest } from '../../engine/protocol';
import { call } from '../engine/engine';
import { useRun } from '../engine/runState';
import { alike } from '../engine/sameRun';

/** More labels than this are not sent along. */
const MAX_CHANGES = 1000;

/** What the engine needs of a recipe beside what the last run was given; null where rows, or too many labels, are others. */
function sinceTheRun(recipe: Recipe): Omit<ChartAheadRequest, 'chart'> | null {
  const { ranRecipe: ran, number } = useRun.getState();
  if (!ran || number === null) return null;
  const sameRows =
    alike(recipe.sources, ran.sources) &&
    alike(recipe.labels, ran.labels) &&
    alike(recipe.generated, ran.generated) &&
    alike(recipe.injections, ran.injections) &&
    recipe.seed === ran.seed;
  if (!sameRows) return null;
  const { steps, annotations, edits } = recipe;
  if (alike(annotations, ran.annotations) && alike(edits, ran.edits)) return { after: number, steps };
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
