/** Requests and reports about NAB's windows, scores and label files; plain data. Times are microseconds UTC. */
import type { LabError } from '../errors';
import type { LabelProblem, LabelProblemKind } from './files/readLabels';
import type { SeriesWindows } from './windows/ofSeries';
import type { RowWindow } from './windows/rows';

export interface NabSeriesWindows extends Pick<SeriesWindows, 'counts'> {
  series: string;
  /** As NAB names it: `realTraffic/speed_6005.csv`. */
  name: string;
  windows: RowWindow[];
}

export interface NabFileScore {
  series: string;
  /** As NAB names it. */
  name: string;
  /** The file of results; absent where the built-in detector gave them. */
  results?: string;
  score: number;
  tp: number;
  tn: number;
  fp: number;
  fn: number;
  windows: number;
  /** Windows with a detection inside. */
  found: number;
}

/** What a chart draws of a score. */
export interface NabMarks {
  /** Ends inclusive, as NAB has them. */
  windows: {
    start: number;
    end: number;
    /** What it adds to the score. */
    contribution: number;
    /** Time of the earliest detection inside; null where the window was missed. */
    detected: number | null;
    /** Whether it has a row after the probation. */
    scored: boolean;
  }[];
  falsePositives: { times: Float64Array; contributions: Float64Array };
  /** First time that is scored; null without rows. */
  probationEnd: number | null;
}

export interface NabScoreReport {
  /** The one given, or the best. */
  threshold: number;
  raw: number;
  /** 0 for a detector that detects nothing, 100 for a perfect one; null where there is no window. */
  normalised: number | null;
  nullScore: number;
  perfect: number;
  tp: number;
  tn: number;
  fp: number;
  fn: number;
  /** By name. */
  files: NabFileScore[];
  /** Lowest and highest score of a detector over all rows. */
  range: { least: number; greatest: number };
  /** Files of results that belong to no series that is loaded. */
  unmatched: string[];
  /** Series without results. */
  without: string[];
  /** Files of results that could not be used. */
  problems: LabError[];
  marks?: NabMarks;
}

/** Invalid entries of a label file: how many of each kind, and the first of them. */
export interface EntryProblems {
  counts: Partial<Record<LabelProblemKind, number>>;
  problems: LabelProblem[];
}

export interface LabelFileDetails extends EntryProblems {
  file: string;
  /** Entries that were taken. */
  entries: number;
  /** Names in the file without a series: how many, and the first of them. */
  unmatched: { total: number; first: string[] };
  /** Series that the file does not list. */
  unlisted: { total: number; first: string[] };
  /** Ends between two rows, and labels outside the series. */
  between: { total: number; first: { series: string; time: number }[] };
  outside: { total: number; first: { series: string; time: number }[] };
}
