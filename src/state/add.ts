import { LabFailure, toLabError } from '../core/errors';
import type { Inspection } from '../core/ingest/types';
import type { FileSource, LabelSource } from '../core/recipe/types';
import type { FileReport, NamedFile } from '../engine/protocol';
import { call } from './engine';
import { loaded, notify, useFiles, vault } from './files';
import { currentRecipe, editRecipe } from './recipe';
import { keepRaw } from './storage';
import { load, runCurrent, scheduleRun, withSource } from './sync';
import { openRecipeText } from './documents';

export interface Added {
  series: string[];
  rejected: number;
}

/** Asks about files that leave something open, one after the other; null leaves the file out. */
function ask(inspection: Inspection): Promise<FileSource | null> {
  return new Promise((resolve) => {
    const answer = (source: FileSource | null): void => {
      useFiles.setState(({ questions }) => ({
        questions: questions.filter((question) => question.inspection !== inspection),
      }));
      resolve(source);
    };
    useFiles.setState(({ questions }) => ({ questions: [...questions, { inspection, answer }] }));
  });
}

const isRecipeFile = (name: string): boolean => /(^|[./-])recipe\.json$/i.test(name);

/** The source in the recipe that waits for this file: of its path, or else of its name alone. */
function awaited(name: string): FileSource | LabelSource | undefined {
  const { sources, labels } = currentRecipe();
  const open = [...sources, ...labels].filter((source) => !vault.has(source.file));
  const last = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
  return (
    open.find((source) => source.file === name) ?? open.find((source) => last(source.file) === last(name))
  );
}

/** Takes files in: those the recipe waits for, recipes, data and labels. What fails becomes a notice; the rest goes on. */
export async function addFiles(files: readonly NamedFile[]): Promise<Added> {
  const fresh: NamedFile[] = [];
  let waited = false;
  for (const one of files) {
    const source = awaited(one.name);
    if (source) {
      vault.set(source.file, one.file);
      waited = true;
    } else if (isRecipeFile(one.name)) {
      openRecipeText(await one.file.text(), one.name);
    } else {
      fresh.push(one);
    }
  }
  if (waited) scheduleRun();
  try {
    const reports = fresh.length > 0 ? await addFresh(fresh) : [];
    if (waited) await runCurrent().catch(() => undefined);
    const all = Object.values(useFiles.getState().reports);
    const mine = waited ? all : reports;
    return {
      series: mine.flatMap((report) => report.series),
      rejected: mine.reduce((sum, report) => sum + report.rejected, 0),
    };
  } catch (thrown) {
    const error = toLabError(thrown);
    if (error.code !== 'aborted') notify(error);
    throw new LabFailure(error);
  }
}

async function addFresh(files: readonly NamedFile[]): Promise<FileReport[]> {
  const control = new AbortController();
  useFiles.setState({ loading: { progress: null, cancel: () => control.abort() } });
  let inspections: Inspection[];
  try {
    inspections = await call('inspect', [...files], { signal: control.signal });
  } finally {
    useFiles.setState({ loading: null });
  }
  const sources: (FileSource | LabelSource)[] = [];
  for (const inspection of inspections) {
    const file = files.find((one) => one.name === inspection.name);
    if (inspection.error) {
      notify({ ...inspection.error, file: inspection.error.file ?? inspection.name });
    } else if (vault.has(inspection.name) && loaded.has(inspection.name)) {
      const message = `A file of this path is loaded already: ${inspection.name}. What was loaded stays. Remove it first, or give the new file another name.`;
      notify({ code: 'series-twice', file: inspection.name, message });
    } else if (file && inspection.source) {
      const settled = inspection.questions.length > 0 ? await ask(inspection) : inspection.source;
      if (!settled) continue;
      vault.set(inspection.name, file.file);
      sources.push(settled);
    }
  }
  const reports = await load(sources);
  for (const report of reports.filter((one) => one.error)) vault.delete(report.file);
  const good = reports.filter((one) => !one.error);
  if (good.length > 0) {
    editRecipe((recipe) =>
      good.reduce((sum, report) => {
        const source = report.source ?? report.labels ?? sources.find((one) => one.file === report.file);
        return source ? withSource(sum, source) : sum;
      }, recipe),
    );
    for (const report of good) {
      void keepRaw(report.file, (report.source ?? report.labels)?.sha256, vault.get(report.file));
    }
  }
  return good;
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
