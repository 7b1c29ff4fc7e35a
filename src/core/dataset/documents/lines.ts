/** Documents whose main part is one long list: an item a line, as bytes, so that no text of all of them is ever made. */

const encoder = new TextEncoder();
/** Items that become bytes at a time. */
const STRIDE = 500;

/** `{ "format": 2, "version": <version>, "<name>": [ … ] }` with one item a line. `version`: of the data set. */
export function listDocument(
  name: string,
  version: number,
  items: Iterable<unknown>,
): Uint8Array<ArrayBuffer> {
  const head = `{\n  "format": 2,\n  "version": ${version},\n  ${JSON.stringify(name)}: [`;
  const parts: Uint8Array[] = [encoder.encode(head)];
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
