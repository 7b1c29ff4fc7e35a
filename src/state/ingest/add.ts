import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { Inspection } from '../../core/ingest/types';
import type { CsvFormat, FileSource, LabelSource, Recipe } from '../../core/recipe/types';
import type { FileReport, NamedFile } from '../../engine/protocol';
import { call } from '../engine/engine';
import { notify, useFiles, vault } from './files';
import { addResults, partResults } from '../nab/nab';
import { currentRecipe, editRecipe } from '../recipe/recipe';
import { keepRaw } from './storage';
import { load, runCurrent, scheduleRun, withSource } from '../engine/sync';
import { openRecipeText } from '../recipe/documents';

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
const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Gives the recipe the files that it waits for, by path, or else by a name that only one of them has; the others come back. */
function giveAwaited(files: readonly NamedFile[]): { given: string[]; others: NamedFile[] } {
  const given: string[] = [];
  const open = (): string[] => {
    const { sources, labels } = currentRecipe();
    return [...sources, ...labels].map(({ file }) => file).filter((name) => !vault.has(name));
  };
  const take = (name: string | undefined, { file }: NamedFile): boolean => {
    if (name === undefined) return false;
    vault.set(name, file);
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
    const named = open().filter((name) => last(name) === last(one.name));
    const rivals = byPath.filter((other) => last(other.name) === last(one.name));
    return !take(named.length === 1 && rivals.length === 1 ? named[0] : undefined, one);
  });
  return { given, others };
}

/**
 * Takes files in: those the recipe waits for, recipes, data and labels. What fails becomes a notice and the rest goes on. Rejects with
 * LabFailure when all of them failed (the first error), or the reading was cancelled.
 */
export async function addFiles(files: readonly NamedFile[]): Promise<Added> {
  const { given, others } = giveAwaited(files);
  const { results, others: fresh } = await partResults(others.filter(({ name }) => !isRecipeFile(name)));
  const errors: LabError[] = [];
  let reports: FileReport[] = [];
  try {
    for (const { name, file } of others.filter((one) => isRecipeFile(one.name))) {
      openRecipeText(await file.text(), name);
    }
    if (given.length > 0) scheduleRun();
    if (fresh.length > 0) reports = await addFresh(fresh, errors);
    if (results.length > 0) addResults(results);
  } catch (thrown) {
    const error = toLabError(thrown);
    // A death is told, and mended, where it is heard of.
    if (error.code !== 'aborted' && error.code !== 'worker-died') notify(error);
    throw new LabFailure(error);
  }
  if (given.length > 0) await runCurrent().catch(() => undefined);
  const all = useFiles.getState().reports;
  const mine = [...reports, ...given.flatMap((name) => all[name] ?? [])];
  const [first] = errors;
  if (first && mine.length === 0) throw new LabFailure(first);
  return {
    series: [...new Set(mine.flatMap((report) => report.series))],
    rejected: mine.reduce((sum, report) => sum + report.rejected, 0),
  };
}

/** Names on their way in: a second file of such a name is refused as if it were there. */
const coming = new Set<string>();

const twice = (file: string): LabError => ({
  code: 'series-twice',
  file,
  message: `A file of this path is loaded already: ${file}. What was loaded stays. Remove it first, or give the new file another name.`,
});

async function addFresh(files: readonly NamedFile[], errors: LabError[]): Promise<FileReport[]> {
  const tell = (error: LabError): void => {
    errors.push(error);
    notify(error);
  };
  const inspections = await look(files);
  const mine: string[] = [];
  try {
    const settling = inspections.map(async (inspection, at) => {
      const file = files[at];
      const { name, error, source } = inspection;
      const { sources, labels } = currentRecipe();
      if (!file || !source || error) {
        if (error) tell({ ...error, file: error.file ?? name });
        return null;
      }
      if (coming.has(name) || [...sources, ...labels].some((one) => one.file === name)) {
        tell(twice(name));
        return null;
      }
      coming.add(name);
      mine.push(name);
      const settled = inspection.questions.length > 0 ? await ask(inspection, file) : source;
      if (settled) vault.set(name, file.file);
      return settled;
    });
    const settled = (await Promise.all(settling)).filter((source) => source !== null);
    let good: FileReport[] = [];
    await load(settled, (reports) => {
      good = reports.filter((one) => !one.error);
      for (const { file, error } of reports) {
        if (!error) continue;
        vault.delete(file);
        errors.push(error);
      }
      if (good.length > 0)
        editRecipe((recipe) => good.reduce((sum, one) => withReport(sum, one, settled), recipe));
    });
    for (const report of good) {
      void keepRaw(report.file, (report.source ?? report.labels)?.sha256, vault.get(report.file));
    }
    return good;
  } finally {
    for (const name of mine) coming.delete(name);
  }
}

async function look(files: readonly NamedFile[]): Promise<Inspection[]> {
  const control = new AbortController();
  useFiles.setState({ loading: { progress: null, cancel: () => control.abort() } });
  try {
    return await call('inspect', [...files], {
      signal: control.signal,
      onProgress: (progress) =>
        useFiles.setState(({ loading }) => (loading ? { loading: { ...loading, progress } } : {})),
    });
  } finally {
    useFiles.setState({ loading: null });
  }
}

function withReport(
  recipe: Recipe,
  report: FileReport,
  settled: readonly (FileSource | LabelSource)[],
): Recipe {
  const source = report.source ?? report.labels ?? settled.find((one) => one.file === report.file);
  return source ? withSource(recipe, source) : recipe;
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
