import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { SkippedFile } from '../../core/ingest/archive/entries';
import type { Inspection } from '../../core/ingest/types';
import { swappedFormat } from '../../core/ingest/parse/layout';
import { append, at, lookup } from '../../core/list';
import { checkPath, emptyRecipe, parseRecipe } from '../../core/recipe';
import type { FileSource, LabelSource } from '../../core/recipe/types';
import type { FileReport, NamedFile } from '../../engine/protocol';
import { call } from '../engine/engine';
import {
  mentionSkipped,
  notify,
  rawFiles,
  useFiles,
  whileLoading,
  type ImportAnswer,
  type OpenQuestion,
} from './files';
import { addResults, separateResults } from '../nab/nab';
import { currentRecipe, editOrNotify, editOrThrow, withSource } from '../recipe/recipe';
import { asDataSets, forEngine } from './dataSets';
import { mentionLike, readLike } from './like';
import { keepRaw } from './storage';
import { held } from '../engine/held';
import { loadFiles } from '../engine/load';
import { giveAwaited, notRead, readAwaited } from './awaited';
import { openArchives, type IncomingFile, type OpenedFiles } from './archive';
import { noteOpened } from '../verify/verify';
import { giveBundled, separateBundle } from './bundle';
import { bystanders, withoutOtherKinds } from './bystanders';
import { labelsWithoutZone, seriesToCome, withZoneAsked } from './labelZones';
import { runCurrent, scheduleRun } from '../engine/run';
import { openRecipeText } from '../recipe/documents';
import { readOnly } from '../session/tab';

export interface Added {
  series: string[];
  rejected: number;
  /** Files of a folder or an archive that were left out, with the reason; absent where there are none. */
  skipped?: SkippedFile[];
}

/** Asks about a file that leaves something open; null leaves it out. All are asked at once, and shown one after the other. `edits`: it is loaded already. */
function ask(inspection: Inspection, file: NamedFile, edits = false): Promise<ImportAnswer | null> {
  return new Promise((resolve) => {
    const answer: OpenQuestion['answer'] = (source) => {
      useFiles.setState(({ questions }) => ({
        questions: questions.filter((question) => question.inspection !== inspection),
      }));
      resolve(source);
    };
    const reread: OpenQuestion['reread'] = async (given, signal) => {
      const [again] = await call('inspect', [{ ...forEngine(file), ...given }], { signal });
      return again ?? inspection;
    };
    useFiles.setState(({ questions }) => ({
      questions: [...questions, { inspection, answer, reread, edits }],
    }));
  });
}

const isRecipeFile = (name: string): boolean => /(^|[./-])recipe\.json$/i.test(name);
/**
 * Takes files in: those the recipe waits for, recipes, data and labels. What fails becomes a notice and the rest goes on. Rejects with
 * LabFailure when all of them failed (the first error), or the reading was cancelled: it never resolves with no series where each was refused.
 * `sources`: what files are to be loaded as, by name; nothing is asked about them.
 */
export async function addFiles(files: readonly NamedFile[], sources: Sources = {}): Promise<Added> {
  const refused = readOnly();
  if (refused) {
    notify(refused);
    throw new LabFailure(refused);
  }
  const errors: LabError[] = [];
  const skipped: SkippedFile[] = [];
  const given: string[] = [];
  let reports: FileReport[] = [];
  try {
    const opened = await openIncoming(files);
    for (const error of opened.errors) notify(error);
    append(errors, opened.errors);
    append(skipped, opened.skipped);
    const { bundle, ...rest } = separateBundle(opened.files);
    append(skipped, rest.skipped);
    if (bundle && (await opensRecipe(bundle.recipe))) {
      const bundled = giveBundled(bundle);
      noteOpened(files);
      append(given, bundled.given);
      append(skipped, bundled.skipped);
    }
    // A recipe first: it waits for files that may have come with it.
    const recipes = rest.others.filter(({ name }) => isRecipeFile(name));
    const plain = rest.others.filter(({ name }) => !isRecipeFile(name));
    for (const { name, file } of recipes) {
      const opening = await openRecipeText(await file.text(), name);
      if (plain.length > 0) await opening.answer;
    }
    const whole = asDataSets(plain);
    append(skipped, whole.skipped);
    const awaited = giveAwaited(whole.files);
    append(given, awaited.given);
    const { results, others: fresh } = await separateResults(awaited.others);
    if (given.length > 0) scheduleRun();
    if (fresh.length > 0) {
      const along = given.length + results.length > 0;
      reports = await addFresh(fresh, { sources, along, errors, skipped });
      await askOlderLabels(reports.flatMap(({ series }) => series));
    }
    if (results.length > 0) addResults(results, reports.length + given.length === 0);
    mentionSkipped(skipped);
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
    ...(skipped.length > 0 ? { skipped } : {}),
  };
}

/** Opens a recipe that came with its files; whether it is in place. */
const opensRecipe = async ({ name, file }: NamedFile): Promise<boolean> =>
  (await openRecipeText(await file.text(), name)).answer;

/** Files on their way in as they are to be looked at: archives opened, and of folders what may be for the lab by its name. */
export async function openIncoming(files: readonly NamedFile[]): Promise<OpenedFiles> {
  const named = withoutOtherKinds(files);
  const opened = await openArchives(named.files);
  return { ...opened, skipped: [...named.skipped, ...opened.skipped] };
}

/** Asks for the zone of label files that were there before these series, which are in local time. */
async function askOlderLabels(added: readonly string[]): Promise<void> {
  for (const { inspection, file } of await labelsWithoutZone(added)) {
    const answer = await ask(inspection, file);
    if (answer) editOrThrow((recipe) => withSource(recipe, answer.source));
    else
      notify(
        {
          code: 'zone-unknown',
          file: file.name,
          message: `The labels of ${file.name} are taken as UTC, though their series are in local time. Remove the file and add it again to give its zone.`,
        },
        'warning',
      );
  }
}

/** Names on their way in: a second file of such a name is refused as if it were there. */
const incoming = new Set<string>();

const duplicatePath = (file: string): LabError => ({
  code: 'series-twice',
  file,
  message: `A file with this path is already loaded: ${file}. The loaded one stays. Remove it first, or give the new file another name.`,
});

/** Sources that scripts give for files, by name. */
export type Sources = Readonly<Record<string, FileSource | LabelSource>>;

/** What the recipe's schema and rules have against a source that a script gives; undefined where it can be read. */
function sourceProblem(source: FileSource | LabelSource): LabError | undefined {
  const list = 'time' in source || 'values' in source ? { sources: [source] } : { labels: [source] };
  const parsed = parseRecipe({ ...emptyRecipe(), ...list });
  return parsed.ok ? undefined : parsed.error;
}

/** A file on its way in, and what it is to be loaded as. */
interface Chosen extends ImportAnswer {
  inspection: Inspection;
  file: NamedFile;
}

interface Fresh {
  sources: Sources;
  /** Something for the lab came with these files. */
  along: boolean;
  errors: LabError[];
  skipped: SkippedFile[];
}

async function addFresh(
  files: readonly IncomingFile[],
  { sources, along, errors, skipped }: Fresh,
): Promise<FileReport[]> {
  const refuse = (error: LabError): void => {
    errors.push(error);
    notify(error);
  };
  const inspections = await whileLoading((options) => call('inspect', files.map(forEngine), options));
  const left = bystanders(files, inspections, along);
  append(skipped, [...left.values()]);
  const mine: string[] = [];
  const choose = async (inspection: Inspection, file: NamedFile): Promise<Chosen | null> => {
    const { name, error } = inspection;
    const source = sources[name] ?? inspection.source;
    const { sources: loaded, labels } = currentRecipe();
    if (!source) {
      if (error) refuse({ ...error, file: error.file ?? name });
      return null;
    }
    const bad =
      checkPath(name, '$.sources') ?? (sources[name] && sourceProblem({ ...sources[name], file: name }));
    if (bad) {
      refuse({ ...bad, file: name });
      return null;
    }
    if (incoming.has(name) || [...loaded, ...labels].some((one) => one.file === name)) {
      refuse(duplicatePath(name));
      return null;
    }
    incoming.add(name);
    mine.push(name);
    const open = sources[name] === undefined && (inspection.confirm || inspection.questions.length > 0);
    const like = open ? await readLike(inspection, file) : undefined;
    if (like) mentionLike(name, like.model);
    const answer = like
      ? { source: like.source, guessed: true }
      : open
        ? await ask(inspection, file)
        : { source: { ...source, file: name }, guessed: sources[name] === undefined };
    if (answer) rawFiles.set(name, file.file);
    return answer && { ...answer, inspection, file };
  };
  try {
    const looks = inspections.flatMap((inspection, index) =>
      left.has(index) ? [] : [{ inspection, file: at(files, index) }],
    );
    const chooseAll = async (some: typeof looks): Promise<Chosen[]> =>
      (await Promise.all(some.map(({ inspection, file }) => choose(inspection, file)))).filter(
        (one) => one !== null,
      );
    // Labels after the data: what zone they are in may depend on it.
    const isLabels = ({ inspection }: (typeof looks)[number]): boolean => inspection.kind === 'labels';
    let chosen = await chooseAll(looks.filter((look) => !isLabels(look)));
    const zoned = [
      ...useFiles.getState().series,
      ...chosen.flatMap(({ file, source, inspection }) =>
        seriesToCome(file.name, source, inspection.outcome),
      ),
    ];
    append(
      chosen,
      await chooseAll(
        looks
          .filter(isLabels)
          .map(({ inspection, file }) => ({ inspection: withZoneAsked(inspection, zoned), file })),
      ),
    );
    const all: FileReport[] = [];
    while (chosen.length > 0) {
      const { good, contradicted } = await loadChosen(chosen, errors, refuse);
      append(all, good);
      for (const report of good) {
        const source = report.source ?? report.labels;
        if (source) void keepRaw(source, rawFiles.get(report.file));
      }
      const again = contradicted.map(async (one): Promise<Chosen | null> => {
        rawFiles.set(one.file.name, one.file.file);
        const answer = await ask(one.inspection, one.file);
        if (!answer) rawFiles.delete(one.file.name);
        return answer && { ...one, ...answer };
      });
      chosen = (await Promise.all(again)).filter((one) => one !== null);
    }
    return all;
  } catch (thrown) {
    // Those that were in place before an answer about another was waited for stay.
    for (const name of mine) if (!held.files.has(name)) rawFiles.delete(name);
    // The engine may have let the last run go before it failed.
    scheduleRun();
    throw thrown;
  } finally {
    for (const name of mine) incoming.delete(name);
  }
}

/** Loads files as they were chosen. Those of which a line contradicts what was guessed come back with the question. */
async function loadChosen(
  chosen: readonly Chosen[],
  errors: LabError[],
  refuse: (error: LabError) => void,
): Promise<{ good: FileReport[]; contradicted: Chosen[] }> {
  let good: FileReport[] = [];
  const contradicted: Chosen[] = [];
  const guessed = new Set(chosen.flatMap((one) => (one.guessed ? [one.file.name] : [])));
  await loadFiles(
    chosen.map(({ source }) => source),
    (reports) => {
      const reported = new Set(reports.map(({ file }) => file));
      for (const { source } of chosen) if (!reported.has(source.file)) refuse(notRead(source.file));
      good = reports.filter((one) => !one.error);
      for (const { file, error } of reports) {
        if (!error) continue;
        rawFiles.delete(file);
        const asked = chosen.find(({ source }) => source.file === file);
        if (asked && error.code === 'layout-contradicted')
          contradicted.push({ ...asked, inspection: withOrderAsked(asked, error.message) });
        else errors.push(error);
      }
      if (good.length > 0)
        editOrThrow((recipe) =>
          good.reduce((sum, { file }) => withSource(sum, lookup(held.files, file)), recipe),
        );
    },
    guessed,
  );
  return { good, contradicted };
}

/** The inspection of a file of which a line needs day and month the other way round, with both orders to choose from. */
function withOrderAsked({ inspection, source }: Chosen, why: string): Inspection {
  if (!('time' in source)) return inspection;
  const other = swappedFormat(source.time.format);
  const options = [source.time.format, ...(other === undefined ? [] : [other])].map((format) => ({
    value: format,
    reading: '',
    source: { ...source, time: { ...source.time, format } },
  }));
  return { ...inspection, source, confirm: true, questions: [{ field: 'format', options, why }] };
}

/**
 * Opens the question about a loaded file again, with its source; the answer takes its place as one step of undo, and the file is read again. Where
 * it cannot be read so, the source that it had takes its place again.
 */
export async function editImport(name: string): Promise<void> {
  const raw = rawFiles.get(name);
  const source = currentRecipe().sources.find(({ file }) => file === name);
  if (!raw || !source || useFiles.getState().questions.some(({ inspection }) => inspection.name === name))
    return;
  const file = { name, file: raw };
  try {
    const [inspection] = await call('inspect', [{ ...forEngine(file), source }]);
    if (!inspection) return;
    if (!inspection.source) {
      if (inspection.error) notify(inspection.error);
      return;
    }
    const { outcome, error: _error, ...rest } = inspection;
    const evaluated = outcome && JSON.stringify(inspection.source) === JSON.stringify(source);
    const shown = { ...rest, source, questions: [], confirm: true, ...(evaluated ? { outcome } : {}) };
    const answer = await ask(shown, file, true);
    if (!answer || !editOrNotify((recipe) => withSource(recipe, answer.source))) return;
    await runCurrent().catch(() => undefined);
    if (rawFiles.has(name) || !held.refused.has(name)) return;
    // What was chosen reads nothing: the file comes back as it was.
    rawFiles.set(name, raw);
    editOrNotify((recipe) => withSource(recipe, source));
  } catch (thrown) {
    notify(toLabError(thrown));
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
