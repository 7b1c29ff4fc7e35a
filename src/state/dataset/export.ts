import { create } from 'zustand';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { ExportReport, KeptFile, Progress } from '../../engine/protocol';
import { abortable, call } from '../engine/engine';
import { runnable, upToDate } from '../engine/run';
import { bytesOf } from '../ingest/dataSets';
import { rawFiles } from '../ingest/files';
import { currentRecipe } from '../recipe/recipe';
import { version } from '../page/page';

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
export function freeAfterDownload(report: ExportReport): void {
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

/** Writes the bundle of the recipe as it stands, once that has run, as a zip or into a folder. Rejects with LabFailure. */
export async function exportBundle(folder?: FileSystemDirectoryHandle): Promise<ExportReport> {
  running?.abort();
  const control = new AbortController();
  running = control;
  useExport.setState({ status: 'running', progress: null, report: null, error: null });
  takeDraft();
  try {
    await abortable(upToDate(), control.signal);
    const recipe = runnable(currentRecipe());
    const raw = recipe.sources.flatMap(({ file: name }) => {
      const file = rawFiles.get(name);
      return file ? bytesOf(name, file) : [];
    });
    const report = await call(
      'exportBundle',
      {
        recipe,
        now: new Date().toISOString(),
        version,
        raw,
        ...(folder ? { folder } : {}),
      },
      {
        signal: control.signal,
        onProgress: (progress) => running === control && useExport.setState({ progress }),
      },
    );
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
