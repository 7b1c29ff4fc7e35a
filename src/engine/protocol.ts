/** The engine's calls as types: what the page may ask of the lab worker, and what comes back. Times are microseconds UTC unless a name ends in `Ms`. */
import type { LabError, Result } from '../core/errors';
import type { CheckResult } from '../core/checks/types';
import type { CompareReport, CompareRequest } from '../core/compare/types';
import type { RowFlow } from '../core/dataset/lineage';
import type { PartitioningsReport, PartitioningsRequest } from '../core/dataset/partitioning';
import type { ObservedRows } from '../core/dataset/verdict';
import type { VerifyReport } from '../core/verify/types';
import type { PreviousVersion } from '../core/versions/types';
import type { DetectReport, DetectRequest } from '../core/detect/types';
import type { FitReport } from '../core/synth/fit/types';
import type { ChartData, ChartRequest, Histogram, HistogramRequest, Summary } from '../core/view/types';
import type { StepReport } from '../core/steps/types';
import type { Detectability } from '../core/synth/inject';
import type { RealisedAnomaly } from '../core/synth/inject/types';
import type {
  Check,
  ExportOptions,
  GeneratedSource,
  Injection,
  Recipe,
  Split,
  Step,
  StepKind,
} from '../core/recipe/types';
import type { Weight } from '../core/recipe/weight';
import type { Inspection, Reject } from '../core/ingest/types';
import type { AgreementReport, LabelSet } from '../core/label/agreement';
import type { LabelChanges, WithChanges } from '../core/label/collect';
import type { Label, LabelRow } from '../core/label/types';
import type { ProfileName } from '../core/nab';
import type { LabelFileDetails, NabScoreReport, NabSeriesWindows } from '../core/nab/types';
import type {
  Progress,
  NamedFile,
  InspectFile,
  SeriesInfo,
  LabelFileReport,
  LoadRequest,
  LoadReport,
} from './protocolFiles';

/** Generated sources to make, all with what the recipe injects into them. A source that is there already is made anew. */
export interface GenerateRequest {
  seed: number;
  sources: GeneratedSource[];
  /** Every generated source of the recipe, for those that relate to another. */
  all: GeneratedSource[];
  injections: Injection[];
}

export interface GeneratedReport {
  /** Name of the source. */
  source: string;
  series: string[];
  rows: number;
  /** Rows without a value: faults, missing stretches, and where a formula has none. */
  missing: number;
  /** Anomalies as they came about, by series and time. */
  anomalies: RealisedAnomaly[];
  ms: number;
  error?: LabError;
}

export interface GenerateReport {
  sources: GeneratedReport[];
  series: SeriesInfo[];
}

/** "All timestamps in UTC and no gaps", checked on the processed table. */
/** What a run found out about the processed rows of a series. */
export interface SeriesCheck extends ObservedRows {
  series: string;
  /** Usual distance between rows in microseconds (the median); null with fewer than two rows. */
  step: number | null;
  first: number | null;
  last: number | null;
}

export interface RunReport {
  stages: { name: string; rows: number; ms: number }[];
  steps: StepReport[];
  checks: SeriesCheck[];
  warnings: string[];
  labels: LabelRow[];
  /** Of all labels, also where the page is given the first of them alone. */
  labelled?: LabelCounts;
}

/** Labels, and those of them that cover at least one of the last rows. */
export interface LabelCounts {
  all: number;
  covering: number;
  /** Whether those of each series cover rows. */
  checks: CheckResult[];
}

/** Checks, and what else of a recipe they depend on. */
export interface ChecksRequest extends Pick<ExportOptions, 'stages'> {
  checks: Check[];
  splits: Split[];
}

/** What came of checks, by check and series; where these are too many for a page, those that fail first. */
export interface ChecksReport {
  results: CheckResult[];
  all: number;
  failed: number;
}

export interface QueryResult {
  /** `type`: as DuckDB writes it. */
  columns: { name: string; type: string }[];
  /** For JSON: numbers where a double holds them exactly, timestamps as ISO text, lists and structs as they are, all else as DuckDB's text. */
  rows: Record<string, unknown>[];
  truncated: boolean;
}

export interface RowsRequest {
  series: string;
  layer: 'raw' | 'processed';
  offset: number;
  limit: number;
}

export interface ExportRequest {
  recipe: Recipe;
  /** `recipe` comes without its labels made by hand, which are those of the last run: many take long to cross. */
  annotationsAsRan?: boolean;
  /** Passed in: the core has no clock. ISO text. */
  now: string;
  /** Version of the app. */
  version: string;
  /** Where the page picked a folder to write to; otherwise the bundle becomes one zip. */
  folder?: FileSystemDirectoryHandle;
  /** Raw bytes by recipe file name. */
  raw: { name: string; file: File }[];
  /** Files of the whole recipe that are not there; `recipe` is without them. */
  awaited?: string[];
  /** The version of the data set before this one; absent for the first. */
  previous?: PreviousVersion;
}

/** A chart under a recipe of which the steps, and perhaps labels, are other than those of the last run. */
export interface ChartAheadRequest {
  /** The number of that run. */
  after: number;
  steps: Step[];
  /** Absent: as of that run. */
  changes?: LabelChanges;
  chart: ChartRequest;
}

/** A file of the browser's private file system: the name of a folder in it, and its own. */
export interface KeptFile {
  folder: string;
  name: string;
}

export interface ExportReport {
  /** The zip; absent when a folder was written. */
  file?: File;
  /** Where the zip lies in the browser's private file system. */
  kept?: KeptFile;
  bytes: number;
  files: { path: string; bytes: number; sha256: string; rows?: number }[];
  /** What the bundle is without, each in a sentence. */
  notes: string[];
  /** The version that was written, as the next one is told of it, but for its recipe, which who asked has. */
  version: Omit<PreviousVersion, 'recipe'>;
  rows: number;
  ms: number;
}

/** Where scores come from: files of a detector, or the built-in windowedGaussian with NAB's options. */
export type ScoreSource =
  | { kind: 'files'; files: NamedFile[] }
  | { kind: 'windowedGaussian'; options: { window: number; step: number } };

export interface NabScoreRequest extends WithChanges {
  source: ScoreSource;
  profile: ProfileName;
  threshold: number | 'best';
  /** The series whose windows and false positives are wanted. */
  detail?: string;
}

/** SQL for DuckDB, or Python with polars. */
export type PipelineLanguage = 'sql' | 'python';

/** A bundle to verify. */
export interface VerifyRequest {
  /** A zip, or the files of a folder by their paths in it. */
  bundle: { file: File } | { files: NamedFile[] };
  /** Files among which raw files are looked for that the bundle was made without: by their path in its recipe, or by a name that only one has. */
  raw?: NamedFile[];
  /** The version of the data set before this one. */
  previous?: PreviousVersion;
  /** Of this lab. */
  version: string;
}

/** The calls, each from one argument to one result. */
export interface Calls {
  inspect(files: InspectFile[]): Inspection[];
  /** Reads files. A file that fails is reported by itself; the others go on. */
  load(request: LoadRequest): LoadReport;
  /** Makes series. A source that fails is reported by itself, and what was there of it stays; the others go on. */
  generate(request: GenerateRequest): GenerateReport;
  /** How many anomalies of a generated series two plain detectors would find; null where it has none. */
  detectability(request: { series: string }): Detectability | null;
  /** Takes sources (by recipe file name) and what came of them out again. */
  unload(files: string[]): SeriesInfo[];
  labelFiles(request: null): LabelFileReport[];
  /** The labels of files as they came, of the series that are loaded. */
  fileLabels(request: null): Label[];
  /** The usual step of each series as it was read, microseconds; null where it has none. */
  usualSteps(request: null): { series: string; usual: number | null }[];
  /** `number`: what later calls name this run by. */
  run(request: { recipe: Recipe; number?: number }): RunReport;
  chart(request: ChartRequest): ChartData;
  /** What the chart will be once the run that is to come or under way is done; null where that takes what only the run finds out, or too many rows. */
  chartAhead(request: ChartAheadRequest): ChartData | null;
  histogram(request: HistogramRequest): Histogram;
  summary(request: { series: string }): { raw: Summary; processed: Summary };
  rows(request: RowsRequest): { total: number; rows: Record<string, unknown>[] };
  rejects(request: { offset: number; limit: number }): { total: number; rows: Reject[] };
  /** NAB's windows of every series. */
  nabWindows(request: WithChanges): NabSeriesWindows[];
  nabScore(request: NabScoreRequest): NabScoreReport;
  detect(request: DetectRequest): DetectReport;
  compareSets(request: WithChanges & { a: LabelSet; b: LabelSet }): AgreementReport;
  labelFileDetails(request: { file: string }): LabelFileDetails;
  /** Two series, or parts of one, held against each other; of long ones a sample. */
  compare(request: CompareRequest): CompareReport;
  /** A series taken apart into what a synthetic one is made of. */
  fit(request: { series: string; bootstrap?: boolean }): FitReport;
  /** What came of checks, on the rows of the last run. */
  checkRows(request: ChecksRequest): ChecksReport;
  /** Checks that hold for the rows of the last run, without those that are there already. */
  proposeChecks(request: ChecksRequest): Check[];
  query(request: { sql: string; limit?: number }): QueryResult;
  /** How many Parquet files a bundle has with these partitions, stages and splits; 0 where nothing has run. */
  partitionFiles(request: Pick<ExportOptions, 'partition' | 'stages'> & Pick<Recipe, 'splits'>): number;
  /** Partitionings of the rows of the last run, measured on a sample. */
  partitionings(request: PartitioningsRequest): PartitioningsReport;
  exportBundle(request: ExportRequest): ExportReport;
  /** The last run as a script that does the same to the raw files. */
  pipeline(request: { language: PipelineLanguage }): { text: string };
  /** The part of that script in SQL that a source (`source`, a blank and its name), a step (`step 0`), `raw` or `output` has; empty where it has none. */
  pipelinePart(request: { of: string }): { text: string };
  /** How many rows left each step of the last run, and how many of them are filled; null where nothing has run. */
  rowFlow(request: null): RowFlow | null;
  /** Checks a bundle and replays its recipe. For an engine of its own: what is loaded there is lost. */
  verifyBundle(request: VerifyRequest): VerifyReport;
}
export type CallName = keyof Calls;
export type CallArgument<K extends CallName> = Parameters<Calls[K]>[0];
export type CallResult<K extends CallName> = ReturnType<Calls[K]>;

/**
 * How a call shares the engine with others (`worker/duckdb/schedule.ts` holds them to it).
 * - `exclusive`: changes what is loaded or run. Waits for all that is under way but what goes on beside, stops what is of the background, and runs alone.
 * - `interactive`: reads, one call at a time, in the order in which they came.
 * - `background`: reads that may take long, one at a time, and give way to the others piece by piece; stopped by a change and begun anew
 *   after it.
 * - `beside`: reads what stands and works long beside the others; nobody waits for it, a change neither.
 */
export type CallRule =
  | { effect: 'changes'; priority: 'exclusive' }
  | { effect: 'reads'; priority: 'interactive' | 'background' | 'beside' };

const changes = { effect: 'changes', priority: 'exclusive' } as const;
const interactive = { effect: 'reads', priority: 'interactive' } as const;
const background = { effect: 'reads', priority: 'background' } as const;
const beside = { effect: 'reads', priority: 'beside' } as const;

/** The rule of every call; a call without one does not compile. */
export const callRules = {
  inspect: interactive,
  load: changes,
  generate: changes,
  unload: changes,
  run: changes,
  verifyBundle: changes,
  detectability: interactive,
  labelFiles: interactive,
  partitionFiles: interactive,
  fileLabels: interactive,
  chart: interactive,
  rows: interactive,
  rejects: interactive,
  query: interactive,
  exportBundle: interactive,
  pipeline: interactive,
  pipelinePart: interactive,
  rowFlow: interactive,
  histogram: background,
  summary: background,
  nabWindows: beside,
  nabScore: beside,
  detect: beside,
  chartAhead: beside,
  usualSteps: beside,
  compareSets: beside,
  labelFileDetails: beside,
  compare: beside,
  fit: beside,
  checkRows: beside,
  partitionings: beside,
  proposeChecks: beside,
} as const satisfies Record<CallName, CallRule>;

/** What a handler in the worker is given beside its argument. */
export interface CallContext {
  signal: AbortSignal;
  progress(progress: Progress): void;
}

/** What the worker exposes through Comlink. */
export interface LabWorker {
  /** Loads DuckDB. `progress` is a Comlink proxy: (call id, progress). */
  open(progress: (id: number, progress: Progress) => void): Promise<Result<{ duckdb: string }>>;
  call<K extends CallName>(id: number, name: K, argument: CallArgument<K>): Promise<Result<CallResult<K>>>;
  cancel(id: number): void;
}

export type { StepKind };
export type * from '../core/nab/types';
export type * from './protocolFiles';

/** A recipe from elsewhere: the text of a file, or what stands in a link. */
export type RecipeText = { text: string } | { link: string };

/** A recipe that is valid, also what it generates, and what it costs. */
export interface WeighedRecipe {
  recipe: Recipe;
  weight: Weight;
}

/** What the recipe worker exposes: it reads recipes from elsewhere, so that none of them can keep the page from answering. */
export interface RecipeWorker {
  read(source: RecipeText): Result<WeighedRecipe>;
}
