import type { StepStatistics } from '../../../core/dataset/documents';
import type { ReasonCount } from '../../../core/ingest/reasons';
import type { LabelHistory } from '../../../core/label/history';
import type { Answer } from '../../../core/checks/types';
import type { LabelRow } from '../../../core/label/types';
import type { Recipe } from '../../../core/recipe/types';
import type { Rows } from '../../../core/rows/types';
import type { CallContext, RunReport, SeriesInfo } from '../../protocol';
import type { Stages } from '../series/stages';
import type { BundleSink } from './sink';
import type { ParquetWriter } from './parquet/writer';

/** Opens where a bundle goes; `name`: of the data set. */
export type OpenSink = (name: string) => Promise<BundleSink>;

/** What an export needs beside its request. */
export interface ExportContext extends CallContext {
  /** The rows of the last run. */
  stages: Stages;
  /** The version of DuckDB. */
  engine: string;
  run: RunReport;
  /** The recipe of that run. */
  ran: Recipe;
  series: readonly SeriesInfo[];
  /** The labels followed through the run: `run.labels`. */
  labels: readonly LabelRow[];
  /** The same step by step. */
  history: LabelHistory;
  /** By step of the recipe, the columns of each series before and after it. */
  statistics: (signal: AbortSignal) => Promise<readonly (readonly StepStatistics[])[]>;
  /** What checks of the same run have measured already; new answers are put here. */
  answers?: Map<string, Answer>;
  /** NAB's name of each series; its own where absent. */
  names?: ReadonlyMap<string, string>;
  /** Lines rejected, by file name. */
  rejected: ReadonlyMap<string, number>;
  /** The same by reason. */
  reasons: ReadonlyMap<string, readonly ReasonCount[]>;
  /** Makes a generated series once more without its anomalies, piece by piece in order. */
  twin?: (series: string) => AsyncGenerator<Rows, void>;
  /** Opens the writer; the pool of workers unless a test says otherwise. */
  openWriter?: () => ParquetWriter;
  /** Opens the sink; OPFS or the request's folder unless a test says otherwise. */
  openSink?: OpenSink;
}
