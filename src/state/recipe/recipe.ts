import { temporal } from 'zundo';
import { create } from 'zustand';
import { checkChange, checkOrder, defaultSteps, emptyRecipe } from '../../core/recipe';
import { LabFailure, type LabError } from '../../core/errors';
import { nameOf, seriesOf } from '../../core/recipe/series';
import { notify } from '../ingest/files';
import { readOnly } from '../session/tab';
import type { ExportOptions, Recipe, Step } from '../../core/recipe/types';

export { withSource } from '../../core/recipe/series';

interface RecipeState {
  recipe: Recipe;
  /** A change that was refused; nothing else changed. Stands until dismissed or until a change goes through. */
  refused: { index: number; error: LabError } | null;
}

/** A recipe with nothing loaded and the usual steps. */
export function freshRecipe(): Recipe {
  return { ...emptyRecipe(), steps: defaultSteps() };
}

/** The document and its history: every state of `recipe` is a step of undo. */
export const useRecipe = create<RecipeState>()(
  temporal((): RecipeState => ({ recipe: freshRecipe(), refused: null }), {
    partialize: ({ recipe }) => ({ recipe }),
    equality: (past, current) => past.recipe === current.recipe,
    limit: 200,
  }),
);

export const currentRecipe = (): Recipe => useRecipe.getState().recipe;

/**
 * Changes the recipe as one step of undo: the one way in for every edit. A change that would make the recipe invalid is refused, so that what is
 * stored can always be read again. Undefined, or why it is refused; then nothing has changed.
 */
export function editRecipe(change: (recipe: Recipe) => Recipe): LabError | undefined {
  return readOnly() ?? checkedChange(change);
}

function checkedChange(change: (recipe: Recipe) => Recipe): LabError | undefined {
  const before = currentRecipe();
  const after = change(before);
  if (after === before) return undefined;
  const checked = checkChange(before, after);
  if (!checked.ok) return checked.error;
  useRecipe.setState({ recipe: after, refused: null });
  return undefined;
}

/** Puts a recipe that has been checked already in the place of the current one, as one step of undo. Undefined, or why it is refused. */
export function putChecked(recipe: Recipe): LabError | undefined {
  const error = readOnly();
  if (!error) useRecipe.setState({ recipe, refused: null });
  return error;
}

/** {@link editRecipe} for edits without a place of their own for a refusal: it becomes a notice. Whether the change went through. */
export function editOrNotify(change: (recipe: Recipe) => Recipe): boolean {
  const error = editRecipe(change);
  if (error) notify(error);
  return error === undefined;
}

/** {@link editRecipe} where the caller rejects with the refusal, a LabFailure. */
export function editOrThrow(change: (recipe: Recipe) => Recipe): void {
  const error = editRecipe(change);
  if (error) throw new LabFailure(error);
}

/** Completes the recipe with what only reading the files could tell (hashes, sizes): no step of undo. */
export function completeRecipe(change: (recipe: Recipe) => Recipe): void {
  const { pause, resume } = useRecipe.temporal.getState();
  pause();
  const error = checkedChange(change);
  if (error) notify(error);
  resume();
}

export function undo(): void {
  if (readOnly()) return;
  useRecipe.temporal.getState().undo();
  useRecipe.setState({ refused: null });
}

export function redo(): void {
  if (readOnly()) return;
  useRecipe.temporal.getState().redo();
  useRecipe.setState({ refused: null });
}

/** Puts other steps in place, unless their order or one of them is not allowed: then `refused` says so at step `index`. */
function changeSteps(index: number, change: (steps: readonly Step[]) => Step[]): boolean {
  const steps = change(currentRecipe().steps);
  const error = checkOrder(steps) ?? editRecipe((recipe) => ({ ...recipe, steps }));
  if (error) useRecipe.setState({ refused: { index, error } });
  return error === undefined;
}

export function moveStep(from: number, to: number): boolean {
  if (from === to || to < 0 || to >= currentRecipe().steps.length) return false;
  return changeSteps(from, (steps) => {
    const moved = [...steps];
    const [step] = moved.splice(from, 1);
    if (step) moved.splice(to, 0, step);
    return moved;
  });
}

export const removeStep = (index: number): boolean =>
  changeSteps(index, (steps) => steps.filter((_, at) => at !== index));

export const duplicateStep = (index: number): boolean =>
  changeSteps(index, (steps) =>
    steps.flatMap((step, at) => (at === index ? [step, structuredClone(step)] : step)),
  );

export const replaceStep = (index: number, step: Step): boolean =>
  changeSteps(index, (steps) => steps.map((old, at) => (at === index ? step : old)));

export function toggleStep(index: number): boolean {
  return changeSteps(index, (steps) =>
    steps.map((step, at) => {
      if (at !== index) return step;
      const { off, ...rest } = step;
      return off ? rest : { ...rest, off: true };
    }),
  );
}

/** Adds the usual step of its kind at the last place where the order is allowed; false where there is none. */
export function addStep(step: Step): boolean {
  const { steps } = currentRecipe();
  for (let at = steps.length; at >= 0; at--) {
    const tried = steps.toSpliced(at, 0, step);
    if (!checkOrder(tried)) return changeSteps(at, () => tried);
  }
  const error = checkOrder([...steps, step]);
  if (error) useRecipe.setState({ refused: { index: steps.length - 1, error } });
  return false;
}

/** Whether the name was taken; where not, a notice says why. */
export const setName = (name: string): boolean => editOrNotify((recipe) => ({ ...recipe, name }));

/** Undefined, or why they are refused. */
export const setExportOptions = (options: ExportOptions): LabError | undefined =>
  editRecipe((recipe) => ({ ...recipe, export: options }));

/** Undefined, or why they are refused; no splits where absent. */
export const setSplits = (splits: Recipe['splits']): LabError | undefined =>
  editRecipe(({ splits: _before, ...recipe }) => (splits ? { ...recipe, splits } : recipe));

/** Takes a file (of data or of labels) or a generated source out of the recipe; what came of it goes with the next run. Its injections go with it. */
export function removeSource(name: string): void {
  editOrNotify((recipe) => {
    const gone = recipe.generated.find((source) => nameOf(source) === name);
    const series = gone ? seriesOf(gone) : [];
    return {
      ...recipe,
      sources: recipe.sources.filter((source) => source.file !== name),
      labels: recipe.labels.filter((source) => source.file !== name),
      generated: recipe.generated.filter((source) => source !== gone),
      injections: recipe.injections.filter((injection) => !series.includes(injection.series)),
    };
  });
}

export const dismissRefusal = (): void => useRecipe.setState({ refused: null });
