import { create } from 'zustand';
import { LabFailure, toLabError, type LabError } from '../../core/errors';
import type { ExportReport, Progress } from '../../engine/protocol';
import { call } from '../engine/engine';
import { held } from '../engine/held';
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

/** Writes the bundle of the current recipe, as a zip or into a folder. Rejects with LabFailure. */
export async function exportBundle(folder?: FileSystemDirectoryHandle): Promise<ExportReport> {
  running?.abort();
  const control = new AbortController();
  running = control;
  useExport.setState({ status: 'running', progress: null, report: null, error: null });
  const recipe = currentRecipe();
  const raw = recipe.sources.flatMap(({ file: name }) => {
    const file = rawFiles.get(name);
    return file && held.files.has(name) ? [{ name, file }] : [];
  });
  try {
    const report = await call(
      'exportBundle',
      {
        recipe: { ...recipe, sources: recipe.sources.filter(({ file }) => held.files.has(file)) },
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
