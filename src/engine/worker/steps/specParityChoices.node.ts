/** For tests: what can be chosen in the steps of a recipe, as its schema says, and what some recipes choose. */

/** What is read of a JSON Schema. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  type?: string | string[];
  enum?: unknown[];
  pattern?: string;
}

/** The words with which a pattern such as `^(any|majority)$` or `^(source|[0-9]+…)$` begins, and whether it lets other texts through. */
function wordsOf(pattern: string | undefined): { words: string[]; others: boolean } {
  const [, words] = /^\^\(([a-z]+(?:\|[a-z]+)*)/.exec(pattern ?? '') ?? [];
  return { words: words?.split('|') ?? [], others: pattern !== `^(${words})$` };
}

/** Kinds of a value that a schema tells apart. */
function kindsOf(schema: Schema): string[] {
  if (schema.enum) return schema.enum.map(String);
  const { words, others } = wordsOf(schema.pattern);
  const kinds = [schema.type ?? []].flat().flatMap((type) => {
    switch (type) {
      case 'boolean':
        return ['true', 'false'];
      case 'integer':
      case 'number':
        return ['a number'];
      case 'string':
        return [...words, ...(others ? ['a text'] : [])];
      case 'array':
        return ['some'];
      default:
        return [];
    }
  });
  if (kinds.length === 0)
    throw new Error(
      `Expected a schema of options whose values can be told apart; got ${JSON.stringify(schema)}.`,
    );
  return kinds;
}

function kindOf(schema: Schema, value: unknown): string {
  const kinds = kindsOf(schema);
  if (Array.isArray(value)) return value.length > 0 ? 'some' : 'none';
  if (kinds.includes(String(value))) return String(value);
  return typeof value === 'number' ? 'a number' : 'a text';
}

function found(schema: Schema, one: Schema): Schema {
  const name = one.$ref?.replace('#/$defs/', '');
  return name === undefined ? one : { ...schema.$defs?.[name], ...one };
}

interface Option {
  name: string;
  schema: Schema;
}

/** Kinds of steps with their options, and `step` with those that each step has. */
function optionsOf(schema: Schema): Map<string, Option[]> {
  const its = (one: Schema): Option[] =>
    Object.entries(one.properties ?? {}).map(([name, option]) => ({ name, schema: found(schema, option) }));
  const members = its(schema.$defs?.['step'] ?? {});
  const steps = members.filter(({ schema: { properties } }) => properties !== undefined);
  return new Map([
    ...steps.map((step): [string, Option[]] => [step.name, its(step.schema)]),
    ['step', members.filter((member) => !steps.includes(member))],
  ]);
}

/** Everything that can be chosen, such as `missing.fill: drop`, and `missing.longest: absent`. */
export const choicesOf = (schema: Schema): string[] =>
  [...optionsOf(schema)].flatMap(([kind, options]) =>
    options.flatMap(({ name, schema: option }) =>
      [...kindsOf(option), 'absent'].map((value) => `${kind}.${name}: ${value}`),
    ),
  );

/** What the steps of some recipes choose. */
export function choicesMade(schema: Schema, recipes: readonly unknown[]): ReadonlySet<string> {
  const made = new Set<string>();
  const kinds = optionsOf(schema);
  const see = (kind: string, chosen: Record<string, unknown>): void => {
    for (const { name, schema: option } of kinds.get(kind) ?? [])
      made.add(`${kind}.${name}: ${name in chosen ? kindOf(option, chosen[name]) : 'absent'}`);
  };
  for (const recipe of recipes as { steps: Record<string, unknown>[] }[]) {
    for (const step of recipe.steps) {
      see('step', step);
      // Of a step that is off no option has an effect.
      if (step['off'] === true) continue;
      for (const kind of kinds.keys()) if (kind in step) see(kind, step[kind] as Record<string, unknown>);
    }
  }
  return made;
}
