import { create } from 'zustand';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { ExportReport, Progress } from '../../engine/protocol';
import { abortable, call } from '../engine/engine';
import { runnable, upToDate } from '../engine/run';
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
      return file ? [{ name, file }] : [];
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
