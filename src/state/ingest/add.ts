import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { Inspection } from '../../core/ingest/types';
import { append, at, lookup } from '../../core/list';
import { checkPath } from '../../core/recipe';
import type { CsvFormat, FileSource, LabelSource } from '../../core/recipe/types';
import type { FileReport, NamedFile } from '../../engine/protocol';
import { call } from '../engine/engine';
import { notify, rawFiles, useFiles, whileLoading } from './files';
import { addResults, separateResults } from '../nab/nab';
import { currentRecipe, editOrThrow, withSource } from '../recipe/recipe';
import { keepRaw } from './storage';
import { held } from '../engine/held';
import { loadFiles } from '../engine/load';
import { runCurrent, scheduleRun } from '../engine/run';
import { useRun } from '../engine/runState';
import { openRecipeText } from '../recipe/documents';
import { readOnly } from '../session/tab';

export interface Added {
  series: string[];
  rejected: number;
}

/** Asks about a file that leaves something open; null leaves it out. All are asked at once, and shown one after the other. */
function ask(inspection: Inspection, file: NamedFile): Promise<FileSource | LabelSource | null> {
  return new Promise((resolve) => {
    const answer = (source: FileSource | LabelSource | null): void => {
      useFiles.setState(({ questions }) => ({
        questions: questions.filter((question) => question.inspection !== inspection),
      }));
      resolve(source);
    };
    const reread = async (csv: Partial<CsvFormat>, signal: AbortSignal): Promise<Inspection> => {
      const [again] = await call('inspect', [{ ...file, csv }], { signal });
      return again ?? inspection;
    };
    useFiles.setState(({ questions }) => ({ questions: [...questions, { inspection, answer, reread }] }));
  });
}

const isRecipeFile = (name: string): boolean => /(^|[./-])recipe\.json$/i.test(name);
const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The recipe's files that it waits for: absent, or not read because the run that was to read them failed or was cancelled. */
function awaitedFiles(): string[] {
  const { sources, labels } = currentRecipe();
  const { status } = useRun.getState();
  const unread = status === 'failed' || status === 'cancelled';
  return [...sources, ...labels]
    .map(({ file }) => file)
    .filter((name) => !rawFiles.has(name) || (unread && !held.files.has(name)));
}

/** Gives the recipe the files that it waits for, by path, or else by a name that only one of them has; the others are returned. */
function giveAwaited(files: readonly NamedFile[]): { given: string[]; others: NamedFile[] } {
  const given: string[] = [];
  const awaited = awaitedFiles();
  const open = (): string[] => awaited.filter((name) => !given.includes(name));
  const take = (name: string | undefined, { file }: NamedFile): boolean => {
    if (name === undefined) return false;
    rawFiles.set(name, file);
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

/**
 * Takes files in: those the recipe waits for, recipes, data and labels. What fails becomes a notice and the rest goes on. Rejects with
 * LabFailure when all of them failed (the first error), or the reading was cancelled: it never resolves with no series where each was refused.
 */
export async function addFiles(files: readonly NamedFile[]): Promise<Added> {
  const refused = readOnly();
  if (refused) {
    notify(refused);
    throw new LabFailure(refused);
  }
  const { given, others } = giveAwaited(files);
  const { results, others: fresh } = await separateResults(others.filter(({ name }) => !isRecipeFile(name)));
  const errors: LabError[] = [];
  let reports: FileReport[] = [];
  try {
    for (const { name, file } of others.filter((one) => isRecipeFile(one.name))) {
      await openRecipeText(await file.text(), name);
    }
    if (given.length > 0) scheduleRun();
    if (fresh.length > 0) reports = await addFresh(fresh, errors);
    if (results.length > 0) addResults(results);
  } catch (thrown) {
    const error = toLabError(thrown);
    // A worker's death has a notice of its own (`recoverFromDeath`).
    if (error.code !== 'aborted' && error.code !== 'worker-died') notify(error);
    throw new LabFailure(error);
  }
  if (given.length > 0) append(errors, await readAwaited(given));
  const all = useFiles.getState().reports;
  const mine = [...reports, ...given.map((name) => all[name]).filter((report) => report !== undefined)];
  const [first] = errors;
  if (first && mine.length === 0) throw new LabFailure(first);
  return {
    series: [...new Set(mine.flatMap((report) => report.series))],
    rejected: mine.reduce((sum, report) => sum + report.rejected, 0),
  };
}

const notRead = (file: string): LabError => ({
  code: 'internal',
  file,
  message: `${file} was not read, and no reason is known. Add it again; where that does not help, reload this page.`,
});

/** Reads files that the recipe waited for, with its run. Why those that did not come in did not: told already. A run that fails after they are in is no failure of theirs. */
async function readAwaited(files: readonly string[]): Promise<LabError[]> {
  const failed = await runCurrent().then(() => undefined, toLabError);
  const { reports } = useFiles.getState();
  const { sources, labels } = currentRecipe();
  const awaited = new Set([...sources, ...labels].map(({ file }) => file));
  return files
    .filter((file) => awaited.has(file) && !reports[file])
    .map((file) => held.refused.get(file) ?? (failed ? { file, ...failed } : notRead(file)));
}

/** Names on their way in: a second file of such a name is refused as if it were there. */
const incoming = new Set<string>();

const duplicatePath = (file: string): LabError => ({
  code: 'series-twice',
  file,
  message: `A file with this path is already loaded: ${file}. The loaded one stays. Remove it first, or give the new file another name.`,
});

async function addFresh(files: readonly NamedFile[], errors: LabError[]): Promise<FileReport[]> {
  const refuse = (error: LabError): void => {
    errors.push(error);
    notify(error);
  };
  const inspections = await whileLoading((options) => call('inspect', [...files], options));
  const mine: string[] = [];
  try {
    const answers = inspections.map(async (inspection, index) => {
      const file = at(files, index);
      const { name, error, source } = inspection;
      const { sources, labels } = currentRecipe();
      if (!source || error) {
        if (error) refuse({ ...error, file: error.file ?? name });
        return null;
      }
      const badPath = checkPath(name, '$.sources');
      if (badPath) {
        refuse({ code: badPath.code, file: name, message: badPath.message });
        return null;
      }
      if (incoming.has(name) || [...sources, ...labels].some((one) => one.file === name)) {
        refuse(duplicatePath(name));
        return null;
      }
      incoming.add(name);
      mine.push(name);
      const answer = inspection.questions.length > 0 ? await ask(inspection, file) : source;
      if (answer) rawFiles.set(name, file.file);
      return answer;
    });
    const sources = (await Promise.all(answers)).filter((source) => source !== null);
    let good: FileReport[] = [];
    await loadFiles(sources, (reports) => {
      const reported = new Set(reports.map(({ file }) => file));
      for (const { file } of sources) if (!reported.has(file)) refuse(notRead(file));
      good = reports.filter((one) => !one.error);
      for (const { file, error } of reports) {
        if (!error) continue;
        rawFiles.delete(file);
        errors.push(error);
      }
      if (good.length > 0)
        editOrThrow((recipe) =>
          good.reduce((sum, { file }) => withSource(sum, lookup(held.files, file)), recipe),
        );
    });
    for (const report of good) {
      void keepRaw(report.file, (report.source ?? report.labels)?.sha256, rawFiles.get(report.file));
    }
    return good;
  } catch (thrown) {
    for (const name of mine) rawFiles.delete(name);
    // The engine may have let the last run go before it failed.
    scheduleRun();
    throw thrown;
  } finally {
    for (const name of mine) incoming.delete(name);
  }
}

const samples = [
  'realTraffic/speed_7578.csv',
  'artificialWithAnomaly/art_daily_jumpsup.csv',
  'labels/combined_windows.json',
];

/** The samples that come with the app: two of NAB's files and their labelled windows. */
export async function addSamples(): Promise<void> {
  const files = await Promise.all(
    samples.map(async (name) => {
      const response = await fetch(`${import.meta.env.BASE_URL}samples/${name}`);
      return { name, file: new File([await response.blob()], name.slice(name.lastIndexOf('/') + 1)) };
    }),
  );
  await addFiles(files);
}
