/** Values as Python writes them. */

/** A text of Python; characters that are not ASCII stay as they are, but for control characters. */
export const pyText = (value: string): string =>
  JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/gu,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

/** A number, text, truth value, nothing, or a list or record of them. Throws TypeError for anything else. */
export function py(value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'string') return pyText(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) return `float("${value}")`;
    return Object.is(value, -0) ? '-0.0' : `${value}`;
  }
  if (Array.isArray(value)) return `[${value.map(py).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([key, item]) => `${pyText(key)}: ${py(item)}`)
      .join(', ')}}`;
  throw new TypeError(`expected a value that JSON has, got ${typeof value}`);
}
