/** The command line as data. */
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { LabFailure } from '../core/errors';

export const usageError = (message: string): LabFailure =>
  new LabFailure({ code: 'usage', message: `${message} See lab --help.` });

type Options = NonNullable<ParseArgsConfig['options']>;

type Parsed<T extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: T; allowPositionals: true; strict: true }>
>;

/** Options and the arguments beside them. Throws `usage`. */
export function parsed<T extends Options>(args: readonly string[], options: T): Parsed<T> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true });
  } catch (thrown) {
    throw usageError(thrown instanceof Error ? thrown.message : String(thrown));
  }
}

/** The only argument beside the options. Throws `usage`. */
export function single(positionals: readonly string[], what: string): string {
  const [only, ...others] = positionals;
  if (only === undefined) throw usageError(`Expected ${what}; there is none.`);
  if (others.length > 0) throw usageError(`Expected ${what} alone; there is more: ${others.join(' ')}.`);
  return only;
}

/** The value of an option that must be there. Throws `usage`. */
export function needed(value: string | undefined, option: string, what: string): string {
  if (value === undefined || value === '')
    throw usageError(`Expected ${option} with ${what}; it is missing.`);
  return value;
}

export const help = `lab: prepares, checks and scores time series by recipes of the Anomaly Data Lab

  lab run RECIPE --input FOLDER --output FOLDER|FILE.zip
      Reads the files that a recipe names, runs its steps and writes the bundle.
      --now TIME        the time that the bundle is to bear, ISO 8601; the present where absent
      --accept NAME     accepts a check of that name although it fails; may be given again
      --previous BUNDLE the version of the data set before this one, a zip or a folder
      --strict          refuses a file whose SHA-256 is not the recipe's
      --force           replaces a zip, or a folder that holds a bundle, at the output

  lab verify BUNDLE [--input FOLDER]
      Checks every hash and document of a bundle, zip or folder, then replays its recipe and compares.
      --input FOLDER    raw files that the bundle was made without

  lab inspect FILE|FOLDER...
      Tells what the lab makes of files: layout, series, rows, span, zone, rejected lines.

  lab score RESULTS --labels FILE
      NAB's score of a detector's results, a folder or a file.
      --profile NAME    standard (where absent), reward_low_FP_rate or reward_low_FN_rate
      --threshold N     scores of at least N are detections; best where absent

  --json  writes one JSON document to the standard output, and nothing else
  --help, --version

Exit codes: 0 all holds; 1 data or checks do not hold; 2 wrong usage; 3 input missing or unreadable; 130 interrupted.`;
