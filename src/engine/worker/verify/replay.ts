/** The recipe of a bundle made once more, its files held against those of the bundle. */
import { toLabError } from '../../../core/errors';
import { filesOf } from '../../../core/recipe/series';
import type { Recipe } from '../../../core/recipe/types';
import type { Findings } from '../../../core/verify/collect';
import { rawChanged, rawMissing, replayFailed, versionBefore } from '../../../core/verify/tell';
import type { PreviousVersion } from '../../../core/versions/types';
import { makeRecipe, writeMade, type MakingCalls } from '../making';
import type { SessionContext } from '../session';
import type { CompareParquet, OpenComparer } from './differ';
import { awaitedFiles } from './documents';
import type { Mode } from './mode';
import { rawFiles } from './rawFiles';
import type { ReplayInput } from './sinks';

export interface Replayed {
  files: number;
  rows: number;
  /** Paths of all files that it made. */
  paths: ReadonlySet<string>;
}

export interface ReplayContext extends SessionContext {
  calls: MakingCalls;
  compareParquet: CompareParquet;
  openComparer: OpenComparer;
}

/** Makes the bundle again and compares as the mode says. Undefined where that cannot be done, which is told. Rejects with AbortError. */
export async function replay(
  input: ReplayInput,
  mode: Mode,
  findings: Findings,
  context: ReplayContext,
): Promise<Replayed | undefined> {
  const { documents } = input;
  const { recipe, dataset } = documents;
  if (!recipe || !dataset) return undefined;
  const { given, missing, others } = await rawFiles(recipe, input, findings, context.signal);
  if (missing.length > 0) findings.add(rawMissing(missing));
  if (missing.length > 0 || others) return undefined;
  const previous = input.previous ?? standIn(input);
  const sink = mode.sink(input, findings, {
    withoutPrevious: input.previous === undefined && previous !== undefined,
    compareParquet: context.compareParquet,
    openComparer: context.openComparer,
    signal: context.signal,
  });
  try {
    const made = await makeRecipe(recipe, given, context.calls, context);
    tellOtherFiles(recipe, made.recipe, findings);
    const report = await writeMade(
      made,
      given,
      {
        now: dataset.created,
        version: mode.version,
        awaited: awaitedFiles(documents),
        ...(previous ? { previous } : {}),
      },
      context.calls,
      { ...context, openSink: () => Promise.resolve(sink) },
    );
    if (previous && !input.previous) findings.add(versionBefore(previous.version));
    return { files: report.files.length, rows: report.rows, paths: sink.paths };
  } catch (thrown) {
    context.signal.throwIfAborted();
    findings.add(replayFailed(toLabError(thrown).message));
    return undefined;
  }
}

/** What stands for the version before where nobody has it at hand: it has its number and hash, and nothing changed since. */
function standIn({ documents: { dataset, recipe, checks } }: ReplayInput): PreviousVersion | undefined {
  if (!dataset?.previous || !recipe) return undefined;
  const { version, sha256: hash } = dataset.previous;
  return {
    version,
    sha256: hash,
    dataset: { ...dataset },
    recipe,
    checks: checks.map((entry) => ({ ...entry })),
  };
}

function tellOtherFiles(before: Recipe, after: Recipe, findings: Findings): void {
  const found = new Map(filesOf(after).map(({ file, sha256: hash }) => [file, hash]));
  for (const { file, sha256: expected } of filesOf(before)) {
    const got = found.get(file);
    if (expected !== undefined && got !== undefined && got !== expected)
      findings.add(rawChanged(file, expected, got));
  }
}
