/** The calls that bring files in: what each is, and its rows into the session. */
import { MAX_REJECTS } from '../../../core/ingest/parse/types';
import { attachLabels } from '../../../core/label/attach';
import type { CallArgument, CallResult } from '../../protocol';
import type { LoadedSeries } from '../series/loaded';
import type { SessionContext } from '../session';
import { browserEnvironment } from './environment.browser';
import { inspectFiles as inspect } from './inspectFiles';
import { loadFiles } from './load';

export function inspectFiles(
  files: CallArgument<'inspect'>,
  { signal, progress }: SessionContext,
): Promise<CallResult<'inspect'>> {
  return inspect(files, { signal, progress, environment: browserEnvironment });
}

/** Loads files. Rejects where anything but a single file fails; then the session holds what it held before. */
export function loadIntoSession(
  request: CallArgument<'load'>,
  { session, signal, progress }: SessionContext,
): Promise<CallResult<'load'>> {
  return session.changes.run(async (undo) => {
    const outcome = await loadFiles(request, {
      store: session.store,
      signal,
      progress,
      environment: browserEnvironment,
      existing: session.series,
      undo,
    });
    if (outcome.series.length === 0 && outcome.labelFiles.length === 0) {
      return { files: outcome.files, series: session.seriesInfo() };
    }
    const { series, rejects, rejectedByFile, reasonsByFile, labelFiles } = session;
    undo.add(() => Object.assign(session, { series, rejects, rejectedByFile, reasonsByFile, labelFiles }));
    session.series = [...series, ...outcome.series.map((one): LoadedSeries => ({ ...one, source: 'file' }))];
    session.rejectedByFile = new Map(rejectedByFile);
    session.reasonsByFile = new Map(reasonsByFile);
    for (const { file, rejected, reasons } of outcome.files) {
      if (rejected > 0) session.rejectedByFile.set(file, rejected);
      if (reasons) session.reasonsByFile.set(file, reasons);
    }
    session.rejects = [...rejects, ...outcome.rejects].slice(0, Math.max(MAX_REJECTS, rejects.length));
    const loadedAgain = new Set(outcome.labelFiles.map(({ file }) => file));
    session.labelFiles = [...labelFiles.filter(({ file }) => !loadedAgain.has(file)), ...outcome.labelFiles];
    const files = outcome.files.map((report) => {
      const labels = outcome.labelFiles.find(({ file }) => file === report.file);
      if (!labels) return report;
      const { unmatched } = attachLabels(labels.entries, session.series, labels.file);
      return { ...report, unmatched };
    });
    const answer = { files, series: session.seriesInfo() };
    // Last, for a run that has been forgotten cannot be brought back: half forgotten, it is forgotten.
    undo.add(() => session.forgetRun());
    if (outcome.series.length > 0) await session.forgetRun();
    else await session.tables.forget('run');
    return answer;
  });
}
