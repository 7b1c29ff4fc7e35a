import type { LabelRow } from '../../../core/label/types';
import type { Recipe } from '../../../core/recipe/types';
import type { CallContext, RunReport, SeriesInfo } from '../../protocol';
import type { Database } from '../duckdb/database';
import type { BundleSink } from './sink';
import type { ParquetWriter } from './parquet/writer';

/** What an export needs beside its request. */
export interface ExportContext extends CallContext {
  database: Database;
  /** The table to export, as the last run left it. */
  processed: { table: string; kind: 'clean' | 'resampled' };
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
  /** Makes a generated series once more without its anomalies, as a relation like `stage_raw`; to be dropped after use. */
  twin?: (series: string) => Promise<{ relation: string; drop: () => Promise<void> }>;
  /** Opens the writer; the pool of workers unless a test says otherwise. */
  openWriter?: () => ParquetWriter;
  /** Opens the sink; OPFS or the request's folder unless a test says otherwise. */
  openSink?: (name: string) => Promise<BundleSink>;
}
