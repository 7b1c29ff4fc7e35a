/** What an inspection sees of a file, and how one ends that cannot go on. */
import { LabFailure, type ErrorCode, type LabError } from '../errors';
import type { CsvFormat } from '../recipe/types';
import { toUtf8 } from './encoding';
import { CR, LF } from './parse/bytes';
import type { Inspection } from './types';

/** As many bytes of a file as its column names are read from. */
export const SAMPLE_BYTES = 1 << 20;
/** Bytes of the first, the middle and the last part of a file that an inspection reads; a file of no more than all of them is read whole. */
export const SAMPLE_PARTS = { head: 2 << 20, middle: 1 << 20, end: 1 << 20 } as const;

/** The bytes of a file that an inspection sees. */
export interface Sample {
  head: Uint8Array;
  /** Pieces from further on, which begin and end anywhere. */
  others: readonly Uint8Array[];
  /** `head` is the whole file. */
  complete: boolean;
}

export const unreadable = (name: string, error: LabError): Inspection => ({
  name,
  kind: 'unreadable',
  questions: [],
  confirm: false,
  columns: [],
  preview: [],
  types: [],
  error,
});

/** An inspection that ends in an error. */
export function unreadableFile(name: string, code: ErrorCode, message: string): Inspection {
  return unreadable(name, { code, file: name, message });
}

/** Throws `file-too-wide` where the sample of a file ends before its first line does. `rows`: what was read of it. */
export function checkHeaderRead(
  name: string,
  rows: readonly unknown[],
  sample: Uint8Array,
  complete: boolean,
): void {
  if (rows.length > 0 || complete || sample.every((byte) => byte === CR || byte === LF)) return;
  throw new LabFailure({
    code: 'file-too-wide',
    file: name,
    message: `${name} has a first line longer than ${SAMPLE_BYTES >> 20} MB, and the lab reads the columns' names from no more than that. Split it by columns, or shorten their names.`,
  });
}

/** The sample as UTF-8 in pieces of whole lines, of which the first is the beginning of the file. */
export function wholeLines(
  { head, others, complete }: Sample,
  encoding: CsvFormat['encoding'],
): Uint8Array[] {
  const first = toUtf8(encoding)(head, complete);
  const start = complete ? first : first.subarray(0, first.lastIndexOf(LF) + 1 || first.length);
  // A piece of UTF-16 may begin within a character.
  if (complete || encoding.startsWith('utf-16')) return [start];
  const rest = others.map((piece) => {
    const text = toUtf8(encoding)(piece, true);
    return text.subarray(text.indexOf(LF) + 1, text.lastIndexOf(LF) + 1);
  });
  return [start, ...rest.filter((piece) => piece.length > 0)];
}
