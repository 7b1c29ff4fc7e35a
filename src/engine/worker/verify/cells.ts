/** Cells of Parquet rows: as text, and held against those of another file. */
import { DataType, Type, type Vector } from 'apache-arrow';
import { isoTime } from '../../../core/format';
import { at } from '../../../core/list';
import { numbersAlike } from '../../../core/verify/alike';

/** A cell as text; a time as ISO 8601. */
export function cellText(name: string, value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (name === 'timestamp' && typeof value === 'number') return isoTime(value * 1000);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean')
    return Object.is(value, -0) ? '-0' : String(value);
  return JSON.stringify(value);
}

const texts: ReadonlySet<Type> = new Set([Type.Utf8, Type.LargeUtf8, Type.Utf8View]);

/** As all types of Arrow have it, though its declarations do not say so. */
type NamedType = DataType & { toString(): string };

/** The type of a column whatever its values are stored as. */
export function logicalType(type: NamedType): string {
  const stored = DataType.isDictionary(type) ? (type.dictionary as NamedType) : undefined;
  if (stored) return logicalType(stored);
  return texts.has(type.typeId) ? 'Utf8' : type.toString();
}

/** Whether row `i` of one column and row `j` of another have the same cell. */
export type SameCell = (i: number, j: number) => boolean;

/** Of a column, the UTF-8 of its texts, where it is stored plainly. */
function plainText(vector: Vector): { offsets: Int32Array; bytes: Uint8Array } | undefined {
  const [data, ...others] = vector.data;
  if (!data || others.length > 0 || !DataType.isUtf8(vector.type)) return undefined;
  return { offsets: data.valueOffsets as Int32Array, bytes: data.values as Uint8Array };
}

/** Of a column, its numbers as they lie in memory; a null has any. */
function plainNumbers(vector: Vector): Float64Array | BigInt64Array | Int32Array | undefined {
  const [data, ...others] = vector.data;
  if (!data || others.length > 0) return undefined;
  const values: unknown = data.values;
  return values instanceof Float64Array || values instanceof BigInt64Array || values instanceof Int32Array
    ? values
    : undefined;
}

/** Compares two columns of a logical type: numbers with a fraction to 1e-9, with the scale of their row, all else exactly. */
export function sameCells(a: Vector, b: Vector, scaleOf: (row: number) => number): SameCell {
  const either = ifValid(a, b);
  if (DataType.isFloat(a.type)) {
    const [x, y] = [plainNumbers(a), plainNumbers(b)];
    if (x instanceof Float64Array && y instanceof Float64Array)
      return either(
        (i, j) => x[i] === y[j] || numbersAlike(x[i] ?? Number.NaN, y[j] ?? Number.NaN, scaleOf(i)),
      );
    return either((i, j) => numbersAlike(Number(a.get(i)), Number(b.get(j)), scaleOf(i)));
  }
  const [x, y] = [plainNumbers(a), plainNumbers(b)];
  if (x && y) return either((i, j) => x[i] === y[j]);
  const [s, t] = [plainText(a), plainText(b)];
  if (s && t)
    return either((i, j) => {
      const [from, other] = [at(s.offsets, i), at(t.offsets, j)];
      const length = at(s.offsets, i + 1) - from;
      if (at(t.offsets, j + 1) - other !== length) return false;
      for (let k = 0; k < length; k++) if (s.bytes[from + k] !== t.bytes[other + k]) return false;
      return true;
    });
  return (i, j) => Object.is(a.get(i), b.get(j));
}

/** Compares values where both are there; two that are missing are the same. */
const ifValid =
  (a: Vector, b: Vector) =>
  (same: SameCell): SameCell => {
    if (a.nullCount === 0 && b.nullCount === 0) return same;
    return (i, j) => {
      const there = a.isValid(i);
      return there === b.isValid(j) && (!there || same(i, j));
    };
  };
