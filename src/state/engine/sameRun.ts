/** Whether a run of one recipe brings what one of another does. */
import type { Recipe } from '../../core/recipe/types';
import { layoutKey } from './load';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Whether two values of JSON say the same. What is one and the same object in both costs no look into it. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((value, index) => alike(value, b[index]));
  if (!isObject(a) || !isObject(b)) return false;
  for (const key in a) if (!alike(a[key], b[key])) return false;
  for (const key in b) if (a[key] === undefined && b[key] !== undefined) return false;
  return true;
}

const sameFiles = (
  a: Recipe['sources'] | Recipe['labels'],
  b: Recipe['sources'] | Recipe['labels'],
): boolean => a === b || alike(a.map(layoutKey), b.map(layoutKey));

/** Whether all that a run depends on is the same. */
export function runAlike(
  { name: _name, export: _export, sources, labels, ...rest }: Recipe,
  { name: _other, export: _others, sources: otherSources, labels: otherLabels, ...others }: Recipe,
): boolean {
  return sameFiles(sources, otherSources) && sameFiles(labels, otherLabels) && alike(rest, others);
}
