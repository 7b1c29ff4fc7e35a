/**
 * Writes the TypeScript types of the recipe from its JSON Schema. Run with `node scripts/generate-recipe-types.mjs`; a test fails when what it
 * writes is out of date.
 */
import { compile } from 'json-schema-to-typescript';
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const target = new URL('../src/core/recipe/types.generated.ts', import.meta.url);
const head = '// Written by scripts/generate-recipe-types.mjs from spec/recipe.schema.json. Do not edit.\n';

/** Keywords of JSON Schema that hold for texts or for lists alone. */
const ofText = ['pattern', 'minLength', 'maxLength'];
const ofList = ['items', 'minItems', 'maxItems', 'uniqueItems'];
const without = (rule, ...keys) =>
  Object.fromEntries(Object.entries(rule).filter(([key]) => !keys.includes(key)));

/**
 * A rule of the schema in the form from which json-schema-to-typescript makes the type of a value that the validator has let through:
 * a reference is the type's name, so that the comment beside it stays; a type for each branch of a `oneOf` has only that branch's fields;
 * a field with a default is always present; a text that matches `^(a|b)$` is `'a' | 'b'`; a list has a fixed length or any.
 */
function typed(rule, names) {
  const { description } = rule;
  if (rule.$ref) return { description, tsType: names.get(rule.$ref) };
  if (Array.isArray(rule.type)) {
    const rest = without(rule, 'type', 'title', 'description', ...ofText, ...ofList);
    const own = (type) => (type === 'string' ? ofText : type === 'array' ? ofList : []);
    const anyOf = rule.type.map((type) => {
      const keys = own(type).filter((key) => key in rule);
      return { ...rest, type, ...Object.fromEntries(keys.map((key) => [key, rule[key]])) };
    });
    return { title: rule.title, description, anyOf: anyOf.map((each) => typed(each, names)) };
  }
  if (rule.type === 'string') {
    const words = /^\^\(([\w|]+)\)\$$/.exec(rule.pattern ?? '');
    return words ? { ...without(rule, 'type', 'pattern'), enum: words[1].split('|') } : rule;
  }
  if (rule.type === 'array') {
    const list = rule.minItems === rule.maxItems ? rule : without(rule, 'minItems', 'maxItems');
    return { ...list, items: typed(rule.items, names) };
  }
  // TypeScript has no type for "one of these texts, or another text".
  if (
    rule.anyOf?.some((each) => each.type === 'string') &&
    rule.anyOf.length === 2 &&
    rule.anyOf[0].$ref === '#/$defs/timeFormat'
  )
    return { ...without(rule, 'anyOf'), type: 'string' };
  if (rule.anyOf && rule.type === undefined) {
    return { ...without(rule, 'anyOf'), anyOf: rule.anyOf.map((each) => typed(each, names)) };
  }
  if (rule.type !== 'object') return rule;
  const fields = Object.entries(rule.properties ?? {});
  const branch = (required, exclude = []) => ({
    type: 'object',
    additionalProperties:
      typeof rule.additionalProperties === 'object' ? typed(rule.additionalProperties, names) : false,
    required: [
      ...required,
      ...fields.filter(([, { default: value }]) => value !== undefined).map(([key]) => key),
    ],
    properties: Object.fromEntries(
      fields.filter(([key]) => !exclude.includes(key)).map(([key, field]) => [key, typed(field, names)]),
    ),
  });
  const { title, required = [], oneOf } = rule;
  if (!oneOf) return { title, description, ...branch(required) };
  const kinds = oneOf.flatMap((kind) => kind.required);
  return {
    title,
    description,
    anyOf: oneOf.map((kind) => ({
      title: kind.title,
      description: kind.description,
      ...branch(
        [...required, ...kind.required],
        kinds.filter((key) => !kind.required.includes(key)),
      ),
    })),
  };
}

/** The text of `types.generated.ts`. */
export async function generate() {
  const schema = JSON.parse(await readFile(new URL('../spec/recipe.schema.json', import.meta.url), 'utf8'));
  const names = new Map(Object.entries(schema.$defs).map(([key, { title }]) => [`#/$defs/${key}`, title]));
  const definitions = Object.entries(schema.$defs).map(([key, rule]) => [key, typed(rule, names)]);
  const text = await compile(
    { ...typed(schema, names), $defs: Object.fromEntries(definitions) },
    schema.title,
    {
      bannerComment: head,
      unreachableDefinitions: true,
      style: JSON.parse(await readFile(new URL('../.prettierrc.json', import.meta.url), 'utf8')),
    },
  );
  return text
    .replace(/\n \*\n \* This interface was referenced by .*\n \* via the .*/g, '')
    .replace(/\/\*\*\n *\* (.*)\n *\*\//g, '/** $1 */');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(target, await generate());
