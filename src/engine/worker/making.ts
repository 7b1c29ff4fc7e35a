/** All that a recipe asks for, made at once in a session of its own: its files read, its series generated, its steps run, its bundle written. */
import { LabFailure, type LabError } from '../../core/errors';
import { filesOf, withSource } from '../../core/recipe/series';
import type { FileSource, LabelSource, Recipe } from '../../core/recipe/types';
import type {
  ExportReport,
  ExportRequest,
  FileReport,
  GeneratedReport,
  NamedFile,
  RunReport,
} from '../protocol';
import type { Handlers } from './calls';
import type { SessionContext } from './session';

/** A file of the recipe that is there. */
export type GivenSource = NamedFile & { source: FileSource | LabelSource };

export type MakingCalls = Pick<Handlers, 'load' | 'generate' | 'run' | 'exportBundle'>;

export interface MadeRecipe {
  /** With hashes and sizes as found, and without the files that are not there. */
  recipe: Recipe;
  files: FileReport[];
  generated: GeneratedReport[];
  report: RunReport;
}

/**
 * Reads, generates and runs what a recipe names. `given`: its files, in its order; the recipe loses those that are not among them. The session is
 * empty before. Rejects with the error of the first file or source that fails, with all of them in its detail, with what a run rejects with, or AbortError.
 */
export async function makeRecipe(
  recipe: Recipe,
  given: readonly GivenSource[],
  calls: MakingCalls,
  context: SessionContext,
): Promise<MadeRecipe> {
  const { files } = await calls.load({ files: [...given] }, context);
  throwFirst(files.flatMap(({ file, error }) => (error ? [{ file, ...error }] : [])));
  const there = new Set(given.map(({ source }) => source.file));
  const held = files.reduce(
    (sum, { source, labels }) => {
      const found = source ?? labels;
      return found ? withSource(sum, found) : sum;
    },
    {
      ...recipe,
      sources: recipe.sources.filter(({ file }) => there.has(file)),
      labels: recipe.labels.filter(({ file }) => there.has(file)),
    },
  );
  const generated = await generateAll(held, calls, context);
  const report = await calls.run({ recipe: held }, context);
  return { recipe: held, files, generated, report };
}

async function generateAll(
  { seed, generated, injections }: Recipe,
  calls: MakingCalls,
  context: SessionContext,
): Promise<GeneratedReport[]> {
  if (generated.length === 0) return [];
  const request = {
    seed,
    sources: generated,
    all: generated,
    injections: injections.filter(({ off }) => !off),
  };
  const { sources } = await calls.generate(request, context);
  throwFirst(sources.flatMap(({ error }) => (error ? [error] : [])));
  return sources;
}

function throwFirst(errors: readonly LabError[]): void {
  const [first] = errors;
  if (!first) return;
  const detail = errors.length > 1 ? errors.map(({ message }) => message).join('\n') : first.detail;
  throw new LabFailure({ ...first, ...(detail === undefined ? {} : { detail }) });
}

/** Writes the bundle of what `makeRecipe` made, to where `context.openSink` says. Rejects as the call does. */
export function writeMade(
  { recipe }: MadeRecipe,
  given: readonly GivenSource[],
  request: Omit<ExportRequest, 'recipe' | 'raw'>,
  calls: MakingCalls,
  context: SessionContext,
): Promise<ExportReport> {
  const named = new Set(filesOf(recipe).map(({ file }) => file));
  const raw = given
    .filter(({ source }) => named.has(source.file))
    .flatMap(({ name, file, parts }) => parts ?? [{ name, file }]);
  return calls.exportBundle({ ...request, recipe, raw: [...raw] }, context);
}
