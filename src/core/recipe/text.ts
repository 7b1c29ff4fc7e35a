import type { Result } from '../errors';
import { fail } from '../errors';
import { parseRecipeText } from './parse';
import type { Recipe } from './types';

/** JSON with keys in order of code units and without space: one text for one value, for hashing. */
export function canonicalJson(value: unknown): string {
  const keys = Array.isArray(value) && value.length > 1 ? keysOfFlat(value) : undefined;
  // With its keys named, in a third of the time: there may be a hundred thousand labels.
  if (keys) return JSON.stringify(value, keys);
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Record<string, unknown>)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The keys of a list of objects, in order; undefined where one of them holds anything but numbers, texts and flags. */
function keysOfFlat(items: readonly unknown[]): string[] | undefined {
  const keys = new Set<string>();
  for (const item of items) {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return undefined;
    for (const [key, value] of Object.entries(item)) {
      if (typeof value === 'object') return undefined;
      keys.add(key);
    }
  }
  return [...keys].sort();
}

/** A source without what reading its file found. */
const layoutOf = <T extends { sha256?: string; bytes?: number }>({
  sha256: _hash,
  bytes: _bytes,
  ...rest
}: T) => rest;

/** All of a recipe that a run's rows depend on, as canonical JSON: two recipes with the same text have the same rows of the same files. */
export const runText = ({
  name: _name,
  about: _about,
  splits: _splits,
  checks: _checks,
  export: _export,
  ...rest
}: Recipe): string =>
  canonicalJson({ ...rest, sources: rest.sources.map(layoutOf), labels: rest.labels.map(layoutOf) });

/** The text of `recipe.json`. */
export const recipeFileText = (recipe: Recipe): string => `${JSON.stringify(recipe, null, 2)}\n`;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A recipe as a text that may stand after `#` in an address: base64url (RFC 4648, no padding) of its JSON in UTF-8. */
export function encodeLink(recipe: Recipe): string {
  const bytes = new TextEncoder().encode(canonicalJson(recipe));
  let link = '';
  for (let from = 0; from < bytes.length; from += 3) {
    const group = bytes.subarray(from, from + 3);
    const word = group.reduce((bits, byte, k) => bits | (byte << (16 - 8 * k)), 0);
    for (let k = 0; k <= group.length; k++) link += alphabet[(word >> (18 - 6 * k)) & 63];
  }
  return link;
}

/** The recipe of a link. Errors: recipe-json where the text was cut or is not a link, and those of parseRecipe. */
export function decodeLink(link: string): Result<Recipe> {
  const cut = (): Result<never> =>
    fail({
      code: 'recipe-json',
      path: '$',
      message: 'Expected a link to a recipe; this one is cut short or damaged. Copy it again.',
    });
  if (!/^[\w-]+$/.test(link) || link.length % 4 === 1) return cut();
  const bytes = new Uint8Array(Math.floor((link.length * 3) / 4));
  let word = 0;
  let bits = 0;
  let length = 0;
  for (const letter of link) {
    word = ((word << 6) | alphabet.indexOf(letter)) & 0xffffff;
    bits += 6;
    if (bits >= 8) bytes[length++] = (word >> (bits -= 8)) & 0xff;
  }
  try {
    const parsed = parseRecipeText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return parsed.ok || parsed.error.code !== 'recipe-json' ? parsed : cut();
  } catch {
    return cut();
  }
}
