/** Whether two recipes have the same rows. */
import { LabFailure } from '../../../core/errors';
import { runText } from '../../../core/recipe';
import type { Recipe } from '../../../core/recipe/types';
import { utf8 } from './csv';
import { sha256 } from './sink';

/** Rejects with `recipe-changed` where the rows are those of another recipe than the one that the bundle would name. */
export async function assertRan(named: Recipe, ran: Recipe): Promise<void> {
  if (sameRows(named, ran)) return;
  const hash = (recipe: Recipe): Promise<string> => sha256(utf8(runText(recipe)));
  const [expected, found] = await Promise.all([hash(named), hash(ran)]);
  throw new LabFailure({
    code: 'recipe-changed',
    message:
      'The recipe has changed since the rows were made, so nothing was written. Wait until it has run, then export again.',
    detail: `sha256 of the recipe to export ${expected}, of the one that ran ${found}`,
  });
}

/** What `runText` says, but labels made by hand, of which there may be many, are not made into text. */
function sameRows(a: Recipe, b: Recipe): boolean {
  if (!sameJson(a.annotations, b.annotations) || !sameJson(a.edits, b.edits)) return false;
  const rest = (recipe: Recipe): string => runText({ ...recipe, annotations: [], edits: [] });
  return rest(a) === rest(b);
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null;

/** Whether two values are the same JSON, whatever the order of keys; a key without a value is none. */
function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a))
    return (
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => sameJson(item, b[index] as unknown))
    );
  if (!isObject(a) || !isObject(b) || Array.isArray(b)) return false;
  for (const key of Object.keys(a)) if (!sameJson(a[key], b[key])) return false;
  for (const key of Object.keys(b)) if (b[key] !== undefined && a[key] === undefined) return false;
  return true;
}
