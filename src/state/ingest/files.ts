import { create } from 'zustand';
import type { LabError } from '../../core/errors';
import type { SkippedFile } from '../../core/ingest/archive/entries';
import type { Inspection } from '../../core/ingest/types';
import type { Label } from '../../core/label/types';
import type { CsvFormat, FileSource, LabelSource } from '../../core/recipe/types';
import type { FileReport, LabelFileReport, Progress, SeriesInfo } from '../../engine/protocol';

/** Something a person should know about a file; stays until dismissed. */
export interface Notice {
  id: number;
  tone: 'error' | 'warning' | 'info';
  error: LabError;
}

/** What a file is to be loaded as. `guessed`: nobody has chosen the order of day and month, so a line that contradicts it is asked about. */
export interface ImportAnswer {
  source: FileSource | LabelSource;
  guessed: boolean;
}

/** A file that leaves a question open, and who waits for the answer. */
export interface OpenQuestion {
  inspection: Inspection;
  answer: (answer: ImportAnswer | null) => void;
  /** The same file: with another layout of its text or other columns of times, guessed anew for the rest; or as a whole source makes of it. */
  reread: (
    given: { csv?: Partial<CsvFormat>; time?: readonly string[] } | { source: FileSource },
    signal: AbortSignal,
  ) => Promise<Inspection>;
  /** The file is loaded already, and its source is to change. */
  edits?: boolean;
}

interface FilesState {
  series: SeriesInfo[];
  /** By file name. */
  reports: Record<string, FileReport>;
  /** What of each label file belongs to a series. */
  labelFiles: LabelFileReport[];
  /** The labels of label files as they came, of series that are loaded. */
  fileLabels: readonly Label[];
  /** Lines that could not be read, over all files. */
  rejected: number;
  notices: Notice[];
  /** Files of the last folder or archive that were left out, with the reason. */
  skipped: readonly SkippedFile[];
  /** Asked one after the other; the first is on show. */
  questions: OpenQuestion[];
  /** Files being read. */
  loading: { progress: Progress | null; cancel: () => void } | null;
  /** Rises whenever the engine's raw tables change. */
  version: number;
}

export const useFiles = create<FilesState>()(() => ({
  series: [],
  reports: {},
  labelFiles: [],
  fileLabels: [],
  rejected: 0,
  notices: [],
  skipped: [],
  questions: [],
  loading: null,
  version: 0,
}));

/** The raw files of this session, by recipe name: outside the store, for they are no state to draw from. */
export const rawFiles = new Map<string, File>();

/** Shows work as files being read, with its progress and the way to cancel it. */
export async function whileLoading<T>(
  work: (options: { signal: AbortSignal; onProgress: (progress: Progress) => void }) => Promise<T>,
): Promise<T> {
  const control = new AbortController();
  const onProgress = (progress: Progress): void =>
    useFiles.setState(({ loading }) => (loading ? { loading: { ...loading, progress } } : {}));
  useFiles.setState({ loading: { progress: null, cancel: () => control.abort() } });
  try {
    return await work({ signal: control.signal, onProgress });
  } finally {
    useFiles.setState({ loading: null });
  }
}

let lastNotice = 0;

export function notify(error: LabError, tone: Notice['tone'] = 'error'): void {
  useFiles.setState((state) => ({ notices: [...state.notices, { id: ++lastNotice, tone, error }] }));
}

/** Tells which files were left out, in the place of those before. */
export function mentionSkipped(skipped: readonly SkippedFile[]): void {
  if (skipped.length > 0) useFiles.setState({ skipped });
}

export const dismissSkipped = (): void => useFiles.setState({ skipped: [] });

export const dismissNotice = (id: number): void =>
  useFiles.setState((state) => ({ notices: state.notices.filter((notice) => notice.id !== id) }));

/** Puts what a load brought into the state. */
export function addReports(reports: readonly FileReport[], series: SeriesInfo[]): void {
  useFiles.setState((state) => {
    const all = { ...state.reports, ...Object.fromEntries(reports.map((report) => [report.file, report])) };
    return { series, ...withReports(all), version: state.version + 1 };
  });
}

/** Forgets files that the engine no longer holds. */
export function dropReports(files: readonly string[], series: SeriesInfo[]): void {
  useFiles.setState((state) => {
    const all = Object.fromEntries(Object.entries(state.reports).filter(([file]) => !files.includes(file)));
    return { series, ...withReports(all), version: state.version + 1 };
  });
}

function withReports(reports: Record<string, FileReport>): Pick<FilesState, 'reports' | 'rejected'> {
  return { reports, rejected: Object.values(reports).reduce((sum, report) => sum + report.rejected, 0) };
}
