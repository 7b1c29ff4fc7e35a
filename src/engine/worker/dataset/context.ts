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
  /** NAB's name of each series; its own where absent. */
  names?: ReadonlyMap<string, string>;
  /** Lines rejected, by file name. */
  rejected: ReadonlyMap<string, number>;
  /** Makes a generated series once more without its anomalies, piece by piece in order. */
  twin?: (series: string) => AsyncGenerator<Rows, void>;
  /** Opens the writer; the pool of workers unless a test says otherwise. */
  openWriter?: () => ParquetWriter;
  /** Opens the sink; OPFS or the request's folder unless a test says otherwise. */
  openSink?: OpenSink;
}
