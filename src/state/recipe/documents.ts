/** The recipe in its other forms: a link, a file, a text that is pasted. What comes from elsewhere is read and weighed outside the page before it runs. */
import { encodeLink, recipeFileText } from '../../core/recipe';
import { holdsContent } from '../../core/recipe/series';
import { isHeavy } from '../../core/recipe/weight';
import { readRecipe } from '../../engine/recipeClient';
import type { RecipeText } from '../../engine/protocol';
import type { Recipe } from '../../core/recipe/types';
import { pauseRuns, runPaused } from '../engine/run';
import { notify } from '../ingest/files';
import { currentRecipe, editOrNotify, freshRecipe, putChecked } from './recipe';
import { useSession } from '../page/page';

/** Puts a recipe in place of the current one; whether it is. */
function take(recipe: Recipe, run: boolean): boolean {
  const before = currentRecipe();
  const error = putChecked(recipe);
  if (error) notify(error);
  else if (run) runPaused();
  else pauseRuns(before);
  return !error;
}

/** What became of a recipe on its way in: `answer` resolves, once that is decided, with whether it is in place. */
interface Opening {
  answer: Promise<boolean>;
}

/** Whoever waits for the answer about the recipe that came. */
let answered: (taken: boolean) => void = () => undefined;

/**
 * Puts a recipe in place of the current one. Where that one has sources, or the new one is heavy, the person is asked first. Resolves once it is in the
 * page, refused, or asked about.
 */
async function openRecipe(source: RecipeText, from: string): Promise<Opening> {
  const read = await readRecipe(source);
  if (!read.ok) {
    notify({ ...read.error, file: from });
    return { answer: Promise.resolve(false) };
  }
  // A recipe that is still asked about gives way to this one.
  answered(false);
  useSession.setState({ incoming: null });
  const { recipe, weight } = read.value;
  const replaces = holdsContent(currentRecipe());
  const heavy = isHeavy(weight) ? weight : undefined;
  if (!replaces && !heavy) return { answer: Promise.resolve(take(recipe, true)) };
  const answer = new Promise<boolean>((resolve) => (answered = resolve));
  useSession.setState({ incoming: { recipe, from, replaces, heavy } });
  return { answer };
}

/** Opens the text of a recipe's file; resolves once it is in the page, refused, or asked about. */
export const openRecipeText = (text: string, from: string): Promise<Opening> => openRecipe({ text }, from);

/** What the person answers: whether the recipe that came takes the place of the current one, and whether it runs. */
export function answerIncoming(answer: 'run' | 'open' | 'keep'): void {
  const { incoming } = useSession.getState();
  useSession.setState({ incoming: null });
  answered(incoming !== null && answer !== 'keep' && take(incoming.recipe, answer === 'run'));
}

/** The address of this page with the recipe in its hash. */
export const recipeLink = (): string =>
  `${location.href.split('#')[0]}#recipe=${encodeLink(currentRecipe())}`;

export const recipeText = (): string => recipeFileText(currentRecipe());

const mark = '#recipe=';

/** Opens the recipe in the address, if there is one, and takes it out of the address. */
export async function openHash(): Promise<void> {
  const { hash } = location;
  if (!hash.startsWith(mark)) return;
  history.replaceState(null, '', location.pathname + location.search);
  await openRecipe({ link: hash.slice(mark.length) }, 'the link');
}

/** Opens a text that was pasted, where it is a recipe or an address with one in it; whether it is. */
export function openPasted(text: string): boolean {
  const link = text.indexOf(mark);
  const start = text.trimStart();
  if (/^https?:/.test(start) && link >= 0) {
    void openRecipe({ link: text.slice(link + mark.length).trim() }, 'the pasted link');
    return true;
  }
  if (!start.startsWith('{') || !start.includes('"recipe"')) return false;
  void openRecipe({ text }, 'the pasted text');
  return true;
}

/** Begins with an empty recipe, as one step of undo. */
export function startAnew(): boolean {
  const begun = editOrNotify(() => freshRecipe());
  if (begun) runPaused();
  return begun;
}
