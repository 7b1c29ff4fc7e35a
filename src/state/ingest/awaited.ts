/** Files that the recipe waits for: which they are, giving it those that came, and why one did not come in. */
import { toLabError, type LabError } from '../../core/errors';
import { filesOf } from '../../core/recipe/series';
import type { NamedFile } from '../../engine/protocol';
import { held } from '../engine/held';
import { runCurrent } from '../engine/run';
import { useRun } from '../engine/runState';
import { currentRecipe } from '../recipe/recipe';
import { renamed } from './dataSets';
import { rawFiles, useFiles } from './files';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Names of the recipe's files that are not in the page. */
export const absentFiles = (): string[] =>
  filesOf(currentRecipe())
    .map(({ file }) => file)
    .filter((name) => !rawFiles.has(name));

/** The recipe's files that it waits for: absent, or not read because the run that was to read them failed or was cancelled. */
function awaitedFiles(): string[] {
  const { status } = useRun.getState();
  if (status !== 'failed' && status !== 'cancelled') return absentFiles();
  return filesOf(currentRecipe())
    .map(({ file }) => file)
    .filter((name) => !rawFiles.has(name) || !held.files.has(name));
}

/** Gives the recipe the files that it waits for, by path, or else by a name that only one of them has; the others are returned. */
export function giveAwaited(files: readonly NamedFile[]): { given: string[]; others: NamedFile[] } {
  const given: string[] = [];
  const awaited = awaitedFiles();
  const open = (): string[] => awaited.filter((name) => !given.includes(name));
  const take = (name: string | undefined, found: NamedFile): boolean => {
    if (name === undefined) return false;
    rawFiles.set(name, renamed(found, name));
    given.push(name);
    return true;
  };
  const byPath = files.filter(
    (one) =>
      !take(
        open().find((name) => name === one.name),
        one,
      ),
  );
  const others = byPath.filter((one) => {
    const named = open().filter((name) => baseName(name) === baseName(one.name));
    const rivals = byPath.filter((other) => baseName(other.name) === baseName(one.name));
    return !take(named.length === 1 && rivals.length === 1 ? named[0] : undefined, one);
  });
  return { given, others };
}

export const notRead = (file: string): LabError => ({
  code: 'internal',
  file,
  message: `${file} was not read, and no reason is known. Add it again; where that does not help, reload this page.`,
});

/** Reads files that the recipe waited for, with its run. Why those that did not come in did not: told already. A run that fails after they are in is no failure of theirs. */
export async function readAwaited(files: readonly string[]): Promise<LabError[]> {
  const failed = await runCurrent().then(() => undefined, toLabError);
  // Opened without running: they are read once it runs.
  if (failed?.code === 'not-run') return [];
  const { reports } = useFiles.getState();
  const awaited = new Set(filesOf(currentRecipe()).map(({ file }) => file));
  return files
    .filter((file) => awaited.has(file) && !reports[file])
    .map((file) => held.refused.get(file) ?? (failed ? { file, ...failed } : notRead(file)));
}
