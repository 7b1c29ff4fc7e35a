/** The engine holds the files that the recipe names: those that left are unloaded, new ones are read and their hashes checked, labels go to their series. */
import { toLabError, type LabError } from '../../core/errors';
import { filesOf } from '../../core/recipe/series';
import type { FileSource, LabelSource, Recipe } from '../../core/recipe/types';
import type { FileReport, LoadRequest } from '../../engine/protocol';
import { addReports, dropReports, notify, rawFiles, useFiles, whileLoading } from '../ingest/files';
import { forEngine } from '../ingest/dataSets';
import { keepRaw } from '../ingest/storage';
import { completeRecipe, currentRecipe, withSource } from '../recipe/recipe';
import { call } from './engine';
import { engineReplaced, exclusive, held } from './held';

type Source = FileSource | LabelSource;

const bySource = (recipe: Recipe): Map<string, Source> =>
  new Map(filesOf(recipe).map((source) => [source.file, source]));

/** All that makes a file another source; what reading found (hash, size) does not. */
export function layoutKey({ sha256: _sha256, ...rest }: Source): string {
  const parts = 'parts' in rest ? { parts: rest.parts?.map(({ file }) => file) } : {};
  return JSON.stringify({ ...rest, bytes: undefined, ...parts });
}

/** The layouts of all files of a recipe, as one text. */
export const filesKey = (recipe: Recipe): string => filesOf(recipe).map(layoutKey).join();

/** The two hashes of a file, where both are known and differ. */
export const hashConflict = (
  { sha256: expected }: Source,
  { sha256: found }: Source,
): { expected: string; found: string } | undefined =>
  expected !== undefined && found !== undefined && expected !== found ? { expected, found } : undefined;

/**
 * Reads files, alone, once those that have left the recipe are out of the engine. `commit` sees the reports before anything else happens to the
 * recipe's files. Rejects with LabFailure when the whole call failed, or with what `commit` throws; then nothing of these files is in the engine or
 * in the state. `guessed`: names of files of which a line that contradicts the source is to stop the reading.
 */
export const loadFiles = (
  sources: readonly Source[],
  commit: (reports: FileReport[]) => void,
  guessed: ReadonlySet<string> = new Set(),
): Promise<FileReport[]> =>
  exclusive(async () => {
    await unloadOthers(bySource(currentRecipe()));
    const reports = await readFiles(sources, guessed);
    try {
      commit(reports);
    } catch (thrown) {
      await takeOut(sources.map(({ file }) => file));
      throw thrown;
    }
    return reports;
  });

/** Tells why a file is not held, and notes it for who has added the file. */
function refuse(error: LabError, file: string): void {
  held.refused.set(file, error);
  notify(error);
}

async function readFiles(
  sources: readonly Source[],
  guessed: ReadonlySet<string> = new Set(),
): Promise<FileReport[]> {
  const files: LoadRequest['files'] = sources.flatMap((source) => {
    const file = rawFiles.get(source.file);
    if (!file) return [];
    return [{ ...forEngine({ name: source.file, file }), source, guessed: guessed.has(source.file) }];
  });
  if (files.length === 0) return [];
  for (const { name } of files) held.refused.delete(name);
  return whileLoading(async (options) => {
    try {
      const report = await call('load', { files }, options);
      for (const one of report.files) {
        const source = sources.find((other) => other.file === one.file);
        // That one is asked about.
        if (one.error?.code === 'layout-contradicted') continue;
        if (one.error) refuse({ ...one.error, file: one.error.file ?? one.file }, one.file);
        else if (source) held.files.set(one.file, one.source ?? one.labels ?? source);
      }
      addReports(
        report.files.filter((one) => !one.error),
        report.series,
      );
      await refreshLabels();
      return report.files;
    } catch (thrown) {
      // All of them or none. A cancel is answered at once; it may have come too late for the engine.
      const names = files.map(({ name }) => name);
      if (options.signal.aborted) void exclusive(() => takeOut(names));
      else if (!engineReplaced(toLabError(thrown))) await takeOut(names);
      throw thrown;
    }
  });
}

/** Takes files out of the engine and the state after a load that failed. What the recipe names is read again by the next run. */
async function takeOut(files: readonly string[]): Promise<void> {
  files.forEach((file) => held.files.delete(file));
  try {
    dropReports(files, await call('unload', [...files]));
    await refreshLabels();
  } catch {
    // The engine is gone: a new one holds nothing.
  }
}

/** Asks which labels of files belong to a series: this changes with every file and every generated series. */
export async function refreshLabels(): Promise<void> {
  const isLabels = (source: Source): boolean => !('values' in source);
  if (currentRecipe().labels.length > 0 || [...held.files.values()].some(isLabels)) {
    useFiles.setState({ labelFiles: await call('labelFiles', null) });
  }
  useFiles.setState({ fileLabels: await call('fileLabels', null) });
}

/** Unloads and loads until the engine holds the recipe's files, as far as they are there. False: something came in between, so look again. */
export async function followFiles(recipe: Recipe): Promise<boolean> {
  const wanted = bySource(recipe);
  await unloadOthers(wanted);
  for (const [file, source] of held.files) {
    if (source.sha256 && wanted.get(file)?.sha256 === undefined) {
      completeRecipe((before) => withSource(before, source));
    }
  }
  const missing = [...wanted.values()].filter(({ file }) => rawFiles.has(file) && !held.files.has(file));
  const accepted = missing.length === 0 || checkHashes(missing, await readFiles(missing));
  return accepted && filesKey(currentRecipe()) === filesKey(recipe);
}

/** Unloads the files that the recipe does not name, or not so; nothing is read. */
export const dropOtherFiles = (recipe: Recipe): Promise<void> => unloadOthers(bySource(recipe));

/** Unloads what is not wanted, not wanted so, or whose file is gone. */
async function unloadOthers(wanted: ReadonlyMap<string, Source>): Promise<void> {
  const gone = [...held.files].filter(([file, source]) => {
    const now = wanted.get(file);
    return !now || !rawFiles.has(file) || layoutKey(now) !== layoutKey(source) || hashConflict(now, source);
  });
  if (gone.length === 0) return;
  const files = gone.map(([file]) => file);
  const series = await call('unload', files);
  files.forEach((file) => held.files.delete(file));
  dropReports(files, series);
  await refreshLabels();
}

/** Completes the recipe with the hashes found. A file with another hash than the recipe's is refused, and the recipe goes on waiting for its own: false. */
function checkHashes(expected: readonly Source[], reports: readonly FileReport[]): boolean {
  let accepted = true;
  for (const report of reports) {
    const { file } = report;
    const found = report.source ?? report.labels;
    const wanted = expected.find((source) => source.file === file);
    if (report.error) rawFiles.delete(file);
    if (report.error || !found || !wanted) continue;
    const conflict = hashConflict(wanted, found);
    if (conflict) {
      rawFiles.delete(file);
      const message = `The recipe expects the file with sha256 ${conflict.expected.slice(0, 12)}…; this one has ${conflict.found.slice(0, 12)}…. Add the file that the recipe was made with, or remove it from the list and add this one again.`;
      refuse({ code: 'file-changed', file, message }, file);
      accepted = false;
    } else {
      if (filesOf(currentRecipe()).some((source) => source.file === found.file)) {
        completeRecipe((recipe) => withSource(recipe, found));
      }
      void keepRaw(found, rawFiles.get(file));
    }
  }
  return accepted;
}
