/** JSON as text for people and programs: short values on one line, so that a list of many small items has a line for each. */

/** Objects and lists up to so many characters stay on one line. */
const SHORT = 400;

/** JSON of a plain value with two blanks for each level; what JSON does not know (functions, undefined) is left out as by `JSON.stringify`. */
export function documentText(value: unknown): string {
  return `${write(value, '')}\n`;
}

function write(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const inner = `${indent}  `;
  const isList = Array.isArray(value);
  const parts = isList
    ? value.map((item) => write(item, inner))
    : Object.entries(value).flatMap(([key, item]) =>
        item === undefined ? [] : [`${JSON.stringify(key)}: ${write(item, inner)}`],
      );
  const [open, close] = isList ? '[]' : '{}';
  if (parts.length === 0) return `${open}${close}`;
  let length = 0;
  let plain = true;
  for (const part of parts) {
    length += part.length + 2;
    if (length > SHORT || part.includes('\n')) {
      plain = false;
      break;
    }
  }
  if (plain) return isList ? `[${parts.join(', ')}]` : `{ ${parts.join(', ')} }`;
  return `${open}\n${inner}${parts.join(`,\n${inner}`)}\n${indent}${close}`;
}
