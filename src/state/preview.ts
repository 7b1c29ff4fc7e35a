/** The visible stretch of a series as it will be, while a person turns its dials: made in the page, at once. */
import { create } from 'zustand';
import { createGenerator, planSynthetic, type Generator } from '../core/pipeline/generate';
import { previewLine } from '../core/pipeline/preview';
import type { LabError } from '../core/errors';
import type { RealisedAnomaly } from '../core/inject/types';
import type { GeneratedSource, Injection } from '../core/recipe/types';
import type { LinePoints } from '../core/view/types';
import { injectionsOf, nameOf, seriesOf, useGenerated } from './generated';
import { currentRecipe } from './recipe';

export interface Draft {
  /** Name of the source. */
  name: string;
  /** The source and the injections as they would be; absent: as they are. */
  source?: GeneratedSource;
  injections?: readonly Injection[];
}

interface PreviewState {
  /** What is being drawn ahead of the engine; null: nothing. */
  ahead: { series: string[]; generator: Generator } | null;
  /** Anomalies of that, by series and time. */
  anomalies: readonly RealisedAnomaly[];
  error: LabError | null;
  version: number;
}

const nothing = { ahead: null, anomalies: [], error: null };
export const usePreview = create<PreviewState>()(() => ({ ...nothing, version: 0 }));

/** Draws a draft ahead of the engine. `null`, or real data: the preview ends. Copies of real series have none. */
export function preview(draft: Draft | null): void {
  const { version } = usePreview.getState();
  if (!draft) {
    if (usePreview.getState().ahead) usePreview.setState({ ...nothing, version: version + 1 });
    return;
  }
  const recipe = currentRecipe();
  const source = draft.source ?? recipe.generated.find((one) => nameOf(one) === draft.name);
  if (!source || !('synthetic' in source)) return;
  const all = recipe.generated.map((one) => (nameOf(one) === draft.name ? source : one));
  const injections = draft.injections ?? injectionsOf(recipe, source);
  const planned = planSynthetic(source, { seed: recipe.seed, all, injections }, {}, true);
  if (!planned.ok) {
    usePreview.setState({ ...nothing, error: planned.error, version: version + 1 });
    return;
  }
  usePreview.setState({
    ahead: { series: seriesOf(source), generator: createGenerator(planned.value.job) },
    anomalies: planned.value.series.flatMap(({ anomalies }) => anomalies),
    error: null,
    version: version + 1,
  });
}

/** The line of a series ahead of the engine; undefined where none is. */
export function previewOf(series: string, from: number, to: number, columns: number): LinePoints | undefined {
  const { ahead } = usePreview.getState();
  const channel = ahead?.series.indexOf(series) ?? -1;
  return ahead && channel >= 0 ? previewLine(ahead.generator, channel, { from, to, columns }) : undefined;
}

// What was drawn ahead gives way to the rows themselves.
useGenerated.subscribe((state, before) => {
  if (state.reports !== before.reports || state.errors !== before.errors) preview(null);
});
