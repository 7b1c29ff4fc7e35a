/** Limits of the recipe's fields, read from its schema: forms take them from here. */
import { schema } from './validate.generated';

const isRule = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function read(place: readonly string[], keyword: string): number {
  const rule = place.reduce<unknown>((inner, part) => (isRule(inner) ? inner[part] : undefined), schema);
  const limit = isRule(rule) ? rule[keyword] : undefined;
  if (typeof limit !== 'number')
    throw new TypeError(`expected ${keyword} in the schema at ${place.join('.')}`);
  return limit;
}

const of = (definition: string, field: string): readonly string[] => [
  '$defs',
  definition,
  'properties',
  field,
];

/** At most so many elements of a list of the recipe. */
export const itemLimit = (list: 'generated' | 'injections' | 'annotations' | 'edits' | 'steps'): number =>
  read(['properties', list], 'maxItems');

/** At most so many characters (code points) of a text, or elements of a list. */
export const limits = {
  name: read(['properties', 'name'], 'maxLength'),
  labelType: read(of('annotation', 'type'), 'maxLength'),
  labelNote: read(of('annotation', 'note'), 'maxLength'),
} as const;

/** Why a text is too long for a field; undefined where it is not. */
export function checkLength(text: string, limit: number): string | undefined {
  // Code points, as the schema counts; a text has at most one for each of its units.
  if (text.length <= limit) return undefined;
  const length = Array.from(text).length;
  return length > limit ? `Expected at most ${limit} characters; got ${length}.` : undefined;
}
