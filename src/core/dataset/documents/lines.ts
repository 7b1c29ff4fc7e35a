/** Documents whose main part is one long list: an item a line, as bytes, so that no text of all of them is ever made. */
import { checkDocument } from './validate';

const encoder = new TextEncoder();
/** Items that are checked and become bytes at a time. */
const STRIDE = 500;

/**
 * `{ "format": 2, "version": <version>, "<kind>": [ … ] }` with one item a line. `version`: of the data set. Throws `document-invalid` for an item that does not follow the
 * schema.
 */
export function listDocument(
  path: string,
  kind: 'anomalies' | 'checks',
  version: number,
  items: Iterable<unknown>,
): Uint8Array<ArrayBuffer> {
  const head = { format: 2, version };
  const parts: Uint8Array[] = [];
  let begun = `{\n  "format": 2,\n  "version": ${version},\n  "${kind}": [`;
  let stride: unknown[] = [];
  let done = 0;
  const flush = (): void => {
    checkDocument(path, kind, { ...head, [kind]: stride }, done);
    for (const item of stride) {
      begun += `${done++ > 0 ? ',' : ''}\n    ${JSON.stringify(item)}`;
    }
    parts.push(encoder.encode(begun));
    begun = '';
    stride = [];
  };
  for (const item of items) {
    stride.push(item);
    if (stride.length === STRIDE) flush();
  }
  flush();
  parts.push(encoder.encode(done > 0 ? '\n  ]\n}\n' : ']\n}\n'));
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let filled = 0;
  for (const part of parts) {
    whole.set(part, filled);
    filled += part.length;
  }
  return whole;
}
