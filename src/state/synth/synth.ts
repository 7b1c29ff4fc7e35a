/** Changes of what the lab generates: sources, and the anomalies injected into them. Each is one step of undo. */
import { checkGenerated } from '../../core/synth/check';
import type { LabError } from '../../core/errors';
import type {
  CopySource,
  GeneratedSource,
  Injection,
  Recipe,
  SyntheticSource,
} from '../../core/recipe/types';
import { nameOf, seriesOf } from '../../core/recipe/series';
import { plansQuickly, weigh } from '../../core/recipe/weight';
import { currentRecipe, editRecipe } from '../recipe/recipe';
import { useFiles } from '../ingest/files';
import { chooseSeries } from '../view/view';

/** Names that a new series may not take. */
function taken(): Set<string> {
  const { sources, generated } = currentRecipe();
  return new Set([
    ...sources.map(({ file }) => file),
    ...generated.flatMap((source) => [nameOf(source), ...seriesOf(source)]),
    ...useFiles.getState().series.map(({ name }) => name),
  ]);
}

/** `base`, or `base 2`, `base 3`, … where it is taken. */
export function freeName(base: string): string {
  const names = taken();
  if (!names.has(base)) return base;
  for (let n = 2; ; n++) if (!names.has(`${base} ${n}`)) return `${base} ${n}`;
}

/** A new series to start from: a million rows in 1-second steps, with a daily and a 6-hour cycle and noise. */
export function startingSource(): SyntheticSource {
  return {
    synthetic: freeName('synthetic/series-1'),
    start: '2023-01-01T00:00:00Z',
    step: '1s',
    rows: 1_000_000,
    signal: [
      { constant: { value: 50 } },
      { sine: { period: '1d', amplitude: 20 } },
      { sine: { period: '6h', amplitude: 5 } },
    ],
    noise: [{ gaussian: { sd: 3 } }],
  };
}

/** Changes the recipe as one step of undo, unless what it generates is not valid; then the error says why. */
export function checkedEdit(change: (recipe: Recipe) => Recipe): LabError | undefined {
  const before = currentRecipe();
  const next = change(before);
  if (next === before) return undefined;
  return checkGenerated(next, { plan: plansQuickly(weigh(next)) }) ?? editRecipe(() => next);
}

/** Adds a source and chooses its first series. Undefined, or why it is refused. */
export function addGenerated(
  source: GeneratedSource,
  injections: readonly Injection[] = [],
): LabError | undefined {
  const error = checkedEdit((recipe) => ({
    ...recipe,
    generated: [...recipe.generated, source],
    injections: [...recipe.injections, ...injections],
  }));
  const [first] = seriesOf(source);
  if (!error && first !== undefined) chooseSeries(first);
  return error;
}

/** Puts another source in the place of the one of that name; injections follow their series to a new name. Undefined, or why it is refused. */
export function replaceGenerated(name: string, source: GeneratedSource): LabError | undefined {
  const recipe = currentRecipe();
  const old = recipe.generated.find((one) => nameOf(one) === name);
  if (!old) return undefined;
  const before = seriesOf(old);
  const after = seriesOf(source);
  const renamed = new Map(before.map((series, index) => [series, after[index] ?? series]));
  return checkedEdit(() => ({
    ...recipe,
    generated: recipe.generated.map((one) => (one === old ? source : one)),
    injections: recipe.injections.map((injection) => ({
      ...injection,
      series: renamed.get(injection.series) ?? injection.series,
    })),
    annotations: recipe.annotations.map((annotation) => ({
      ...annotation,
      series: renamed.get(annotation.series) ?? annotation.series,
    })),
  }));
}

/** A copy of a loaded series to inject into, with the original beside it. Undefined, or why it is refused. */
export function copySeries(series: string): LabError | undefined {
  const copy: CopySource = { copy: series, name: freeName(`${series} (injected)`) };
  return addGenerated(copy);
}

/** Puts other injections in the place of all. Undefined, or why it is refused. */
const setInjections = (injections: readonly Injection[]): LabError | undefined =>
  checkedEdit((recipe) => ({ ...recipe, injections: [...injections] }));

/** A name for a new injection. */
export function freeInjectionId(kind: string): string {
  const ids = new Set(currentRecipe().injections.map(({ id }) => id));
  for (let n = 1; ; n++) if (!ids.has(`${kind}-${n}`)) return `${kind}-${n}`;
}

export const addInjection = (injection: Injection): LabError | undefined =>
  setInjections([...currentRecipe().injections, injection]);

export const replaceInjection = (id: string, injection: Injection): LabError | undefined =>
  setInjections(currentRecipe().injections.map((one) => (one.id === id ? injection : one)));

export const removeInjection = (id: string): LabError | undefined =>
  setInjections(currentRecipe().injections.filter((one) => one.id !== id));
