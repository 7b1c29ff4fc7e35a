import { CR, MINUS, NBSP_TAIL, PLUS, POINT, SPACE, TAB, textOfCell, UTF8_C2, ZERO } from './bytes';

/** Powers of ten that a double holds exactly. */
export const TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** Words that mean "no value", in lower case. */
const known = new Set(
  (
    '|nan|+nan|-nan|1.#qnan|-1.#qnan|1.#ind|-1.#ind|na|n/a|n.a.|#n/a|#na|<na>|null|nil|none|missing|-|--|---|?|.|..|…' +
    '|#div/0!|#value!|#ref!|#num!|#name?|#null!|unavailable|unknown|no data'
  ).split('|'),
);
const infinite = /^[+-]?(?:inf(?:inity)?|1\.#inf|∞)$/;
const shape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** How the numbers of a column are written. */
export interface NumberFormat {
  decimal: '.' | ',';
  /** The sign between groups of three digits; a blank stands for a no-break or thin space as well. */
  thousands?: ',' | '.' | ' ' | "'";
  /** A unit that may stand behind the number. */
  unit?: string;
  /** Further words for "no value", in lower case. */
  missing?: ReadonlySet<string>;
}

/** Set by the last number that was NaN: empty where the cell means "no value", else why it could not be read. */
export let numberProblem = '';

/**
 * The double nearest to the decimal text in `bytes[start, end)`. NaN where the cell is empty or says that it has no value (NaN, NA, null, -, …),
 * and where it holds no finite number; `numberProblem` tells the two apart. Up to 2^53 and 22 decimals one division of two exact doubles is
 * correctly rounded (Clinger, "How to read floating point numbers accurately", 1990); the rest is left to Number().
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, format: NumberFormat): number {
  // A further word for "no value" may be a number, such as -999.
  if (format.missing !== undefined) return slowNumber(bytes, start, end, format);
  const decimal = format.decimal === '.' ? POINT : 44;
  let i = start;
  const first = i < end ? (bytes[i] as number) : 0;
  if (first === MINUS || first === PLUS) i++;
  let mantissa = 0;
  let digits = 0;
  let fraction = -1;
  for (; i < end; i++) {
    const digit = (bytes[i] as number) - ZERO;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
      if (fraction >= 0) fraction++;
    } else if (bytes[i] === decimal && fraction < 0) fraction = 0;
    else return slowNumber(bytes, start, end, format);
  }
  if (digits === 0 || mantissa > 9007199254740992 || fraction > 22)
    return slowNumber(bytes, start, end, format);
  const value = fraction > 0 ? mantissa / (TEN[fraction] as number) : mantissa;
  return first === MINUS ? -value : value;
}

const groups = {
  ',': /^([+-]?\d{1,3})((?:,\d{3})+)(?=\D|$)/,
  '.': /^([+-]?\d{1,3})((?:\.\d{3})+)(?=\D|$)/,
  ' ': /^([+-]?\d{1,3})((?: \d{3})+)(?=\D|$)/,
  "'": /^([+-]?\d{1,3})((?:'\d{3})+)(?=\D|$)/,
} as const;

/** The text of a number with ASCII signs alone: U+2212 as a minus, no-break and thin spaces as blanks, the right quote as an apostrophe. */
export const plainSigns = (text: string): string =>
  text
    .replace(/^\u2212/, '-')
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .replace(/\u2019/g, "'");

function slowNumber(bytes: Uint8Array, start: number, end: number, format: NumberFormat): number {
  return numberOf(textOfCell(bytes, start, end), format);
}

/** The same for a text. */
export function numberOf(cell: string, { decimal, thousands, unit, missing }: NumberFormat): number {
  numberProblem = '';
  let text = plainSigns(cell.replaceAll('\0', '').trim());
  const word = text.toLowerCase();
  if (known.has(word) || missing?.has(word)) return NaN;
  if (infinite.test(word)) return refuse(`"${clip(text)}" is not a finite number`);
  if (unit !== undefined && text.endsWith(unit)) text = text.slice(0, -unit.length).trimEnd();
  if (thousands !== undefined) {
    const sign = thousands;
    text = text.replace(groups[sign], (all) => all.replaceAll(sign, ''));
  }
  if (decimal === ',') {
    if (text.includes('.') && /\d/.test(text))
      return refuse(`"${clip(text)}" is not a number with a decimal comma`);
    text = text.replace(',', '.');
  }
  if (!shape.test(text)) return refuse(`"${clip(cell.trim())}" is not a number`);
  const value = Number(text);
  return Number.isFinite(value) ? value : refuse(`${clip(text)} is too large for a 64-bit number`);
}

function refuse(reason: string): number {
  numberProblem = reason;
  return NaN;
}

/** Text of the file for a message: at most 40 characters. */
export const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
export const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB || byte === CR || byte === 0;

/** First byte of `bytes[start, end)` that is neither a blank nor part of a no-break space. */
export function skipBlanks(bytes: Uint8Array, start: number, end: number): number {
  for (;;) {
    if (start < end && isBlank(bytes[start] as number)) start++;
    else if (start + 1 < end && bytes[start] === UTF8_C2 && bytes[start + 1] === NBSP_TAIL) start += 2;
    else return start;
  }
}

/** The end of `bytes[start, end)` without the blanks and no-break spaces at its end. */
export function trimBlanks(bytes: Uint8Array, start: number, end: number): number {
  for (;;) {
    if (end > start && isBlank(bytes[end - 1] as number)) end--;
    else if (end - 1 > start && bytes[end - 1] === NBSP_TAIL && bytes[end - 2] === UTF8_C2) end -= 2;
    else return end;
  }
}
