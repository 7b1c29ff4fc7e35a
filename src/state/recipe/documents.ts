/** The recipe in its other forms: a link, a file. */
import { decodeLink, encodeLink, parseRecipeText, recipeFileText } from '../../core/recipe';
import { fail, type Result } from '../../core/errors';
import { checkGenerated } from '../../core/synth/check';
import type { Recipe } from '../../core/recipe/types';
import { notify } from '../ingest/files';
import { currentRecipe, editOrNotify, freshRecipe } from './recipe';
import { useSession } from '../page/page';

const holdsWork = (recipe: Recipe): boolean =>
  recipe.sources.length + recipe.labels.length + recipe.generated.length > 0;

/** Puts a recipe in place of the current one; where that one has sources, the person is asked first. */
function openRecipe(read: Result<Recipe>, from: string): void {
  const error = read.ok ? checkGenerated(read.value) : undefined;
  const result = error ? fail(error) : read;
  if (!result.ok) notify({ ...result.error, file: from });
  else if (holdsWork(currentRecipe())) useSession.setState({ incoming: { recipe: result.value, from } });
  else editOrNotify(() => result.value);
}

export const openRecipeText = (text: string, from: string): void => openRecipe(parseRecipeText(text), from);

/** What the person answers: whether the recipe that came takes the place of the current one. */
export function answerIncoming(take: boolean): void {
  const { incoming } = useSession.getState();
  useSession.setState({ incoming: null });
  if (take && incoming) editOrNotify(() => incoming.recipe);
}

/** The address of this page with the recipe in its hash. */
export const recipeLink = (): string =>
  `${location.href.split('#')[0]}#recipe=${encodeLink(currentRecipe())}`;

export const recipeText = (): string => recipeFileText(currentRecipe());

/** Opens the recipe in the address, if there is one, and takes it out of the address. */
export function openHash(): void {
  const prefix = '#recipe=';
  const { hash } = location;
  if (!hash.startsWith(prefix)) return;
  history.replaceState(null, '', location.pathname + location.search);
  openRecipe(decodeLink(hash.slice(prefix.length)), 'the link');
}

/** Begins with an empty recipe, as one step of undo. */
export const startAnew = (): boolean => editOrNotify(() => freshRecipe());
