/** Differences of two JSON values. */

export interface JsonDifference {
  path: string;
  /** As JSON, cut where they are long; undefined where there is nothing. */
  expected: string | undefined;
  got: string | undefined;
}

const LONGEST = 120;

function shown(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

const plain = /^[A-Za-z_$][\w$]*$/;
const step = (path: string, key: string): string =>
  plain.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The first differences of two values in the order of the expected one, at most `limit`. Values are as JSON text brings them, not nested deep. `alike`: whether values
 * that are not the same may stand at a path.
 */
export function jsonDifferences(
  expected: unknown,
  got: unknown,
  limit: number,
  alike: (path: string, expected: unknown, got: unknown) => boolean = () => false,
): JsonDifference[] {
  const found: JsonDifference[] = [];
  const walk = (a: unknown, b: unknown, path: string): void => {
    if (found.length >= limit || Object.is(a, b)) return;
    if (Array.isArray(a) && Array.isArray(b)) {
      const length = Math.max(a.length, b.length);
      for (let index = 0; index < length && found.length < limit; index++)
        walk(a[index], b[index], `${path}[${index}]`);
    } else if (isObject(a) && isObject(b)) {
      for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
        if (found.length >= limit) return;
        walk(a[key], b[key], step(path, key));
      }
    } else if (!alike(path, a, b)) found.push({ path, expected: shown(a), got: shown(b) });
  };
  walk(expected, got, '$');
  return found;
}
