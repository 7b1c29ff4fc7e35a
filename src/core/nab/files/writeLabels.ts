import { formatTime, formatWindowTime } from '../time';

/** A window of NAB: microseconds UTC, both ends inclusive, both times of rows of the file. */
export interface NabWindow {
  start: number;
  end: number;
}

/**
 * The text of `combined_labels.json`: of each file (`realTraffic/speed_6005.csv`) the times of its labels in microseconds UTC, none where
 * it has no label. Byte for byte what NAB's `writeJSON` makes: keys sorted by code point, indent 4, ASCII alone, no newline at the end.
 */
export function writeNabLabels(labels: ReadonlyMap<string, readonly number[]>): string {
  return object(labels, (time) => `        "${formatTime(time)}"`);
}

/** The text of `combined_windows.json`; a window is a pair of times with six digits. Else as `writeNabLabels`. */
export function writeNabWindows(windows: ReadonlyMap<string, readonly NabWindow[]>): string {
  return object(
    windows,
    ({ start, end }) =>
      `        [\n            "${formatWindowTime(start)}",\n            "${formatWindowTime(end)}"\n        ]`,
  );
}

function object<T>(files: ReadonlyMap<string, readonly T[]>, item: (value: T) => string): string {
  if (files.size === 0) return '{}';
  const lists = [...files]
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, values]) => {
      const list = values.length === 0 ? '[]' : `[\n${values.map(item).join(',\n')}\n    ]`;
      return `    ${asciiString(name)}: ${list}`;
    });
  return `{\n${lists.join(',\n')}\n}`;
}

/** Python sorts text by code points, JavaScript by UTF-16 units: they differ where a surrogate meets U+E000 to U+FFFF. */
function byCodePoint(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  const left = a.charCodeAt(i);
  const right = b.charCodeAt(i);
  if (Number.isNaN(left) || Number.isNaN(right)) return a.length - b.length;
  const surrogate = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdfff;
  if (surrogate(left) !== surrogate(right)) {
    if (surrogate(left)) return right >= 0xe000 ? 1 : left - right;
    return left >= 0xe000 ? -1 : left - right;
  }
  return left - right;
}

/** A JSON string as Python writes it: all outside the printable ASCII escaped, hexadecimal in lower case. */
function asciiString(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
