/** Values that come as JSON from elsewhere: the only place where text becomes a value. */

/** How deeply lists and objects may stand within each other in what is read. */
export const MAX_NESTING = 64;

/** Whether lists and objects stand within each other more than `levels` deep. Ends for a value that contains itself. */
export function nestedDeeper(value: unknown, levels = MAX_NESTING): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => nestedDeeper(inner, levels - 1));
}

/** Why a text has no value: it is no JSON, or its lists and objects are nested more than `MAX_NESTING` levels deep. */
export interface JsonProblem {
  kind: 'syntax' | 'nesting';
  /** The reader's own words. */
  detail: string;
}

const tooDeep: JsonProblem = { kind: 'nesting', detail: `nested more than ${MAX_NESTING} levels deep` };

/** The value of a JSON text, or why there is none; never throws. */
export function parseJson(
  text: string,
): { ok: true; value: unknown; problem?: never } | { ok: false; problem: JsonProblem } {
  try {
    const value: unknown = JSON.parse(text);
    return nestedDeeper(value) ? { ok: false, problem: tooDeep } : { ok: true, value };
  } catch (thrown) {
    // Some engines read nested values by calls within calls, and end with a RangeError.
    if (thrown instanceof RangeError) return { ok: false, problem: tooDeep };
    const detail = thrown instanceof Error ? thrown.message : String(thrown);
    return { ok: false, problem: { kind: 'syntax', detail } };
  }
}

/** The value of a JSON text that the lab itself wrote. Throws SyntaxError with what is wrong with it. */
export function readJson(text: string): unknown {
  const read = parseJson(text);
  if (!read.ok) throw new SyntaxError(`the text is no JSON that can be read: ${read.problem.detail}`);
  return read.value;
}

/** A value as JSON keeps it, sharing nothing with the first. Throws RangeError where it is nested very deep. */
export const copyJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
