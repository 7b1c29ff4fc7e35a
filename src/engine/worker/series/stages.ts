/** The rows of every series in every stage, for whoever reads them: charts, tables, exports, detectors. */
import type { StageFacts } from '../../../core/rows/facts';
import type { Changes, Rows } from '../../../core/rows/types';
import type { PieceFiles } from '../dataset/parquet/pieceFiles';
import type { WrittenFile } from '../dataset/parquet/writer';

/** `raw`: in UTC where the last run converted it, in the order of the file. `clean`: before resampling. `processed`: the last stage of the last run. */
export type Stage = 'raw' | 'clean' | 'processed';

export interface Range {
  /** Microseconds, half-open; the whole series where absent. */
  from?: number | undefined;
  to?: number | undefined;
}

export interface Stages {
  /** What `processed` is; null before the first run. */
  readonly processedKind: 'clean' | 'resampled' | null;
  /** Number of a loaded series. Throws LabFailure `source-missing` for another name. */
  sidOf(name: string): number;
  /** Null where the stage is not there. */
  facts(sid: number, stage: Stage): StageFacts | null;
  /** What the steps of the last run did to rows of a series, in order of time. */
  changes(sid: number): Changes | null;
  /**
   * Rows of a series and stage, some hundred thousand at a time; the arrays are the caller's. `processed` and `clean` are in order of time; `raw` as in the file, and with
   * a range in order of time. Rejects with AbortError, `worker-died`, `memory`.
   */
  rows(sid: number, stage: Stage, range: Range, signal: AbortSignal): AsyncGenerator<Rows, void>;
  /**
   * A stage of one series as Parquet files in order of time, some partitions at a time: encoded where the rows are made. `endOf`: where the partition of a time ends;
   * `filesIn`: what is wanted of the stretch `[from, to)`. Null where rows have to be gathered first: of partitions that are too large, or rows that are kept anyway.
   */
  files?(
    sid: number,
    stage: 'clean' | 'processed',
    endOf: (time: number) => number,
    filesIn: (stretch: { from: number; to: number }) => PieceFiles,
    signal: AbortSignal,
  ): AsyncGenerator<WrittenFile[], void> | null;
}
