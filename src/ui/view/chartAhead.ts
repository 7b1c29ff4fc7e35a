import { useEffect, useRef, useState } from 'react';
import type { Recipe } from '../../core/recipe/types';
import type { ChartData, ChartRequest } from '../../core/view/types';
import { useRun } from '../../state/engine/runState';
import { useRecipe } from '../../state/recipe/recipe';
import { fetchChartAhead } from '../../state/view/ahead';
import { useFetched, useThrottled } from '../kit/hooks';

/** Milliseconds between two charts ahead while the recipe keeps changing; the first change is answered at once. */
const ASK_EVERY_MS = 60;

const numbers = new WeakMap<Recipe, number>();
let last = 0;

/** Tells recipes apart in a key. */
function numberOf(recipe: Recipe): number {
  const known = numbers.get(recipe);
  if (known !== undefined) return known;
  numbers.set(recipe, ++last);
  return last;
}

/**
 * The chart that is to come, while a run is: of the recipe as it stands. Null where the chart has to wait for the run, and where none is to come. `there`: whether the
 * chart of the last run that went through is there; until then this one stays.
 */
export function useChartAhead(request: ChartRequest, there: boolean): ChartData | null {
  const pending = useRun((run) => run.pending && run.report !== null);
  // What a run has found out of all rows serves the chart, too: it is asked for once more.
  const answered = useRun(({ progress }) => progress !== null && progress.done > 0);
  const recipe = useThrottled(
    useRecipe((state) => state.recipe),
    ASK_EVERY_MS,
  );
  const { series, from, to, columns } = request;
  const state = `${series} ${numberOf(recipe)} ${columns} ${from} ${to}`;
  const [again, setAgain] = useState<string | null>(null);
  const asked = useRef<string | null>(null);
  if (pending) asked.current = again === state ? `${state} again` : state;
  else if (there) asked.current = null;
  const { data } = useFetched(asked.current, async (signal) => ({
    series,
    state,
    chart: await fetchChartAhead(recipe, request, signal),
  }));
  const waits = data?.state === state && data.chart === null;
  useEffect(() => {
    if (answered && waits) setAgain(state);
  }, [answered, waits, state]);
  return asked.current !== null && data?.series === series ? data.chart : null;
}
