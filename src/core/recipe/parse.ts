import { fail, ok, type LabError, type Result } from '../errors';
import { nearest } from './nearest';
import { checkOrder } from './order';
import { checkValues } from './semantics';
import type { Recipe } from './types';
import validate, { schema, type SchemaError } from './validate.generated';

const steps = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));

function follow(value: unknown, parts: readonly string[]): unknown {
  return parts.reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], value);
}

type Rule = Record<string, unknown>;

/** What the schema says about the value at a place; a `$ref` is followed, and what stands beside it wins. */
function ruleAt(parts: readonly string[]): Rule | undefined {
  const resolve = (rule: unknown): Rule => {
    const own = (rule ?? {}) as Rule;
    const target = own['$ref'];
    return typeof target === 'string' ? { ...resolve(follow(schema, steps(target))), ...own } : own;
  };
  return parts.reduce<Rule>((rule, part) => {
    const properties = rule['properties'] as Rule | undefined;
    return resolve(properties?.[part] ?? rule['items']);
  }, resolve(schema));
}

function jsonPath(pointer: string): string {
  return steps(pointer).reduce((path, part) => path + property(part), '$');
}

function property(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

const show = (value: unknown): string => {
  const json = JSON.stringify(value) ?? 'nothing';
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
};

const kinds: Record<string, string> = {
  object: 'an object { … }',
  array: 'a list [ … ]',
  string: 'a text in quotes',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** What each branch of a `oneOf` asks for, by its fields. */
function choices(rule: Rule | undefined): string[] {
  const branches = (rule?.['oneOf'] ?? []) as { required?: string[] }[];
  return branches.map(({ required = [] }) => required.join(' with '));
}

function expected(error: SchemaError, rule: Record<string, unknown> | undefined): string {
  const limit = String(error.params['limit']);
  switch (error.keyword) {
    case 'type':
      return kinds[String(error.params['type'])] ?? String(error.params['type']);
    case 'enum':
      return `one of ${(error.params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'exclusiveMinimum':
      return `more than ${limit}`;
    case 'minItems':
    case 'minLength':
      return `at least ${limit} of them`;
    case 'maxItems':
    case 'maxLength':
      return `at most ${limit} of them`;
    case 'uniqueItems':
      return 'a list without repetitions';
    case 'oneOf':
      return `exactly one kind: ${choices(rule).join(', or ')}`;
    default:
      return typeof rule?.['description'] === 'string'
        ? rule['description'].replace(/\.$/, '')
        : 'another value';
  }
}

function explain(error: SchemaError, json: unknown): LabError {
  const path = jsonPath(error.instancePath);
  const rule = ruleAt(steps(error.instancePath));
  if (error.keyword === 'additionalProperties') {
    const field = String(error.params['additionalProperty']);
    const known = Object.keys((rule?.['properties'] as object | undefined) ?? {});
    return {
      code: 'recipe-field',
      path: path + property(field),
      message: `There is no field "${field}" here; the nearest is "${nearest(field, known) ?? ''}". Known are ${known.join(', ')}.`,
    };
  }
  if (error.keyword === 'required') {
    const field = String(error.params['missingProperty']);
    return {
      code: 'recipe-value',
      path: path + property(field),
      message: `The field "${field}" is missing. Add it.`,
    };
  }
  const value = follow(json, steps(error.instancePath));
  return { code: 'recipe-value', path, message: `Expected ${expected(error, rule)}; got ${show(value)}.` };
}

/** The rules of a `oneOf` fail one by one where none holds; only the `oneOf` itself says something. */
const telling = (error: SchemaError): boolean => !/\/oneOf\/\d+/.test(error.schemaPath);

/**
 * A recipe from any value, with defaults where it leaves something out; the value itself is not touched.
 * Errors: recipe-version, recipe-field, recipe-value, recipe-order, each with its JSON path.
 */
export function parseRecipe(json: unknown): Result<Recipe> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    return fail({
      code: 'recipe-value',
      path: '$',
      message: `Expected a recipe, an object { "recipe": 1, … }; got ${show(json)}.`,
    });
  }
  const version: unknown = (json as Record<string, unknown>)['recipe'];
  if (version !== 1) {
    const got = version === undefined ? 'none' : show(version);
    return fail({
      code: 'recipe-version',
      path: '$.recipe',
      message: `This version of the lab reads recipes of version 1; got ${got}. Open it with the version of the lab that wrote it.`,
    });
  }
  const value: unknown = JSON.parse(JSON.stringify(json));
  if (!validate(value)) {
    const errors = (validate.errors ?? []).filter(telling);
    const first = errors.find((error) => error.keyword === 'additionalProperties') ?? errors[0];
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
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (thrown) {
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return fail({
      code: 'recipe-json',
      path: '$',
      message: `Expected a recipe as JSON; the text is no JSON: ${detail}.`,
      detail,
    });
  }
  return parseRecipe(json);
}
