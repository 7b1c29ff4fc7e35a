/** DuckDB's types as its DESCRIBE writes them, and how a value of each leaves the engine without loss. */

export type SqlType =
  | { kind: 'plain'; name: string }
  | { kind: 'list'; of: SqlType; size: number | undefined }
  | { kind: 'struct'; fields: readonly { name: string; type: SqlType }[] }
  | { kind: 'map'; key: SqlType; value: SqlType }
  /** Enums, unions, and whatever else is in parentheses. */
  | { kind: 'other'; name: string };

/** Reads a type's text from its start. */
class Reader {
  private at = 0;
  private failed = false;
  constructor(private readonly source: string) {}

  get understood(): boolean {
    return !this.failed && this.at === this.source.length;
  }

  type(): SqlType {
    let type = this.element();
    for (;;) {
      const [, size] = this.take(/\[(\d*)\]/y) ?? [];
      if (size === undefined) return type;
      type = { kind: 'list', of: type, size: size === '' ? undefined : Number(size) };
    }
  }

  private element(): SqlType {
    if (this.take(/STRUCT\(/y)) return this.struct();
    if (this.take(/MAP\(/y)) {
      const key = this.type();
      this.must(/, /y);
      const value = this.type();
      this.must(/\)/y);
      return { kind: 'map', key, value };
    }
    // A name has words; an argument list, texts with parentheses of their own.
    const [name = ''] = this.take(/[^[\](),]+/y) ?? [];
    const [rest] =
      this.take(
        /\((?:'(?:[^']|'')*'|"(?:[^"]|"")*"|\((?:[^()'"]|'(?:[^']|'')*'|"(?:[^"]|"")*")*\)|[^()'"])*\)/y,
      ) ?? [];
    if (rest === undefined) return { kind: 'plain', name };
    return name === 'DECIMAL' ? { kind: 'plain', name } : { kind: 'other', name: name + rest };
  }

  private struct(): SqlType {
    const fields: { name: string; type: SqlType }[] = [];
    do {
      // Without names, as `row(1, 2)` has none, it is not understood.
      const [, quoted, bare = ''] = this.must(/(?:"((?:[^"]|"")*)"|([^\s"(),[\]]+)) /y) ?? [];
      fields.push({ name: quoted?.replaceAll('""', '"') ?? bare, type: this.type() });
    } while (this.take(/, /y));
    this.must(/\)/y);
    return { kind: 'struct', fields };
  }

  private must(pattern: RegExp): RegExpExecArray | undefined {
    const found = this.take(pattern);
    if (!found) this.failed = true;
    return found;
  }

  private take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.source);
    if (found) this.at = pattern.lastIndex;
    return found ?? undefined;
  }
}

/** A type by its text; one that is not understood to its end is `other`, as a whole. */
export function parseType(source: string): SqlType {
  const reader = new Reader(source);
  const type = reader.type();
  return reader.understood ? type : { kind: 'other', name: source };
}

/** Types whose values Arrow and JavaScript hold as they are. */
const carried: ReadonlySet<string> = new Set(
  'BOOLEAN TINYINT SMALLINT INTEGER BIGINT UTINYINT USMALLINT UINTEGER UBIGINT FLOAT DOUBLE VARCHAR'.split(
    ' ',
  ),
);
const whole: ReadonlySet<string> = new Set(['BIGINT', 'UBIGINT', 'HUGEINT', 'UHUGEINT', 'BIGNUM']);

/** Whether a value of it is a number; for a column's alignment. */
export const isNumeric = (type: string): boolean =>
  /^(?:U?(?:TINY|SMALL|BIG|HUGE)INT|U?INTEGER|FLOAT|DOUBLE|BIGNUM|DECIMAL\b.*[^\]])$/.test(type);

/** The type as which a value is to be asked for; where Arrow has none that holds it (or DuckDB none to give), DuckDB's own text for it. */
export function carriedAs(type: SqlType, quote: (name: string) => string): string {
  switch (type.kind) {
    case 'plain':
      return carried.has(type.name) ? type.name : 'VARCHAR';
    case 'other':
      return 'VARCHAR';
    case 'list':
      return `${carriedAs(type.of, quote)}[${type.size ?? ''}]`;
    case 'struct':
      return `STRUCT(${type.fields.map(({ name, type: of }) => `${quote(name)} ${carriedAs(of, quote)}`).join(', ')})`;
    case 'map':
      return `MAP(VARCHAR, ${carriedAs(type.value, quote)})`;
  }
}

/** A number where it holds the digits exactly, else the text. */
function exactNumber(digits: string): number | string {
  const value = Number(digits);
  const exact = Number.isInteger(value)
    ? Number.isSafeInteger(value)
    : digits.replace(/\D/g, '').replace(/^0+/, '').length <= 15;
  return exact ? value : digits;
}

/** The fewest digits that name this number of single precision: 1.1, not 1.100000023841858. */
function shortest(value: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return Number(value.toPrecision(9));
}

const timestamp = /^TIMESTAMP/;
/** A finite time of a year of four digits, as DuckDB writes it. */
const usualTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:\+00)?$/;
const CLOCK = 11;
const FRACTION = 20;
const ZONE = '+00';

/** ISO text with what there is of a fraction, in six digits or nine; infinite times and those of other years as DuckDB writes them. */
function isoTime(written: string): string {
  if (!usualTime.test(written)) return written;
  const end = written.endsWith(ZONE) ? written.length - ZONE.length : written.length;
  const clock = `${written.slice(0, CLOCK - 1)}T${written.slice(CLOCK, end)}`;
  return end < FRACTION ? `${clock}Z` : `${clock.padEnd(FRACTION + 6, '0')}Z`;
}

/** What a value that came as `carriedAs` is for JSON: exact numbers, else text; lists as arrays, structs and maps as objects. */
export function plainValue(type: SqlType, value: unknown): unknown {
  if (value === null || value === undefined) return null;
  switch (type.kind) {
    case 'plain':
      return plainScalar(type.name, value);
    case 'other':
      return value;
    case 'list':
      return Array.from(value as Iterable<unknown>, (item) => plainValue(type.of, item));
    case 'struct': {
      const fields = value as Record<string, unknown>;
      return Object.fromEntries(
        type.fields.map(({ name, type: of }) => [name, plainValue(of, fields[name])]),
      );
    }
    case 'map':
      return Object.fromEntries(
        Array.from(value as Iterable<[string, unknown]>, ([key, item]) => [
          key,
          plainValue(type.value, item),
        ]),
      );
  }
}

function plainScalar(name: string, value: unknown): unknown {
  if (typeof value === 'bigint' || whole.has(name) || name === 'DECIMAL') return exactNumber(String(value));
  if (typeof value === 'string' && timestamp.test(name)) return isoTime(value);
  if (typeof value === 'number' && name === 'FLOAT') return shortest(value);
  return value;
}
