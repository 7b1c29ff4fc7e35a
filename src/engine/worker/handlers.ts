/** One function a call: what the page asked, on the session. */
import { labelResults } from '../../core/checks/builtIn';
import { LabFailure } from '../../core/errors';
import { count } from '../../core/format';
import { joinLabels } from '../../core/label/attach';
import { append, lookup } from '../../core/list';
import type { QueryResult, RunReport } from '../protocol';
import type { Handlers } from './calls';
import { answersOf, checkRows, proposeChecks } from './checks';
import { compare, fit } from './compare';
import { detect } from './detect';
import { exportBundle } from './dataset/bundle';
import { countBundleFiles } from './dataset/countFiles';
import { partitionings } from './dataset/partitioning';
import { text } from './duckdb/shape';
import { detectability } from '../../core/synth/inject';
import { createGenerator } from '../../core/synth/generator';
import { generate, makeTwin } from './synth';
import { inspectFiles, loadIntoSession } from './ingest/calls';
import { compareSets } from './label/agreement';
import { labelFileDetails } from './label/labelFileDetails';
import { nabScore } from './nab/nabScore';
import { nabWindows, namesOf } from './nab/nabWindows';
import { labelHistory, rowFlow, statisticsBySteps } from './steps/told';
import { pipeline, pipelinePart } from './pipeline';
import { query } from './query/query';
import { execute, type RunState } from './steps/run';
import type { SessionContext } from './session';
import {
  chart,
  chartAhead,
  checks,
  filledWarnings,
  histogram,
  rows,
  summary,
  type ViewContext,
} from './view';
import { verify } from './verify';
import { compareFoldersInWorker, compareInWorker } from './verify/differ';

/** What a call of the view needs. */
const viewing = ({ session, signal, progress }: SessionContext): ViewContext => ({
  stages: session.stages,
  cache: session.view,
  signal,
  progress,
});

/** Labels and warnings that go to the page: it would stand still while more of them crossed over. The engine keeps and counts them all. */
const MAX_LABELS = 20_000;
const MAX_WARNINGS = 1000;

function forPage({ report, kind }: RunState): RunReport {
  const { labels, warnings } = report;
  const more = warnings.length - MAX_WARNINGS;
  const covering = labels.filter(({ processedRows }) => processedRows > 0).length;
  return {
    ...report,
    labels: labels.slice(0, MAX_LABELS),
    labelled: { all: labels.length, covering, checks: labelResults(labels, kind) },
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
    session.remove(files);
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

  async usualSteps(_request, { session }) {
    return session.series.map(({ sid, name }) => ({
      series: name,
      usual: session.store.need(sid).facts.usual,
    }));
  },

  async run({ recipe, number }, context) {
    const { session, signal, progress } = context;
    session.putInOrder(recipe);
    const collected = session.collect(recipe);
    const run = await execute(recipe, {
      store: session.store,
      series: session.series,
      labels: collected.labels,
      pool: session.pool,
      before: session.runBefore,
      signal,
      progress,
    });
    const { report } = run;
    append(report.warnings, collected.warnings);
    session.lastRun = run;
    session.runBefore = run;
    session.runNumber = number;
    session.view.forgetSteps();
    await session.tables.forget('run');
    report.checks = checks(recipe.steps, session.series, session.stages);
    append(report.warnings, filledWarnings(report.checks));
    return forPage(run);
  },

  chart: (request, context) => chart(request, viewing(context)),
  async chartAhead({ after, steps, changes, chart: wanted }, { session, signal, progress }) {
    const { lastRun, runNumber, series, store, pool, view } = session;
    if (!lastRun || runNumber !== after) return null;
    const labels = changes && session.collect(changes).labels;
    const context = { series, store: store.copy(), pool, before: lastRun, cache: view, signal, progress };
    return chartAhead({ recipe: { steps }, labels, chart: wanted }, context);
  },

  histogram: (request, context) => histogram(request, viewing(context)),
  summary: (request, context) => summary(request, viewing(context)),
  rows: (request, context) => rows(request, viewing(context)),

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
  checkRows,
  proposeChecks,

  async query(request, { session, signal, progress }) {
    const context = { signal, progress };
    const ask = (): Promise<QueryResult> => query(request, { database: session.database, ...context });
    await session.tables.fillFor(request.sql, context);
    try {
      return await ask();
    } catch (thrown) {
      // A table that the text does not show, but asks for.
      const missing = thrown instanceof LabFailure && session.tables.missingIn(thrown.message);
      if (!missing) throw thrown;
      await session.tables.fill(missing, context);
      return ask();
    }
  },

  pipeline,
  pipelinePart,
  partitionings,

  async rowFlow(_, { session }) {
    return session.lastRun ? rowFlow(session.lastRun, session.series) : null;
  },

  async partitionFiles(request, { session, signal }) {
    if (!session.lastRun) return 0;
    const series = session.series.map(({ sid }) => sid);
    return countBundleFiles(request, { stages: session.stages, series, signal });
  },

  async exportBundle(request, { session, signal, progress, openSink, openWriter }) {
    const { lastRun, database, stages } = session;
    if (!lastRun || session.series.length === 0) {
      throw new LabFailure({
        code: 'nothing-to-export',
        message: 'Expected at least one series that has been processed; none is loaded. Add files first.',
      });
    }
    const engine = await database.readOne('SELECT version() AS version', { version: text }, signal);
    return exportBundle(request, {
      stages,
      engine: engine.version,
      run: lastRun.report,
      ran: lastRun.recipe,
      series: session.seriesInfo(lastRun.report.labels),
      labels: lastRun.report.labels,
      history: labelHistory(lastRun, session.series),
      statistics: (until) => statisticsBySteps(lastRun, session.series, { stages, signal: until }),
      answers: answersOf(lastRun),
      names: namesOf(session),
      rejected: session.rejectedByFile,
      reasons: session.reasonsByFile,
      twin: (name) => makeTwin(session, name, { signal }),
      signal,
      progress,
      ...(openSink ? { openSink } : {}),
      ...(openWriter ? { openWriter } : {}),
    });
  },

  verifyBundle: (request, context) =>
    verify(request, {
      ...context,
      calls: handlers,
      compareParquet: compareInWorker,
      openComparer: compareFoldersInWorker,
    }),
};
