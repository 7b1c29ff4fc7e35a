import type { StageKind } from '../dataset/stages';
import type { Recipe } from '../recipe/types';

/** A series as the run has it. */
export interface PipelineSeries {
  name: string;
  /** Of the file, or of the generated source. */
  file: string;
  source: 'file' | 'synthetic' | 'copy';
  /** IANA zone of its times; UTC where they are moments. */
  zone: string;
  /** Rows as they were read, and the first and the last time of them in the file's own zone, microseconds. */
  rows: number;
  first: number;
  last: number;
}

/** The offsets of a zone from UTC: at its first moment, and at every change after it; seconds, east positive. */
export interface ZoneOffsets {
  zone: string;
  offset: number;
  /** `at`: microseconds UTC. */
  changes: readonly { at: number; offset: number }[];
}

/** A label as it lies in the rows, microseconds UTC. */
export interface PipelineLabel {
  series: string;
  id: string;
  type: string;
  /** `[start, end)`. */
  start: number;
  end: number;
  /** The first and the last row of the last stage that it covers; null where none is left. */
  first: number | null;
  last: number | null;
}

/** What of a recipe and its run another engine must be told. */
export interface PipelineFacts {
  recipe: Recipe;
  /** In the order of their numbers. */
  series: readonly PipelineSeries[];
  /** Where the file of each source is, from where the script runs, by its name in the recipe. */
  paths: ReadonlyMap<string, string>;
  /** Folder of the Parquet files of each generated series, by its name. */
  folders: ReadonlyMap<string, string>;
  zones: readonly ZoneOffsets[];
  /** Path of the catalogue of anomalies, or the labels themselves. */
  labels: string | readonly PipelineLabel[];
  /** The stages that are written, in the order of the run. */
  stages: readonly StageKind[];
  /** What steps of the recipe did, by their index; absent where nothing has run. */
  sentences?: ReadonlyMap<number, string>;
}
