/** The engine's protocol: files, and what reading them brought. Times are microseconds UTC. */
import type { LabError } from '../core/errors';
import type { ReasonCount } from '../core/ingest/reasons';
import type { CsvFormat, FileSource, LabelSource } from '../core/recipe/types';

export interface Progress {
  /** What is being done, for a person: `reading speed_7578.csv`, `outliers`. */
  stage: string;
  done: number;
  total: number;
  unit: 'bytes' | 'rows' | 'files' | 'steps';
}

export interface NamedFile {
  /** Relative path with forward slashes. */
  name: string;
  file: File;
  /** The files of a Parquet data set of several, in their order: `name` is its folder, and `file` the first of them. */
  parts?: readonly { name: string; file: File }[];
}

/** A file to look at; what is given of its layout is not guessed, and of a whole source it is told what it makes of the file. */
export interface InspectFile extends NamedFile {
  csv?: Partial<CsvFormat>;
  source?: FileSource;
  /** Columns in which a person says that times are, in their order; none: rows are numbered. */
  time?: readonly string[];
}

/** What of a file's cells and lines was not as expected, and yet was read. */
export interface ReadingNotes {
  /** Cells that hold something that cannot be read and are missing for that, by column, with the first of them. */
  unreadable: { column: string; cells: number; examples: { line: number; reason: string }[] }[];
  /** Lines that lack their last cells. */
  short: number;
  /** Times without an offset among times with one, which were read in the source's zone. */
  assumed: number;
  /** Integers beyond 2^53, whose last digits a double may not hold, by column; absent where there are none. */
  inexact?: { column: string; cells: number }[];
  /**
   * Rows whose time is finer than a microsecond and was cut towards the past, and how many distinct times fell together with another by that (counted within
   * each row group); absent where there are none.
   */
  finer?: { rows: number; merged: number };
}

export interface SeriesInfo {
  id: number;
  name: string;
  /** Of the file, or of the generated source. */
  file: string;
  source: 'file' | 'synthetic' | 'copy';
  /** IANA zone of the source. */
  zone: string;
  rows: number;
  /** First and last time in the file's own zone (microseconds, as read). */
  first: number;
  last: number;
  labels: number;
  /** At most 60 values, evenly spread in time, null where there is nothing; for the list. */
  sparkline: (number | null)[];
}

export interface FileReport {
  file: string;
  series: string[];
  rows: number;
  rejected: number;
  /** The same by reason; absent where there are none. */
  reasons?: ReasonCount[];
  /** Of a file of observations. */
  notes?: ReadingNotes;
  /** Labels from its column of labels. */
  labelled?: number;
  /** The source as it now stands in the recipe (sha256, bytes), or the label source. */
  source?: FileSource;
  labels?: LabelSource;
  /** Label entries whose series is not loaded (yet). */
  unmatched?: string[];
  error?: LabError;
}

/** What of a label file belongs to the series that are loaded. */
export interface LabelFileReport {
  file: string;
  /** Labels that a loaded series has. */
  attached: number;
  /** Points that lie within a window of another file for their series, which stands for both. */
  covered: number;
  /** Names that have labels in the file and no series. */
  unmatched: string[];
  /** Names of files with several series: all of them have the labels. */
  shared: { key: string; series: number }[];
}

export interface LoadRequest {
  /** `guessed`: nobody has seen what the source makes of the file, so a line that contradicts it stops the reading. */
  files: (NamedFile & { source: FileSource | LabelSource; guessed?: boolean })[];
}

export interface LoadReport {
  files: FileReport[];
  series: SeriesInfo[];
}
