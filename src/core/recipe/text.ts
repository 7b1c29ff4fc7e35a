import type { Result } from '../errors';
import { fail } from '../errors';
import { parseRecipeText } from './parse';
import type { Recipe } from './types';

/** JSON with keys in order of code units and without space: one text for one value, for hashing. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value as Record<string, unknown>)
      .filter(([, item]) => item !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** The text of `recipe.json`. */
export const recipeFileText = (recipe: Recipe): string => `${JSON.stringify(recipe, null, 2)}\n`;

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** A recipe as a text that may stand after `#` in an address: base64url (RFC 4648, no padding) of its JSON in UTF-8. */
export function encodeLink(recipe: Recipe): string {
  const bytes = new TextEncoder().encode(canonicalJson(recipe));
  let link = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = bytes.subarray(at, at + 3);
    const word = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const length = b === undefined ? 2 : c === undefined ? 3 : 4;
    for (let k = 0; k < length; k++) link += alphabet[(word >> (18 - 6 * k)) & 63];
  }
  return link;
}

/** The recipe of a link. Errors: recipe-json where the text was cut or is no link, and those of parseRecipe. */
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
  let at = 0;
  for (const sign of link) {
    word = ((word << 6) | alphabet.indexOf(sign)) & 0xffffff;
    bits += 6;
    if (bits >= 8) bytes[at++] = (word >> (bits -= 8)) & 0xff;
  }
  try {
    const parsed = parseRecipeText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return parsed.ok || parsed.error.code !== 'recipe-json' ? parsed : cut();
  } catch {
    return cut();
  }
}
