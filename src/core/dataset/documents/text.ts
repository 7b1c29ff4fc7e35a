/** JSON as text for people and programs: short values on one line, so that a list of many small items has a line for each. */

/** Objects and lists up to so many characters stay on one line, and lists of more items than this never do. */
const SHORT = 800;
const MANY = 50;

/** JSON of a plain value with two blanks for each level; what JSON does not know (undefined) is left out as by `JSON.stringify`. */
export function documentText(value: unknown): string {
  return `${write(value, '')}\n`;
}

/** Whether a list of many items is somewhere in it: then nobody has to write it out to see that it is long. */
function isLong(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > MANY || value.some(isLong);
  return Object.values(value).some(isLong);
}

function write(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (!isLong(value)) {
    const line = JSON.stringify(value);
    if (line.length <= SHORT) return line;
  }
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => write(item, inner))
    : Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [`${JSON.stringify(key)}: ${write(item, inner)}`],
      );
  const [open, close] = isList ? '[]' : '{}';
  return parts.length === 0
    ? `${open}${close}`
    : `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}
