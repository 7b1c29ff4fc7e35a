import { decodeLink, encodeLink, parseRecipeText, recipeFileText } from '../../core/recipe';
import { fail, type Result } from '../../core/errors';
import { checkGenerated } from '../../core/synth/check';
import type { Recipe } from '../../core/recipe/types';
import { notify } from '../ingest/files';
import { currentRecipe, editRecipe, freshRecipe } from './recipe';
import { useSession } from '../page/session';

/** The recipe in its other forms: a link, a file, the text in this browser's storage. */
const storageKey = 'anomaly-data-lab.recipe';

const holdsWork = (recipe: Recipe): boolean =>
  recipe.sources.length + recipe.labels.length + recipe.generated.length > 0;

/** Puts a recipe in place of the current one, asking first where that one has sources. */
function offer(read: Result<Recipe>, from: string): void {
  const wrong = read.ok ? checkGenerated(read.value) : undefined;
  const result = wrong ? fail(wrong) : read;
  if (!result.ok) notify({ ...result.error, file: from });
  else if (holdsWork(currentRecipe())) useSession.setState({ offered: { recipe: result.value, from } });
  else editRecipe(() => result.value);
}

export const openRecipeText = (text: string, from: string): void => offer(parseRecipeText(text), from);

export function answerOffer(take: boolean): void {
  const { offered } = useSession.getState();
  useSession.setState({ offered: null });
  if (take && offered) editRecipe(() => offered.recipe);
}

/** The address of this page with the recipe in its hash. */
export const recipeLink = (): string =>
  `${location.href.split('#')[0]}#recipe=${encodeLink(currentRecipe())}`;

export const recipeText = (): string => recipeFileText(currentRecipe());

/** Opens the recipe in the address, if there is one, and takes it out of the address. */
export function openHash(): void {
  const match = /^#recipe=(.*)$/.exec(location.hash);
  if (!match) return;
  history.replaceState(null, '', location.pathname + location.search);
  offer(decodeLink(match[1] ?? ''), 'the link');
}

export function storedRecipe(): Recipe | null {
  try {
    const text = localStorage.getItem(storageKey);
    const parsed = text === null ? null : parseRecipeText(text);
    return parsed?.ok ? parsed.value : null;
  } catch {
    return null;
  }
}

/** Keeps the recipe for the next visit; without storage the session lasts as long as the page. */
export function storeRecipe(recipe: Recipe): void {
  try {
    localStorage.setItem(storageKey, recipeFileText(recipe));
  } catch {
    // Said once, by the storage's own message in the footer.
  }
}

export const startAnew = (): void => editRecipe(() => freshRecipe());
