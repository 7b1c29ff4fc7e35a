/** The only code that writes a name or a value into SQL. Whatever comes from a person or a file passes through here. */

/** A name of a column or table, quoted: `O'Neil "x"` becomes `"O'Neil ""x"""`. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text value, quoted; NUL characters, which no SQL text can hold, become U+FFFD. */
export function text(value: string): string {
  return `'${value.replaceAll('\0', '\uFFFD').replaceAll("'", "''")}'`;
}

/** A double, NaN and the infinities included. Quoted, because DuckDB reads a bare 0.1 as a decimal first and may lose the last bit. */
export function double(value: number): string {
  const written = Object.is(value, -0) ? '-0.0' : `${value}`;
  return `'${written}'::DOUBLE`;
}

/** A whole number that a double holds exactly. Throws RangeError on any other. */
export function integer(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`expected a whole number, got ${value}`);
  return `${value}`;
}

/** A timestamp given in microseconds since 1970-01-01T00:00:00Z. */
export function timestamp(microseconds: number): string {
  return `make_timestamp(${integer(microseconds)}::BIGINT)`;
}

/** `a, b, c` from parts that are SQL already. */
export function list(parts: readonly string[]): string {
  return parts.join(', ');
}
