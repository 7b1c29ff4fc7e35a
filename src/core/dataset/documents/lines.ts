/** Documents of one long list or more: an item a line, as bytes, so that no text of all of them is ever made. */
import { checkDocument } from './validate';

const encoder = new TextEncoder();
/** Characters that become bytes at a time. */
const STRIDE = 1 << 15;
/** Items that are held against their schema at a time. */
const CHECKED = 500;
/** Lists of more items have one a line in a document that is laid out else. */
const LONG = 1000;

/** Called between strides, so that whoever writes a long document can give way. */
export type Pause = () => Promise<void>;

/** Text that comes in pieces, as bytes. `share`: how much of it has come, above 0 and up to 1, where that is known; what memory there is to be for all is told by it. */
export async function bytesOf(
  pieces: Iterable<string>,
  pause: Pause,
  share: () => number = () => 1,
): Promise<Uint8Array<ArrayBuffer>> {
  let room = new Uint8Array(STRIDE);
  let filled = 0;
  const grow = (least: number): void => {
    const expected = Math.ceil((filled / share()) * 1.02);
    const grown = new Uint8Array(Math.max(least, expected, Math.ceil(room.length * 1.5)));
    grown.set(room.subarray(0, filled));
    room = grown;
  };
  const write = (text: string): void => {
    for (let rest = text; ;) {
      const { read, written } = encoder.encodeInto(rest, room.subarray(filled));
      filled += written;
      if (read === rest.length) return;
      rest = rest.slice(read);
      grow(filled + 3 * rest.length);
    }
  };
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < STRIDE) continue;
    write(text);
    text = '';
    await pause();
  }
  write(text);
  return room.subarray(0, filled);
}

/** A document of one list. */
interface List<T> {
  path: string;
  /** Of the data set. */
  version: number;
  items: Iterable<T>;
  /** So many items. */
  count: number;
  /** An item as JSON; by `JSON.stringify` unless said otherwise. */
  line?: (item: T) => string;
}

/**
 * `{ "format": 2, "version": <version>, "<kind>": [ … ] }` with one item a line. Rejects with `document-invalid` for an item that does not follow the schema, which is held
 * against some items at a time.
 */
export function listDocument<T>(
  kind: 'anomalies' | 'checks',
  { path, version, items, count, line = (item) => JSON.stringify(item) }: List<T>,
  pause: Pause,
): Promise<Uint8Array<ArrayBuffer>> {
  let done = 0;
  function* pieces(): Generator<string, void> {
    const head = { format: 2, version };
    checkDocument(path, kind, { ...head, [kind]: [] });
    yield `{\n  "format": 2,\n  "version": ${version},\n  "${kind}": [`;
    for (const some of groups(items)) {
      checkDocument(path, kind, { ...head, [kind]: some }, done);
      for (const item of some) yield (done++ === 0 ? '\n    ' : ',\n    ') + line(item);
    }
    yield done > 0 ? '\n  ]\n}\n' : ']\n}\n';
  }
  return bytesOf(pieces(), pause, () => (done > 0 ? Math.min(1, done / count) : 1));
}

/** Items some at a time. */
function* groups<T>(items: Iterable<T>): Generator<T[], void> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < CHECKED) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** An object as `JSON.stringify` lays it out with two blanks, but with one item a line of a list of the object that is long. */
export function* objectPieces(object: object): Generator<string, void> {
  let before = '{\n  ';
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(key)}: `;
    before = ',\n  ';
    if (Array.isArray(value) && value.length > LONG) {
      let separator = '[\n    ';
      for (const item of value) {
        yield separator + JSON.stringify(item ?? null);
        separator = ',\n    ';
      }
      yield '\n  ]';
    } else yield JSON.stringify(value, null, 2).replaceAll('\n', '\n  ');
  }
  yield before === '{\n  ' ? '{}\n' : '\n}\n';
}
