/** Recipes with long lists, written and read in parts with a turn of the event loop between them: all at once they would take several frames. */
import { ok, type Result } from '../../core/errors';
import { append } from '../../core/list';
import { checkChange, parseRecipe } from '../../core/recipe';
import type { Recipe } from '../../core/recipe/types';

/** Elements that take some milliseconds. */
const PART = 2000;

/** Long lists are fields of a recipe, or of what changes a field of it. */
const LIST_DEPTH = 3;

/** Whether the page is about to end: then nothing waits. */
let ending = false;
export const pageEnds = (ends: boolean): void => {
  ending = ends;
};

function pause(): Promise<void> {
  if (ending) return Promise.resolve();
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A list in parts, a turn of the event loop before each but the first. */
async function* partsOf<T>(list: readonly T[]): AsyncGenerator<T[], void> {
  for (let from = 0; from < list.length; from += PART) {
    if (from > 0) await pause();
    yield list.slice(from, from + PART);
  }
}

/** A value as JSON, the same text as `JSON.stringify` makes of it, its long lists in parts. */
export async function jsonInParts(value: object, depth = LIST_DEPTH): Promise<string> {
  if (Array.isArray(value)) {
    if (value.length <= PART) return JSON.stringify(value);
    const texts: string[] = [];
    for await (const part of partsOf(value as unknown[])) texts.push(JSON.stringify(part).slice(1, -1));
    return `[${texts.join(',')}]`;
  }
  if (depth === 0) return JSON.stringify(value);
  const fields: string[] = [];
  for (const [key, field] of Object.entries(value) as [string, unknown][]) {
    const text =
      typeof field === 'object' && field !== null
        ? await jsonInParts(field, depth - 1)
        : JSON.stringify(field);
    // Of what JSON has no text for, there is none.
    if (text !== undefined) fields.push(`${JSON.stringify(key)}:${text}`);
  }
  return `{${fields.join(',')}}`;
}

const longLists = ['injections', 'annotations', 'edits'] as const;

/** As `parseRecipe`, long lists in parts. */
export async function parseInParts(json: unknown, { fresh = false } = {}): Promise<Result<Recipe>> {
  const lists = isObject(json) ? longLists.map((name) => json[name]) : [];
  if (!isObject(json) || !lists.some((list) => Array.isArray(list) && list.length > PART))
    return parseRecipe(json, { fresh });
  const empty = Object.fromEntries(longLists.map((name) => [name, []]));
  const base = parseRecipe({ ...json, ...empty });
  if (!base.ok) return parseRecipe(json);
  const whole: Recipe = { ...base.value, injections: [], annotations: [], edits: [] };
  for (const [index, name] of longLists.entries()) {
    const list = lists[index] ?? [];
    if (!Array.isArray(list)) return parseRecipe(json);
    for await (const part of partsOf(list as unknown[])) {
      const parsed = parseRecipe({ ...base.value, ...empty, [name]: part });
      // What is wrong is told of the whole, by its place in it.
      if (!parsed.ok) return parseRecipe(json);
      if (name === 'injections') append(whole.injections, parsed.value.injections);
      else if (name === 'annotations') append(whole.annotations, parsed.value.annotations);
      else append(whole.edits, parsed.value.edits);
    }
    await pause();
  }
  // What only a look at all of a list tells: how long it is, and that no two of it have one name.
  const { injections, annotations, edits } = whole;
  const copies = { injections: [...injections], annotations: [...annotations], edits: [...edits] };
  const checked = checkChange({ ...whole, ...copies }, whole);
  return checked.ok ? ok(whole) : parseRecipe(json);
}

/** Whether a change of a recipe that is valid leaves it so. */
export async function isValidInParts(before: Recipe, after: Recipe): Promise<boolean> {
  const isLong = longLists.some((name) => {
    const there = new Set<unknown>(before[name]);
    return after[name].filter((one) => !there.has(one)).length > PART;
  });
  return isLong ? (await parseInParts(after)).ok : checkChange(before, after).ok;
}
