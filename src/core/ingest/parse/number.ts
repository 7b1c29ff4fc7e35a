import { CR, MINUS, PLUS, POINT, SPACE, TAB, textOfCell, ZERO } from './bytes';

/** Powers of ten that a double holds exactly. */
export const TEN = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** What `parseNumber` gives for a cell that holds no number: see `numberProblem`. */
const missing = new Set(['', 'nan', '-nan', '+nan', 'na', 'n/a', 'null', '#n/a']);
const shape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Set by the last `parseNumber` that returned NaN: empty where the cell means "no value", else the reason of the refusal. */
export let numberProblem = '';

/**
 * The double nearest to the decimal text in `bytes[start, end)`. NaN where the cell is empty or says so (NaN, NA, null), and
 * where it holds no finite number; `numberProblem` tells the two apart. Up to 2^53 and 22 decimals one division of two
 * exact doubles is correctly rounded (Clinger, "How to read floating point numbers accurately", 1990); the rest is left to Number().
 */
export function parseNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
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
    else return slowNumber(bytes, start, end, decimal);
  }
  if (digits === 0 || mantissa > 9007199254740992 || fraction > 22)
    return slowNumber(bytes, start, end, decimal);
  const value = fraction > 0 ? mantissa / (TEN[fraction] as number) : mantissa;
  return first === MINUS ? -value : value;
}

function slowNumber(bytes: Uint8Array, start: number, end: number, decimal: number): number {
  numberProblem = '';
  while (start < end && isBlank(bytes[start] as number)) start++;
  while (end > start && isBlank(bytes[end - 1] as number)) end--;
  let text = textOfCell(bytes, start, end);
  if (decimal !== POINT) {
    if (text.includes('.') && /\d/.test(text))
      return refuse(`"${clip(text)}" is not a number with a decimal comma`);
    text = text.replace(',', '.');
  }
  if (shape.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : refuse(`${clip(text)} is too large for a 64-bit number`);
  }
  const word = text.toLowerCase();
  if (missing.has(word)) return NaN;
  if (/^[+-]?inf(inity)?$/.test(word)) return refuse(`"${clip(text)}" is not a finite number`);
  return refuse(`"${clip(text)}" is not a number`);
}

function refuse(reason: string): number {
  numberProblem = reason;
  return NaN;
}

/** Text of the file for a message: at most 40 characters. */
export const clip = (text: string): string => (text.length > 40 ? `${text.slice(0, 39)}…` : text);
export const isBlank = (byte: number): boolean => byte === SPACE || byte === TAB || byte === CR;
