/** Byte values of the characters that have a meaning in a CSV file. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const QUOTE = 34;
export const PLUS = 43;
export const COMMA = 44;
export const MINUS = 45;
export const POINT = 46;
export const SLASH = 47;
export const ZERO = 48;
export const NINE = 57;
export const COLON = 58;
export const UPPER_T = 84;
export const LOWER_T = 116;
/** The two bytes of a no-break space in UTF-8. */
export const UTF8_C2 = 0xc2;
export const NBSP_TAIL = 0xa0;

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** The text of `bytes[start, end)`, which are UTF-8. */
export function textOf(bytes: Uint8Array, start: number, end: number): string {
  return decoder.decode(bytes.subarray(start, end));
}

/** The same for a short cell, most often ASCII, without the decoder's set-up cost. */
export function textOfCell(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > 64) return textOf(bytes, start, end);
  let text = '';
  for (let i = start; i < end; i++) {
    const byte = bytes[i] as number;
    if (byte > 127) return textOf(bytes, start, end);
    text += String.fromCharCode(byte);
  }
  return text;
}
