/** Whether a recipe is still valid after a change, told from what changed. */
import { fail, ok, type Result } from '../errors';
import { at } from '../list';
import { parseRecipe } from './parse';
import { checkIds } from './semantics';
import { itemLimit } from './limits';
import { shortJson } from './explain';
import type { Recipe } from './types';

/** The lists that may hold a hundred thousand elements and more. */
const longLists = ['injections', 'annotations', 'edits'] as const;

/** Places in `after` of the elements that `before` does not hold. */
function newPlaces(before: readonly unknown[], after: readonly unknown[]): number[] {
  if (before === after) return [];
  const old = new Set(before);
  return after.flatMap((item, index) => (old.has(item) ? [] : [index]));
}

/**
 * Checks a recipe that was made from a valid one: as {@link parseRecipe} does, but of the long lists only the elements that are new, so that an edit
 * of one label among 100,000 takes a few milliseconds. Elements are told apart by identity. The recipe itself, or the first error.
 */
export function checkChange(before: Recipe, after: Recipe): Result<Recipe> {
  const places = {
    injections: newPlaces(before.injections, after.injections),
    annotations: newPlaces(before.annotations, after.annotations),
    edits: newPlaces(before.edits, after.edits),
  };
  const parsed = parseRecipe({
    ...after,
    injections: places.injections.map((index) => at(after.injections, index)),
    annotations: places.annotations.map((index) => at(after.annotations, index)),
    edits: places.edits.map((index) => at(after.edits, index)),
  });
  if (!parsed.ok) {
    // The checked lists are shorter: the place in the recipe is another.
    const match = /^\$\.(\w+)\[(\d+)\]/.exec(parsed.error.path ?? '');
    const list = longLists.find((one) => one === match?.[1]);
    if (!match || !list || parsed.error.path === undefined) return parsed;
    const there = `$.${list}[${at(places[list], Number(match[2]))}]`;
    return fail({ ...parsed.error, path: parsed.error.path.replace(match[0], () => there) });
  }
  for (const list of longLists) {
    if (before[list] === after[list]) continue;
    const limit = itemLimit(list);
    if (after[list].length > limit)
      return fail({
        code: 'recipe-value',
        path: `$.${list}`,
        message: `Expected a list of at most ${limit}; got ${shortJson(after[list].length)}.`,
      });
    const error = checkIds(after[list], `$.${list}`);
    if (error) return fail(error);
  }
  return ok(after);
}
