import type { LabError } from '../errors';
import { nearest } from './nearest';
import { schema, type SchemaError } from './validate.generated';

type Rule = Record<string, unknown>;

const isRule = (value: unknown): value is Rule => typeof value === 'object' && value !== null;

/** The parts of a JSON pointer, such as `/steps/2/missing` or `#/properties/steps`. */
export const pointerParts = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((part) => decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~'));

/** The value at a place within another; undefined where there is none. */
export const valueAt = (value: unknown, pointer: readonly string[]): unknown =>
  pointer.reduce<unknown>((inner, part) => (isRule(inner) ? inner[part] : undefined), value);

/** The rule that a `$ref` stands for; its description is of the value, that beside the `$ref` of the field. */
function resolve(value: unknown, root: Rule): Rule {
  const rule = isRule(value) ? value : {};
  const target = rule['$ref'];
  return typeof target === 'string'
    ? { ...rule, ...resolve(valueAt(root, pointerParts(target)), root) }
    : rule;
}

/** The rule of a schema for the value at a place of a document. */
const ruleAt = (place: readonly string[], root: Rule): Rule =>
  place.reduce<Rule>(
    (rule, part) => {
      const properties = isRule(rule['properties']) ? rule['properties'] : {};
      return resolve(properties[part] ?? rule['items'] ?? rule['additionalProperties'], root);
    },
    resolve(root, root),
  );

/** A place as a JSON path. */
export const jsonPath = (place: readonly string[]): string =>
  place.reduce((path, part) => path + property(part), '$');

function property(name: string): string {
  if (/^\d+$/.test(name)) return `[${name}]`;
  return /^[A-Za-z_]\w*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
}

/** A value as JSON, cut off after 80 characters. */
export function shortJson(value: unknown): string {
  if (value === undefined) return 'nothing';
  const json = JSON.stringify(value);
  return json.length > 80 ? `${json.slice(0, 80)}…` : json;
}

const typeNames: Record<string, string> = {
  object: 'an object { … }',
  array: 'a list [ … ]',
  string: 'a text in quotes',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

/** What each branch of a `oneOf` asks for, by its fields. */
const branches = ({ oneOf }: Rule): string =>
  (Array.isArray(oneOf) ? oneOf : [])
    .map((branch: { required: string[] }) => branch.required.join(' with '))
    .join(', or ');

const lowerFirst = (sentence: string): string =>
  /^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;

function expected(error: SchemaError, rule: Rule): string {
  const limit = String(error.params['limit']);
  switch (error.keyword) {
    case 'type':
      return [error.params['type']]
        .flat()
        .map((type) => typeNames[String(type)] ?? String(type))
        .join(' or ');
    case 'enum':
      return `one of ${(error.params['allowedValues'] as unknown[]).map((value) => JSON.stringify(value)).join(', ')}`;
    case 'minimum':
      return `at least ${limit}`;
    case 'maximum':
      return `at most ${limit}`;
    case 'exclusiveMinimum':
      return `more than ${limit}`;
    case 'exclusiveMaximum':
      return `less than ${limit}`;
    case 'minItems':
      return `a list of at least ${limit}`;
    case 'maxItems':
      return `a list of at most ${limit}`;
    case 'minLength':
      return `a text of at least ${limit} ${limit === '1' ? 'character' : 'characters'}`;
    case 'maxLength':
      return `a text of at most ${limit} characters`;
    case 'uniqueItems':
      return 'a list without repetitions';
    case 'oneOf':
      return `exactly one kind: ${branches(rule)}`;
    default:
      return typeof rule['description'] === 'string'
        ? lowerFirst(rule['description'].replace(/\.$/, ''))
        : 'another value';
  }
}

/** A field of a value that its rule does not know: a misspelt name explains the field that is missing, too. */
function strayField(error: SchemaError, rule: Rule, value: unknown): string | undefined {
  if (error.keyword === 'additionalProperties') return String(error.params['additionalProperty']);
  const { properties, additionalProperties } = rule;
  if (additionalProperties !== false || !isRule(properties) || !isRule(value) || Array.isArray(value))
    return undefined;
  return Object.keys(value).find((field) => !Object.hasOwn(properties, field));
}

/** An error of a compiled validator, about a value that it has not let through, as one for a person. `root`: the schema, the recipe's where absent. */
export function explain(error: SchemaError, json: unknown, root: Rule = schema): LabError {
  const place = pointerParts(error.instancePath);
  const path = jsonPath(place);
  const rule = ruleAt(place, root);
  const value = valueAt(json, place);
  const stray = strayField(error, rule, value);
  if (stray !== undefined) {
    const field = stray.length > 80 ? `${stray.slice(0, 80)}…` : stray;
    const known = isRule(rule['properties']) ? Object.keys(rule['properties']) : [];
    return {
      code: 'recipe-field',
      path: path + property(field),
      message: `There is no field "${field}" here; the nearest is "${nearest(field, known)}". Known are ${known.join(', ')}.`,
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
  return {
    code: 'recipe-value',
    path,
    message: `Expected ${expected(error, rule)}; got ${shortJson(value)}.`,
  };
}
