/** Recipes from elsewhere: read, checked and weighed, so that nothing of this happens in the page. */
import { fail, ok, type Result } from '../../../core/errors';
import { decodeLink, parseRecipeText } from '../../../core/recipe';
import { weigh } from '../../../core/recipe/weight';
import { checkGenerated } from '../../../core/synth/check';
import type { RecipeText, WeighedRecipe } from '../../protocol';

/** A recipe whose anomalies take longer to place is let through without: making its series finds what is wrong with them. */
const planLimitMs = 3000;

/** Errors as `parseRecipeText`, `decodeLink` and `checkGenerated`. */
export function readRecipe(source: RecipeText): Result<WeighedRecipe> {
  const read = 'link' in source ? decodeLink(source.link) : parseRecipeText(source.text);
  if (!read.ok) return read;
  const recipe = read.value;
  const weight = weigh(recipe);
  const error = checkGenerated(recipe, { plan: weight.planMs <= planLimitMs });
  return error ? fail(error) : ok({ recipe, weight });
}
