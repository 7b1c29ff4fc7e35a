/** One function a call: what the page asked, on the session. */
import { LabFailure } from '../../core/errors';
import { count } from '../../core/format';
import { joinLabels } from '../../core/label/attach';
import { append, lookup } from '../../core/list';
import { callRules, type CallArgument, type CallName, type CallResult, type RunReport } from '../protocol';
import { compare, fit } from './compare';
import { detect } from './detect';
import { exportBundle } from './dataset/bundle';
import { countFiles } from './dataset/partitionScan';
import { dropRelation } from './duckdb/relation';
import { detectability } from '../../core/synth/inject';
import { createGenerator } from '../../core/synth/generator';
import { generate, makeTwin } from './synth';
import { inspectFiles, loadIntoSession } from './ingest/calls';
import { compareSets } from './label/agreement';
import { labelFileDetails } from './label/labelFileDetails';
import { nabScore } from './nab/nabScore';
import { nabWindows, namesOf } from './nab/nabWindows';
import { query } from './query/query';
import { usualSteps } from './steps/grids';
import { execute } from './steps/run';
import type { SessionContext } from './session';
import { chart, checks, filledWarnings, histogram, rows, summary, type ViewContext } from './view';

type Handlers = {
  [K in CallName]: (argument: CallArgument<K>, context: SessionContext) => Promise<CallResult<K>>;
};

/** What a call of the view needs; one of the background gives way, statement by statement. */
const viewing = (call: CallName, { session, signal, progress }: SessionContext): ViewContext => ({
  database: callRules[call].priority === 'background' ? session.background : session.database,
  tables: session.tables,
  view: session.view,
  signal,
  progress,
});

/** Labels and warnings that go to the page: it would stand still while more of them crossed over. The engine keeps and counts them all. */
const MAX_LABELS = 20_000;
const MAX_WARNINGS = 1000;

function forPage(report: RunReport): RunReport {
  const { labels, warnings } = report;
  const more = warnings.length - MAX_WARNINGS;
  return {
    ...report,
    labels: labels.slice(0, MAX_LABELS),
    warnings: [
      ...warnings.slice(0, MAX_WARNINGS),
      ...(more > 0 ? [`… and ${count(more)} more.`] : []),
      ...(labels.length > MAX_LABELS
        ? [
            `There are ${count(labels.length)} labels. All of them are used; the first ${count(MAX_LABELS)} are shown and can be edited.`,
          ]
        : []),
    ],
  };
}

export const handlers: Handlers = {
  inspect: inspectFiles,
  load: loadIntoSession,
  generate,

  async detectability({ series: name }, { session }) {
    const series = session.series.find((one) => one.name === name);
    const planned = series && session.planned.get(series.file);
    const index = planned?.series.findIndex((one) => one.name === name) ?? -1;
    if (!planned || index < 0) return null;
    const { access, anomalies } = createGenerator(planned.job).series(index);
    return anomalies.length > 0 ? detectability(anomalies, access) : null;
  },

  async unload(files, { session }) {
    if (![...session.series, ...session.labelFiles].some(({ file }) => files.includes(file))) {
      return session.seriesInfo();
    }
    await session.forgetRun();
    await session.remove(files);
    await session.publish('stage_raw');
    return session.seriesInfo();
  },

  async labelFiles(_request, { session }) {
    const attached = session.attached();
    const { covered } = joinLabels(attached);
    return attached.map(({ file, labels, unmatched, shared }) => {
      const within = lookup(covered, file);
      return { file, attached: labels.length - within, covered: within, unmatched, shared };
    });
  },

  async fileLabels(_request, { session }) {
    return session.fileLabels().slice(0, MAX_LABELS);
  },

  async usualSteps(_request, { session, signal }) {
    // Generated series that were made as a grid need no look.
    const read = session.series.some(({ grid }) => !grid);
    const found = read
      ? await usualSteps('ingested', { database: session.background, signal })
      : new Map<number, number | null>();
    return session.series.map(({ sid, name, grid, rows: length }) => ({
      series: name,
      usual: grid ? (length > 1 ? grid.step : null) : (found.get(sid) ?? null),
    }));
  },

  async run({ recipe }, context) {
    const { session, signal, progress } = context;
    session.runs += 1;
    const collected = session.collect(recipe);
    const outcome = await execute(recipe, {
      database: session.database,
      series: session.series,
      labels: collected.labels,
      prefix: `run${session.runs}`,
      signal,
      progress,
    });
    const { report } = outcome;
    for (const warning of collected.warnings) report.warnings.push(warning);
    const before = { tables: session.tables, made: session.made };
    session.tables = outcome.tables;
    session.made = outcome.made;
    session.lastRun = { report, recipe };
    const { raw, processed, processedKind } = outcome.tables;
    await session.publish(
      raw,
      outcome.clean,
      processedKind === 'resampled' ? (processed ?? undefined) : undefined,
    );
    session.view.forgetRun();
    for (const old of new Set([before.tables.raw, before.tables.processed, before.tables.same])) {
      if (old && old !== 'stage_raw') await session.view.forget(old, session.database);
    }
    for (const table of before.made) await dropRelation(session.database, table);
    const { same } = outcome.tables;
    if (processed !== null && same !== undefined) session.view.alike(processed, same);
    report.checks = await checks(recipe.steps, viewing('run', context));
    append(report.warnings, filledWarnings(report.checks));
    return forPage(report);
  },

  chart: (request, context) => chart(request, viewing('chart', context)),
  histogram: (request, context) => histogram(request, viewing('histogram', context)),
  summary: (request, context) => summary(request, viewing('summary', context)),
  rows: (request, context) => rows(request, viewing('rows', context)),

  async rejects({ offset, limit }, { session }) {
    const total = [...session.rejectedByFile.values()].reduce((sum, rejected) => sum + rejected, 0);
    return { total, rows: session.rejects.slice(offset, offset + limit) };
  },

  nabWindows,
  nabScore,
  detect,
  compareSets,
  labelFileDetails,
  compare,
  fit,

  async query(request, { session, signal, progress }) {
    await session.publishLabels();
    return query(request, { database: session.database, signal, progress });
  },

  async partitionFiles({ partition }, { session, signal }) {
    const { processed: table } = session.tables;
    if (!session.lastRun || !table) return 0;
    return countFiles({ database: session.database, table, units: partition, signal });
  },

  async exportBundle(request, { session, signal, progress }) {
    const { processed, processedKind } = session.tables;
    if (!session.lastRun || !processed || session.series.length === 0) {
      throw new LabFailure({
        code: 'nothing-to-export',
        message: 'Expected at least one series that has been processed; none is loaded. Add files first.',
      });
    }
    return exportBundle(request, {
      database: session.database,
      processed: { table: processed, kind: processedKind },
      run: session.lastRun.report,
      ran: session.lastRun.recipe,
      series: session.seriesInfo(),
      labels: session.lastRun.report.labels,
      names: namesOf(session),
      rejected: session.rejectedByFile,
      twin: (name) => makeTwin(session, name, { signal, progress }),
      signal,
      progress,
    });
  },
};
