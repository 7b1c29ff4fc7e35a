/** What the cells of a sampled column are. */
import type { CsvFormat } from '../../recipe/types';
import { numberOf, numberProblem, plainSigns, type NumberFormat } from '../parse/number';

export type ColumnType = 'number' | 'time' | 'text' | 'empty';

/** A column of the sample; a row that is too short has an empty cell. */
export interface SampleColumn {
  name: string;
  cells: string[];
  type: ColumnType;
  /** Behind most of its numbers. */
  unit?: string;
}

/** Share of a column's cells that decides what it is. */
export const MAJORITY = 0.8;

const plain: NumberFormat = { decimal: '.' };

/** Whether a cell is empty or a word for "no value". */
export const isMissing = (cell: string): boolean =>
  cell === '' || (Number.isNaN(numberOf(cell, plain)) && numberProblem === '');

export const isNumber = (cell: string, format: NumberFormat): boolean =>
  !Number.isNaN(numberOf(cell, format));

const numberLike =
  /^([+-]?(?:\d[\d.,' ]*|[.,]\d+)(?:[eE][+-]?\d+)?)\s*(%|‰|°[CFK]?|[A-Za-zµμΩ$€£]{1,8}[23²³]?(?:\/[A-Za-zµμ]{1,6}[23²³]?)?)?$/;

/** A number as it may be written anywhere, and the unit behind it; undefined for what is no number in any notation. */
export function splitUnit(cell: string): { number: string; unit: string } | undefined {
  const match = numberLike.exec(plainSigns(cell));
  return match ? { number: (match[1] ?? '').trimEnd(), unit: match[2] ?? '' } : undefined;
}

/** A unit that stands behind more than half of the numbers of a column, and behind none another one. */
export function unitOf(cells: readonly string[]): string | undefined {
  let numbers = 0;
  let found: string | undefined;
  let times = 0;
  for (const cell of cells) {
    if (isMissing(cell)) continue;
    const split = splitUnit(cell);
    if (!split) continue;
    numbers++;
    if (split.unit === '') continue;
    if (found !== undefined && split.unit !== found) return undefined;
    found = split.unit;
    times++;
  }
  return times > numbers / 2 ? found : undefined;
}

type Notation = Pick<CsvFormat, 'decimal' | 'thousands'>;

/** How the numbers of a file are written, and whether that is a guess between two readings. */
export interface NotationGuess extends Notation {
  /** Both readings, the proposed one first; absent where the numbers decide. */
  options?: Notation[];
}

/**
 * The decimal and thousands signs from the numbers of a file. `20,55` has a decimal comma, `1,234.5` and `1,234,567` have thousands; `1,234` alone
 * may be either, and is asked about, as `1.234` is between semicolons.
 */
export function guessNotation(cells: Iterable<string>, delimiter: string): NotationGuess {
  const seen = { comma: 0, point: 0, openComma: 0, openPoint: 0 };
  const groups = { ',': 0, '.': 0, ' ': 0, "'": 0 };
  for (const cell of cells) {
    if (!/[.,' \u00a0\u2009\u202f\u2019]/.test(cell)) continue;
    const text = splitUnit(cell)?.number.replace(/^[+-]/, '');
    if (text === undefined) continue;
    const blanks = /^\d{1,3}([ '])\d{3}(?:\1\d{3})*(?=[.,]|$)/.exec(text);
    if (blanks) groups[blanks[1] as ' ' | "'"]++;
    const rest = blanks ? text.slice(blanks[0].length).replace(/^/, '0') : text;
    const both = /^\d{1,3}(?:,\d{3})+\.\d*$/.test(rest)
      ? 'point'
      : /^\d{1,3}(?:\.\d{3})+,\d*$/.test(rest)
        ? 'comma'
        : undefined;
    if (both !== undefined) {
      seen[both]++;
      groups[both === 'point' ? ',' : '.']++;
    } else if (/^[1-9]\d{0,2}(?:,\d{3}){2,}$/.test(rest)) groups[',']++;
    else if (/^[1-9]\d{0,2}(?:\.\d{3}){2,}$/.test(rest)) groups['.']++;
    else if (/^[1-9]\d{0,2},\d{3}$/.test(rest)) seen.openComma++;
    else if (/^[1-9]\d{0,2}\.\d{3}$/.test(rest)) seen.openPoint++;
    else if (/^\d*,\d+$/.test(rest)) seen.comma++;
    else if (/^\d*\.\d+(?:[eE].*)?$/.test(rest)) seen.point++;
  }
  return decide(seen, groups, delimiter);
}

function decide(
  seen: { comma: number; point: number; openComma: number; openPoint: number },
  groups: Record<',' | '.' | ' ' | "'", number>,
  delimiter: string,
): NotationGuess {
  const { comma, point, openComma, openPoint } = seen;
  const spaced: Notation['thousands'] = groups[' '] > 0 ? ' ' : groups["'"] > 0 ? "'" : undefined;
  const notation = (decimal: '.' | ',', thousands?: Notation['thousands']): Notation =>
    thousands === undefined ? { decimal } : { decimal, thousands };
  if (comma > 0 || groups['.'] > 0) {
    if (comma >= point) return notation(',', groups['.'] > 0 || (openPoint > 0 && comma > 0) ? '.' : spaced);
  }
  if (point > 0 || groups[','] > 0) return notation('.', groups[','] > 0 || openComma > 0 ? ',' : spaced);
  if (spaced !== undefined) return notation(openComma > 0 ? ',' : '.', spaced);
  if (openComma > 0) {
    const decimals = notation(',');
    const thousands = notation('.', ',');
    const [first, second] = delimiter === ',' ? [thousands, decimals] : [decimals, thousands];
    return { ...first, options: [first, second] };
  }
  if (openPoint > 0 && delimiter === ';') {
    const first = notation('.');
    return { ...first, options: [first, notation(',', '.')] };
  }
  return notation('.');
}

/** Of a column's sampled cells, times aside. */
export function columnType(cells: readonly string[], format: NumberFormat): Exclude<ColumnType, 'time'> {
  let present = 0;
  let numbers = 0;
  for (const cell of cells) {
    const number = numberOf(cell, format);
    if (Number.isNaN(number) && numberProblem === '') continue;
    present++;
    if (!Number.isNaN(number)) numbers++;
  }
  return present === 0 ? 'empty' : numbers >= present * MAJORITY ? 'number' : 'text';
}
