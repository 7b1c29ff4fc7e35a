/** What a command ends with. */
import { toLabError, type ErrorCode, type LabError } from '../core/errors';

/** What the exit code tells; docs/lab.md lists them. */
export const exit = {
  fine: 0,
  /** The data or the checks do not hold. */
  fails: 1,
  usage: 2,
  /** What was to be read is missing or cannot be read, or what was to be written cannot be. */
  input: 3,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exit)[keyof typeof exit];

export interface Outcome {
  code: ExitCode;
  /** For `--json`. */
  json: unknown;
  /** For a person, without a line end at its end. */
  text: string;
}

const usage: readonly ErrorCode[] = ['usage', 'output-exists'];
/** A recipe or rows that were read and do not hold. */
const fails: readonly ErrorCode[] = [
  'duplicates-refused',
  'nothing-to-export',
  'file-changed',
  'checks-failed',
];

/** The exit code of an error. */
export function exitCodeOf({ code }: LabError): ExitCode {
  if (code === 'aborted') return exit.interrupted;
  if (usage.includes(code)) return exit.usage;
  return fails.includes(code) ? exit.fails : exit.input;
}

/** An error as the outcome of a command. */
export function failedOutcome(thrown: unknown): Outcome {
  const error = toLabError(thrown);
  const where = error.path === undefined ? '' : ` (${error.path})`;
  return { code: exitCodeOf(error), json: { error }, text: `${error.code}: ${error.message}${where}` };
}
