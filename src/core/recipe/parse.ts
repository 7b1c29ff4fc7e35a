import { fail, ok, type Result } from '../errors';
import { copyJson, MAX_NESTING, nestedDeeper, parseJson } from '../json';
import { explain, shortJson } from './explain';
import { checkValues } from './semantics';
import { checkOrder } from './steps';
import type { Recipe } from './types';
import validate, { type SchemaError } from './validate.generated';

/** Where no branch of a `oneOf` holds, each reports an error of its own beside that of the `oneOf`; only the latter is for a person. */
const isOwn = (error: SchemaError): boolean => !/\/oneOf\/\d+/.test(error.schemaPath);

const nestedTooDeep = (): Result<never> =>
  fail({
    code: 'recipe-value',
    path: '$',
    message: `Expected a recipe; this value is nested more than ${MAX_NESTING} levels deep, and no recipe is.`,
  });

/**
 * A recipe from any value, with defaults where it leaves something out; the value itself is not touched, unless it is `fresh`: the caller's own, as
 * JSON text brought it, which becomes the recipe. Errors: recipe-version, recipe-field, recipe-value, recipe-order, each with its JSON path.
 */
export function parseRecipe(json: unknown, { fresh = false } = {}): Result<Recipe> {
  if (nestedDeeper(json)) return nestedTooDeep();
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return fail({
      code: 'recipe-value',
      path: '$',
      message: `Expected a recipe, an object { "recipe": 1, … }; got ${shortJson(json)}.`,
    });
  }
  const version: unknown = (json as Record<string, unknown>)['recipe'];
  if (version !== 1) {
    const got = version === undefined ? 'none' : shortJson(version);
    return fail({
      code: 'recipe-version',
      path: '$.recipe',
      message: `This version of the lab reads recipes of version 1; got ${got}. Open it with the version of the lab that wrote it.`,
    });
  }
  const value: unknown = fresh ? json : copyJson(json);
  // The validator ends at the first problem: a recipe with 100,000 of them costs no more than one.
  if (!validate(value)) {
    const first = (validate.errors ?? []).find(isOwn);
    return fail(
      first ? explain(first, value) : { code: 'recipe-value', path: '$', message: 'Expected a recipe.' },
    );
  }
  const recipe = value as Recipe;
  const error = checkValues(recipe) ?? checkOrder(recipe.steps);
  return error ? fail(error) : ok(recipe);
}

/** A recipe from the text of a file. Beside the errors of {@link parseRecipe}: recipe-json. */
export function parseRecipeText(text: string): Result<Recipe> {
  const read = parseJson(text);
  if (read.ok) return parseRecipe(read.value, { fresh: true });
  const { kind, detail } = read.problem;
  if (kind === 'nesting') return nestedTooDeep();
  return fail({
    code: 'recipe-json',
    path: '$',
    message: `Expected a recipe as JSON; the text is not valid JSON: ${detail}.`,
    detail,
  });
}
