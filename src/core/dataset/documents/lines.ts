/** Documents whose main part is one long list: an item a line, as bytes, so that no text of all of them is ever made. */

const encoder = new TextEncoder();
/** Items that become bytes at a time. */
const STRIDE = 500;

/** `{ "version": 1, "<name>": [ … ] }` with one item a line. */
export function listDocument(name: string, items: Iterable<unknown>): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [encoder.encode(`{\n  "version": 1,\n  ${JSON.stringify(name)}: [`)];
  let lines: string[] = [];
  let before = '\n    ';
  const flush = (): void => {
    if (lines.length > 0) parts.push(encoder.encode(lines.join('')));
    lines = [];
  };
  for (const item of items) {
    lines.push(before + JSON.stringify(item));
    before = ',\n    ';
    if (lines.length === STRIDE) flush();
  }
  flush();
  parts.push(encoder.encode(before.startsWith(',') ? '\n  ]\n}\n' : ']\n}\n'));
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
}
