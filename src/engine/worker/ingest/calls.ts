/** The calls that bring files in: what each is, and its rows into the session. */
import { MAX_REJECTS } from '../../../core/ingest/parse/types';
import { append } from '../../../core/list';
import { attachLabels } from '../../../core/label/attach';
import type { CallArgument, CallResult, LoadReport } from '../../protocol';
import type { SessionContext } from '../session';
import { browserEnvironment } from './environment.browser';
import { inspectFiles as inspect } from './inspectFiles';
import { loadFiles } from './load';
import { sparks } from '../view';

export function inspectFiles(
  files: CallArgument<'inspect'>,
  { signal, progress }: SessionContext,
): Promise<CallResult<'inspect'>> {
  return inspect(files, { signal, progress, environment: browserEnvironment });
}

export async function loadIntoSession(
  request: CallArgument<'load'>,
  { session, signal, progress }: SessionContext,
): Promise<LoadReport> {
  const { database } = session;
  const outcome = await loadFiles(request, {
    database,
    signal,
    progress,
    environment: browserEnvironment,
    existing: session.series,
  });
  if (outcome.series.length > 0) {
    await session.forgetRun();
    const lines = await sparks('stage_raw', outcome.series, {
      database,
      signal: new AbortController().signal,
    });
    for (const { sid, name, file, zone, rows, first, last } of outcome.series) {
      // A series without a finite value has none.
      const sparkline = lines.get(sid) ?? [];
      session.series.push({ sid, name, file, source: 'file', zone, rows, first, last, sparkline });
    }
  }
  for (const report of outcome.files) {
    if (report.rejected > 0) session.rejectedByFile.set(report.file, report.rejected);
  }
  append(session.rejects, outcome.rejects.slice(0, Math.max(0, MAX_REJECTS - session.rejects.length)));
  const loadedAgain = new Set(outcome.labelFiles.map(({ file }) => file));
  session.labelFiles = [
    ...session.labelFiles.filter(({ file }) => !loadedAgain.has(file)),
    ...outcome.labelFiles,
  ];
  await session.publish(session.tables.raw === 'stage_raw' ? 'stage_raw' : session.tables.raw);
  const names = session.series.map(({ name }) => name);
  const files = outcome.files.map((report) => {
    const labels = outcome.labelFiles.find(({ file }) => file === report.file);
    if (!labels) return report;
    const { unmatched } = attachLabels(labels.entries, names, labels.file);
    return { ...report, unmatched };
  });
  return { files, series: session.seriesInfo() };
}
