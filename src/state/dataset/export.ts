import { create } from 'zustand';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import { plural } from '../../core/format';
import { filesOf } from '../../core/recipe/series';
import type { ExportOptions, Recipe } from '../../core/recipe/types';
import type { ExportReport, KeptFile, NamedFile, Progress } from '../../engine/protocol';
import { abortable, call } from '../engine/engine';
import { runnable, upToDate } from '../engine/run';
import { useRun } from '../engine/runState';
import { absentFiles } from '../ingest/awaited';
import { bytesOf } from '../ingest/dataSets';
import { rawFiles } from '../ingest/files';
import { currentRecipe } from '../recipe/recipe';
import { version } from '../page/page';
import { keepVersion, versionBefore } from '../versions/registry';
import { assertRoom, expectedSize } from './space';

interface ExportState {
  status: 'idle' | 'running' | 'done' | 'failed';
  progress: Progress | null;
  report: ExportReport | null;
  error: LabError | null;
}

export const useExport = create<ExportState>()(() => ({
  status: 'idle',
  progress: null,
  report: null,
  error: null,
}));

let running: AbortController | undefined;

export const cancelExport = (): void => running?.abort();
export const forgetExport = (): void =>
  useExport.setState({ status: 'idle', progress: null, report: null, error: null });

/** No page is told when a download ends, and one whose file is deleted fails: ten minutes, and a second for each megabyte. */
const FREE_MS = 600_000;
const FREE_MS_PER_BYTE = 1e-3;

/** Deletes the stored zip of an export that is being downloaded, once that has ended: after a time that a download to a slow disk does not take. */
export function freeAfterDownload(report: Pick<ExportReport, 'kept' | 'bytes'>): void {
  const { kept, bytes } = report;
  if (kept) setTimeout(() => void free(kept).catch(() => undefined), FREE_MS + bytes * FREE_MS_PER_BYTE);
}

/** A file that is gone already, or that the system keeps from being deleted, is left to the next export or visit. */
async function free(kept: KeptFile): Promise<void> {
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle(kept.folder);
  await folder.removeEntry(kept.name);
}

/** Takes what is typed in a field and not yet taken: leaving the field does. */
function takeDraft(): void {
  if (typeof document === 'undefined') return;
  const focused = document.activeElement;
  if (focused instanceof HTMLInputElement || focused instanceof HTMLTextAreaElement) focused.blur();
}

/** The files of the recipe as they came, as a bundle keeps them; of those that are there. */
export const rawFilesOf = (recipe: Recipe): NamedFile[] =>
  filesOf(recipe).flatMap(({ file: name }) => {
    const file = rawFiles.get(name);
    return file ? bytesOf(name, file) : [];
  });

/** How many Parquet files the rows of the last run become with these partitions, stages and splits. Rejects with LabFailure. */
export const fetchPartitionFiles = (
  {
    export: { partition, stages },
    splits,
  }: Pick<Recipe, 'splits'> & { export: Pick<ExportOptions, 'partition' | 'stages'> },
  signal: AbortSignal,
): Promise<number> =>
  call(
    'partitionFiles',
    { partition, ...(stages ? { stages } : {}), ...(splits ? { splits } : {}) },
    { signal },
  );

interface ExportChoices {
  /** Where to write; absent: a zip. */
  folder?: FileSystemDirectoryHandle;
  /** Whether a person has said that files of the recipe which are not there may be left out. */
  withoutAwaited?: boolean;
}

const missing = (files: readonly string[]): LabFailure =>
  new LabFailure({
    code: 'source-missing',
    ...(files[0] === undefined ? {} : { file: files[0] }),
    message: `The recipe waits for ${plural(files.length, 'file')}: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ', …' : ''}. Add ${files.length === 1 ? 'it' : 'them'}, or export without: the bundle and its recipe then lack what is missing, and its checks name it.`,
  });

/**
 * Writes the bundle of the recipe as it stands, once that has run, as a zip or into a folder. Rejects with LabFailure: `source-missing` where files of the
 * recipe are not there and nobody has agreed to that, `storage-full` where a zip cannot fit.
 */
export async function exportBundle({
  folder,
  withoutAwaited = false,
}: ExportChoices = {}): Promise<ExportReport> {
  running?.abort();
  const control = new AbortController();
  running = control;
  const before = useExport.getState().report;
  const kept = before?.kept ? before.bytes : 0;
  useExport.setState({ status: 'running', progress: null, report: null, error: null });
  takeDraft();
  try {
    await abortable(upToDate(), control.signal);
    const awaited = absentFiles();
    if (awaited.length > 0 && !withoutAwaited) throw missing(awaited);
    const recipe = runnable(currentRecipe());
    const raw = rawFilesOf(recipe);
    if (!folder) await assertRoom(expectedSize(recipe, useRun.getState().report?.stages ?? [], raw), kept);
    const previous = await versionBefore(recipe);
    const annotationsAsRan = useRun.getState().ranRecipe?.annotations === recipe.annotations;
    const report = await call(
      'exportBundle',
      {
        recipe: annotationsAsRan ? { ...recipe, annotations: [] } : recipe,
        annotationsAsRan,
        now: new Date().toISOString(),
        version,
        raw,
        awaited,
        ...(previous ? { previous } : {}),
        ...(folder ? { folder } : {}),
      },
      {
        signal: control.signal,
        onProgress: (progress) => running === control && useExport.setState({ progress }),
      },
    );
    await keepVersion({ ...report.version, recipe }, previous);
    useExport.setState({ status: 'done', progress: null, report });
    return report;
  } catch (thrown) {
    const error = toLabError(thrown);
    const cancelled = error.code === 'aborted';
    if (running === control) {
      useExport.setState({
        status: cancelled ? 'idle' : 'failed',
        progress: null,
        error: cancelled ? null : error,
      });
    }
    throw new LabFailure(error);
  }
}
