/** `lab run`: a recipe on the files of a folder, to a bundle. */
import { readFile } from 'node:fs/promises';
import { version } from '../../../package.json';
import { LabFailure } from '../../core/errors';
import { count, plural, bytes as sizeText } from '../../core/format';
import { parseRecipeText, recipeFileText } from '../../core/recipe';
import { filesOf, withAccepted } from '../../core/recipe/series';
import type { Recipe } from '../../core/recipe/types';
import { handlers } from '../../engine/worker/handlers';
import { makeRecipe, writeMade } from '../../engine/worker/making';
import { needed, parsed, single, usageError } from '../args';
import { previousVersion } from '../bundle';
import { failedChecks, watchedSink, type FailedCheck } from '../checks';
import { checkOutput, sinkAt } from '../node/sinks';
import { filesBelow, unreadable } from '../node/walk';
import { exit, type Outcome } from '../outcome';
import { openSession, type CommandContext } from '../session';
import { sourcesOf } from '../sources';

const options = {
  input: { type: 'string' },
  output: { type: 'string' },
  now: { type: 'string' },
  accept: { type: 'string', multiple: true },
  previous: { type: 'string' },
  strict: { type: 'boolean' },
  force: { type: 'boolean' },
} as const;

/** A file whose hash is another than the recipe's. */
interface ChangedFile {
  file: string;
  expected: string;
  found: string;
}

export async function run(args: readonly string[], context: CommandContext): Promise<Outcome> {
  const { values, positionals } = parsed(args, options);
  const path = single(positionals, 'a recipe');
  const input = needed(values.input, '--input', 'the folder of the files');
  const output = needed(values.output, '--output', 'a folder or a zip to write');
  const now = timeOf(values.now);
  await checkOutput(output, values.force === true);
  const recipe = accepting(await readRecipe(path), values.accept ?? []);
  const { given, missing } = await sourcesOf(recipe, await filesBelow(input));
  if (missing.length > 0) throw absent(missing, input);

  const previous = values.previous === undefined ? undefined : await previousVersion(values.previous);
  const session = await openSession(context);
  const made = await makeRecipe(recipe, given, handlers, session);
  const changed = changedFiles(recipe, made.recipe);
  if (values.strict === true && changed.length > 0) throw otherFiles(changed);
  for (const { file, expected, found } of changed)
    context.note(
      `${file} has SHA-256 ${found.slice(0, 12)}…, the recipe ${expected.slice(0, 12)}…: the bundle names the new one.`,
    );
  for (const warning of made.report.warnings) context.note(warning);

  const documents = new Map<string, string>();
  const report = await writeMade(
    made,
    given,
    { now, version, awaited: [], ...(previous ? { previous } : {}) },
    handlers,
    {
      ...session,
      openSink: async () => watchedSink(await sinkAt(output), documents),
    },
  );
  const failed = failedChecks(documents);
  return {
    code: exit.fine,
    json: {
      output,
      created: now,
      rows: report.rows,
      files: report.files.length,
      bytes: report.bytes,
      changed,
      rejected: made.files.flatMap(({ file, rejected }) => (rejected > 0 ? [{ file, rejected }] : [])),
      warnings: made.report.warnings,
      notes: report.notes,
      failed,
    },
    text: told(output, report, failed),
  };
}

function told(
  output: string,
  {
    rows,
    files,
    bytes,
    notes,
  }: { rows: number; files: readonly unknown[]; bytes: number; notes: readonly string[] },
  failed: readonly FailedCheck[],
): string {
  return [
    `${output}: ${plural(rows, 'row')} in ${plural(files.length, 'file')}, ${sizeText(bytes)}`,
    ...notes,
    ...(failed.length === 0 ? ['All checks hold.'] : []),
    ...failed.map(
      ({ name, series, observed, severity }) =>
        `${severity === 'warn' ? 'warning' : 'accepted'}: ${name}${series === undefined ? '' : `, ${series}`}: ${observed}`,
    ),
  ].join('\n');
}

/** The recipe of a file. Rejects with `source-missing`, `file-gone`, or an error of the recipe with its path. */
export async function readRecipe(path: string): Promise<Recipe> {
  const text = await readFile(path, 'utf8').catch((thrown: unknown) => {
    throw unreadable(path, thrown);
  });
  const read = parseRecipeText(text);
  if (!read.ok) throw new LabFailure({ ...read.error, file: path });
  return read.value;
}

/** With more names of checks that may fail. Throws where the recipe would be invalid by them. */
function accepting(recipe: Recipe, names: readonly string[]): Recipe {
  if (names.length === 0) return recipe;
  const read = parseRecipeText(recipeFileText(withAccepted(recipe, names)));
  if (!read.ok) throw new LabFailure(read.error);
  return read.value;
}

function timeOf(text: string | undefined): string {
  if (text === undefined) return new Date().toISOString();
  const time = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}T.*Z$/.test(text) || Number.isNaN(time))
    throw usageError(`Expected --now with a time in UTC such as 2026-01-31T12:00:00.000Z; got ${text}.`);
  return text;
}

const absent = (missing: readonly string[], input: string): LabFailure =>
  new LabFailure({
    code: 'source-missing',
    ...(missing[0] === undefined ? {} : { file: missing[0] }),
    message: `The recipe names ${plural(missing.length, 'file')} that ${input} does not hold: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? `, and ${count(missing.length - 5)} more` : ''}. Expected each at its path in the recipe, or one file of its name.`,
  });

function changedFiles(before: Recipe, after: Recipe): ChangedFile[] {
  const found = new Map(filesOf(after).map(({ file, sha256 }) => [file, sha256]));
  return filesOf(before).flatMap(({ file, sha256: expected }) => {
    const now = found.get(file);
    return expected === undefined || now === undefined || now === expected
      ? []
      : [{ file, expected, found: now }];
  });
}

const otherFiles = (changed: readonly ChangedFile[]): LabFailure =>
  new LabFailure({
    code: 'file-changed',
    ...(changed[0] === undefined ? {} : { file: changed[0].file }),
    message: `${plural(changed.length, 'file')} not as the recipe has them by SHA-256: ${changed
      .slice(0, 5)
      .map(({ file }) => file)
      .join(
        ', ',
      )}${changed.length > 5 ? ', …' : ''}. Nothing was written. Without --strict, the recipe runs on them.`,
  });
