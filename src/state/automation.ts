import { LabFailure, type LabError } from '../core/errors';
import { checkGenerated } from '../core/synth/check';
import { parseInParts } from './session/parts';
import { plansQuickly, weigh } from '../core/recipe/weight';
import type { Answer, Inspection, Question } from '../core/ingest/types';
import { formatInstant } from '../core/recipe/instant';
import type { CheckResult } from '../core/checks/types';
import type { Check, ExportOptions, FileSource, LabelSource, Recipe } from '../core/recipe/types';
import type { ProfileName } from '../core/nab';
import type { PipelineLanguage } from '../engine/protocol';
import { call } from './engine/engine';
import { addFiles, openIncoming, type Added, type Sources } from './ingest/add';
import { bystanders } from './ingest/bystanders';
import { asDataSets, forEngine } from './ingest/dataSets';
import { useFiles } from './ingest/files';
import { seriesToCome, withZoneAsked } from './ingest/labelZones';
import { checkResults, proposedChecks } from './checks/checks';
import { exportBundle } from './dataset/export';
import { useGenerated } from './synth/generated';
import { pipelineText } from './pipeline/pipeline';
import { scoreFiles, type ScoreOptions } from './nab/nab';
import type { VerifyReport } from '../core/verify/types';
import { verifyBundle } from './verify/verify';
import { windowsObject, windowsUpToDate } from './nab/windows';
import { runQuery } from './view/queries';
import { currentRecipe, editOrThrow, putChecked } from './recipe/recipe';
import { runPaused, upToDate } from './engine/run';

/** NAB's score of a detector's results; `files` by NAB's names. */
export interface NabScore {
  files: Record<string, { score: number; tp: number; tn: number; fp: number; fn: number }>;
  raw: number;
  /** 0 where nothing is detected, 100 where all is and nothing else; null where there is no window. */
  normalised: number | null;
  profile: ProfileName;
  /** The one given, or the best. */
  threshold: number;
  /** Files of results without a series; series without results; files of results that could not be used. */
  unmatched: string[];
  without: string[];
  problems: { code: string; message: string; file?: string }[];
}

/** What the import dialog would propose for a file. */
export interface InspectedFile {
  file: string;
  /** To be given to `addFiles`, as it is or changed; null where the file cannot be loaded as it was understood. */
  source: FileSource | LabelSource | null;
  /** What a person is asked; `options` are answers, the proposed one first, each with the source that it leads to. */
  questions: (Omit<Question, 'options' | 'zones'> & {
    options: (Omit<Answer, 'source'> & { source: FileSource | LabelSource })[];
  })[];
  /** What the source makes of the file, or of the parts of a long file that were looked at; null where there is none. Times are ISO 8601 in UTC. */
  preview: {
    complete: boolean;
    series: string[];
    rows: number;
    missing: number;
    rejected: number;
    first: string | null;
    last: string | null;
  } | null;
  error?: LabError;
}

interface DataLabNab {
  windows(): Record<string, [string, string][]>;
  score(results: File[], options?: ScoreOptions): Promise<NabScore>;
}

/** What scripts may do from outside; see docs/automation.md. Failures are thrown as `{ code, path, message }`. */
export interface DataLab {
  inspect(files: File[]): Promise<InspectedFile[]>;
  addFiles(files: File[], options?: { sources?: Sources }): Promise<Added>;
  recipe(): Recipe;
  setRecipe(recipe: unknown): Promise<void>;
  run(): Promise<{ stages: { name: string; rows: number; ms: number }[]; warnings: string[] }>;
  query(sql: string): Promise<object[]>;
  /** `withoutAwaited`: files of the recipe that are not there may be left out; else the call rejects with `source-missing` where there are some. */
  exportBundle(options?: Partial<ExportOptions> & { withoutAwaited?: boolean }): Promise<File>;
  /** The pipeline of the recipe as a script: SQL for DuckDB, or Python with polars. */
  pipeline(language: PipelineLanguage): Promise<string>;
  /** What came of the checks of the recipe; where there are very many results, those that fail first. */
  checks(): Promise<{ results: CheckResult[]; all: number; failed: number }>;
  /** Checks that hold for the rows of the run, without those that the recipe has. */
  proposeChecks(): Promise<Check[]>;
  /** Checks a bundle, a zip or the files of a folder, and replays its recipe; files beside a zip are raw files that it was made without. */
  verifyBundle(files: File[]): Promise<VerifyReport>;
  nab: DataLabNab;
}

declare global {
  interface Window {
    dataLab: DataLab;
  }
}

let release: () => void = () => undefined;
/** Settles once the last session's recipe and files are in the page: calls made before wait for it. */
const restored = new Promise<void>((resolve) => (release = resolve));
export const releaseCalls = (): void => release();

/** Runs a call once the last session is in the page. An error is as scripts see it: an Error that carries the code and, for recipes, the JSON path. */
async function asScriptError<T>(work: () => Promise<T>): Promise<T> {
  try {
    await restored;
    return await work();
  } catch (thrown) {
    if (thrown instanceof LabFailure) throw Object.assign(new Error(thrown.error.message), thrown.error);
    throw thrown;
  }
}

/** What the engine made of the recipe's generated sources, as a stage before the others; none where there are none. */
function generatedStage(): { name: string; rows: number; ms: number }[] {
  const reports = Object.values(useGenerated.getState().reports);
  if (reports.length === 0) return [];
  const sum = (of: (report: (typeof reports)[number]) => number): number =>
    reports.reduce((total, report) => total + of(report), 0);
  return [{ name: 'generated', rows: sum(({ rows }) => rows), ms: sum(({ ms }) => ms) }];
}

const failures = (errors: Readonly<Record<string, LabError>>): string[] =>
  Object.entries(errors).map(([source, { message }]) => `${source}: ${message}`);

const named = (files: readonly File[]): { name: string; file: File }[] =>
  files.map((file) => ({ name: file.webkitRelativePath || file.name, file }));

async function nabScore(results: readonly File[], options: ScoreOptions = {}): Promise<NabScore> {
  const report = await scoreFiles(named(results), options);
  const { raw, normalised, threshold, unmatched, without, problems } = report;
  const files = report.files.map(
    ({ name, score, tp, tn, fp, fn }) => [name, { score, tp, tn, fp, fn }] as const,
  );
  return {
    files: Object.fromEntries(files),
    raw,
    normalised,
    threshold,
    unmatched,
    without,
    problems,
    profile: options.profile ?? 'standard',
  };
}

const isoOrNull = (us: number | null): string | null => (us === null ? null : formatInstant(us));

function inspected({ name, source, questions, outcome, error }: Inspection): InspectedFile {
  const preview = outcome && {
    complete: outcome.complete,
    series: outcome.series,
    rows: outcome.rows,
    missing: outcome.missing,
    rejected: outcome.rejected,
    first: isoOrNull(outcome.first),
    last: isoOrNull(outcome.last),
  };
  return {
    file: name,
    source: error ? null : (source ?? null),
    questions: questions.map(({ zones, options, ...question }) => ({
      ...question,
      options:
        zones && source && !('time' in source)
          ? zones.map((zone) => ({ value: zone, reading: zone, source: { ...source, zone } }))
          : options,
    })),
    preview: preview ?? null,
    ...(error ? { error } : {}),
  };
}

export const dataLab: DataLab = {
  inspect: (files) =>
    asScriptError(async () => {
      const opened = await openIncoming(named(files));
      const whole = asDataSets(opened.files).files;
      const looks = await call('inspect', whole.map(forEngine));
      const left = bystanders(whole, looks, false);
      const zoned = [
        ...useFiles.getState().series,
        ...looks.flatMap(({ name, source, outcome }) => seriesToCome(name, source, outcome)),
      ];
      return [
        ...looks.flatMap((look, index) => (left.has(index) ? [] : inspected(withZoneAsked(look, zoned)))),
        ...opened.errors.map((error) => ({
          file: error.file ?? '',
          source: null,
          questions: [],
          preview: null,
          error,
        })),
      ];
    }),
  addFiles: (files, { sources = {} } = {}) =>
    asScriptError(async () => {
      const added = await addFiles(named(files), sources);
      await windowsUpToDate();
      return added;
    }),
  recipe: () => structuredClone(currentRecipe()),
  setRecipe: (recipe) =>
    asScriptError(async () => {
      const parsed = await parseInParts(recipe);
      if (!parsed.ok) throw new LabFailure(parsed.error);
      const error = checkGenerated(parsed.value, { plan: plansQuickly(weigh(parsed.value)) });
      if (error) throw new LabFailure(error);
      // The change redraws the whole page: not in the caller's turn.
      await new Promise((resolve) => setTimeout(resolve, 0));
      const refused = putChecked(parsed.value);
      if (refused) throw new LabFailure(refused);
      runPaused();
      await windowsUpToDate();
    }),
  run: () =>
    asScriptError(async () => {
      runPaused();
      const { stages, warnings } = await upToDate();
      await windowsUpToDate();
      const { errors } = useGenerated.getState();
      return { stages: [...generatedStage(), ...stages], warnings: [...warnings, ...failures(errors)] };
    }),
  query: (sql) =>
    asScriptError(async () => {
      await upToDate();
      return (await runQuery(sql, undefined, 1_000_000)).rows;
    }),
  exportBundle: ({ withoutAwaited = false, ...options } = {}) =>
    asScriptError(async () => {
      if (Object.keys(options).length > 0)
        editOrThrow((recipe) => ({ ...recipe, export: { ...recipe.export, ...options } }));
      const { file } = await exportBundle({ withoutAwaited });
      if (!file)
        throw new LabFailure({ code: 'internal', message: 'Expected a zip; none was written. Try again.' });
      return file;
    }),
  pipeline: (language) => asScriptError(() => pipelineText(language)),
  checks: () => asScriptError(checkResults),
  proposeChecks: () => asScriptError(proposedChecks),
  verifyBundle: (files) => asScriptError(() => verifyBundle(named(files))),
  nab: {
    windows: windowsObject,
    score: (results, options) => asScriptError(() => nabScore(results, options)),
  },
};
