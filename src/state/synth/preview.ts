/** The visible part of a series as it will be while a person changes its settings: made in the page, at once. */
import { create } from 'zustand';
import { createGenerator, type Generator } from '../../core/synth/generator';
import { createPlaceMemory, planSynthetic } from '../../core/synth/plan';
import { previewLine } from '../../core/synth/preview';
import type { LabError } from '../../core/errors';
import type { RealisedAnomaly } from '../../core/synth/inject/types';
import type { GeneratedSource, Injection } from '../../core/recipe/types';
import type { LinePoints } from '../../core/view/types';
import { generatedKey, useGenerated, injectionsOf } from './generated';
import { nameOf, seriesOf } from '../../core/recipe/series';
import { plansQuickly, weigh } from '../../core/recipe/weight';
import { currentRecipe } from '../recipe/recipe';
import { held } from '../engine/held';
import { useRun } from '../engine/runState';
import { warmUpPreview } from './warmPreview';

export interface Draft {
  /** Name of the source. */
  name: string;
  /** The source and the injections as they would be; absent: as they are. */
  source?: GeneratedSource;
  injections?: readonly Injection[];
}

interface Ahead {
  series: string[];
  generator: Generator;
}

interface PreviewState {
  /** What is being drawn ahead of the engine; null: nothing. */
  ahead: Ahead | null;
  /** What was drawn ahead until a moment ago: rows are there, and the chart is asking for them. */
  leaving: Ahead | null;
  /** Anomalies of that, by series and time. */
  anomalies: readonly RealisedAnomaly[];
  error: LabError | null;
  version: number;
}

const nothing = { ahead: null, leaving: null, anomalies: [], error: null };
const places = createPlaceMemory();
export const usePreview = create<PreviewState>()(() => ({ ...nothing, version: 0 }));

/** Draws a draft ahead of the engine. `null`, or real data: the preview ends. Copies of real series have none. */
export function preview(draft: Draft | null): void {
  const { version } = usePreview.getState();
  if (!draft) {
    const { ahead, leaving, error } = usePreview.getState();
    if (ahead || leaving || error) usePreview.setState({ ...nothing, version: version + 1 });
    return;
  }
  const recipe = currentRecipe();
  const source = draft.source ?? recipe.generated.find((one) => nameOf(one) === draft.name);
  if (!source || !('synthetic' in source)) return;
  const wanted = draft.injections ? { ...recipe, injections: [...draft.injections] } : recipe;
  if (held.generated.get(draft.name) === generatedKey(wanted, source)) {
    // The rows that are there are these.
    preview(null);
    return;
  }
  const all = recipe.generated.map((one) => (nameOf(one) === draft.name ? source : one));
  const injections = draft.injections ?? injectionsOf(recipe, source);
  // What takes long to plan is not drawn ahead: the page would stop for it.
  if (!plansQuickly(weigh({ ...recipe, generated: [source], injections: [...injections] }))) {
    preview(null);
    return;
  }
  const planned = planSynthetic(source, { seed: recipe.seed, all, injections }, {}, { rough: true, places });
  if (!planned.ok) {
    usePreview.setState({ ...nothing, error: planned.error, version: version + 1 });
    return;
  }
  usePreview.setState({
    ahead: { series: seriesOf(source), generator: createGenerator(planned.value.job) },
    leaving: null,
    anomalies: planned.value.series.flatMap(({ anomalies }) => anomalies),
    error: null,
    version: version + 1,
  });
}

function aheadOf(series: string): { generator: Generator; channel: number } | undefined {
  const { ahead, leaving } = usePreview.getState();
  const drawn = ahead ?? leaving;
  const channel = drawn?.series.indexOf(series) ?? -1;
  return drawn && channel >= 0 ? { generator: drawn.generator, channel } : undefined;
}

/** The line of a series ahead of the engine; undefined where none is. */
export function previewOf(series: string, from: number, to: number, columns: number): LinePoints | undefined {
  const drawn = aheadOf(series);
  return drawn && previewLine(drawn.generator, drawn.channel, { from, to, columns });
}

/** From the first row of that series to a microsecond after its last one; undefined where none is drawn ahead. */
export function previewExtent(series: string): { from: number; to: number } | undefined {
  const drawn = aheadOf(series);
  if (!drawn) return undefined;
  const { access } = drawn.generator.series(drawn.channel);
  return { from: access.timeOf(0), to: access.timeOf(access.rows - 1) + 1 };
}

/** The chart has the rows: what was drawn ahead of them goes. */
export function previewOver(): void {
  const { leaving, version } = usePreview.getState();
  if (leaving) usePreview.setState({ leaving: null, version: version + 1 });
}

// Once, as soon as a synthetic series is being made: its settings may change next.
let warm = false;
useGenerated.subscribe(() => {
  const source = currentRecipe().generated.find((one) => 'synthetic' in one);
  if (warm || !source || !plansQuickly(weigh(currentRecipe()))) return;
  warm = true;
  void warmUpPreview(source).catch(() => undefined);
});

// What was drawn ahead gives way to the rows themselves.
useGenerated.subscribe((state, before) => {
  if (state.reports === before.reports) {
    if (state.errors !== before.errors) preview(null);
    return;
  }
  const { ahead, version } = usePreview.getState();
  if (ahead) usePreview.setState({ ...nothing, leaving: ahead, version: version + 1 });
});

// Where they will not come, because the making was cancelled or failed, what is there is shown again.
useRun.subscribe(({ status }) => {
  if (status === 'cancelled' || status === 'failed') preview(null);
});
