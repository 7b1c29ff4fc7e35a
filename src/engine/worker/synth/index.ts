/** The call that makes series: each source whole, beside what is there of it, and all put in place at the end. */
import { toLabels } from '../../../core/label/injected';
import { LabFailure, toLabError, type LabError } from '../../../core/errors';
import type { CopiedSeries, PlannedSeries } from '../../../core/synth/job';
import { planSources, type FindExtremes, type PlannedSource } from '../../../core/synth/plan';
import { at, maxOf } from '../../../core/list';
import { sparklineOf } from '../../../core/view/sparkline';
import { nameOf } from '../../../core/recipe/series';
import type { GeneratedReport, GenerateReport, GenerateRequest } from '../../protocol';
import type { LoadedSeries } from '../series/loaded';
import { rowsByTime } from '../series/rows';
import type { RawRows } from '../series/rowStore';
import { Meter } from '../progress';
import type { Session, SessionContext } from '../session';
import { fillSeries, lookForExtremes, openPool, type GenerateContext } from './fill';

export { makeTwin } from './fill';

interface Made {
  series: { entry: LoadedSeries; raw: RawRows }[];
  source: PlannedSource;
}

/** Makes the sources of a request. Rejects with AbortError when cancelled; then what was there before is there still, and nothing else. */
export async function generate(
  request: GenerateRequest,
  context: GenerateContext & SessionContext,
): Promise<GenerateReport> {
  const { session, signal } = context;
  const reports: GeneratedReport[] = [];
  const made: Made[] = [];
  const taken = new Set(session.series.map(({ sid }) => sid));
  const lap = laps();
  const replaced = session.series.flatMap(({ sid, file, source }) =>
    source !== 'file' && request.sources.some((one) => nameOf(one) === file) ? [sid] : [],
  );
  let held = 0;
  const keep = (bytes: number): boolean => {
    if (!session.store.mayKeep(held + bytes, replaced)) return false;
    held += bytes;
    return true;
  };
  try {
    const meter = new Meter(context.progress, rowsOf(request, session), 'rows');
    const read = async (name: string): Promise<CopiedSeries | undefined> => {
      const series = session.series.find((one) => one.name === name);
      if (!series) return undefined;
      return { ...(await rowsByTime(session, series, signal)), zone: series.zone };
    };
    const look: FindExtremes = async (job, channel) => {
      const { rows } = at(job.series, channel);
      const pool = (context.open ?? openPool)({ rows, job });
      try {
        return await lookForExtremes({ pool, channel, rows }, signal);
      } finally {
        pool.close();
      }
    };
    for await (const plan of planSources(request, read, look)) {
      signal.throwIfAborted();
      if (!plan.ok) {
        reports.push(failed(plan.source, plan.error, lap()));
        continue;
      }
      const source = plan.value;
      try {
        const progress = (done: number): void => meter.at(`generating ${source.name}`, done);
        const { series, missing } = await makeSource(source, context, { keep, taken, progress });
        made.push({ series, source });
        reports.push({
          source: source.name,
          series: series.map(({ entry }) => entry.name),
          rows: series.reduce((sum, { raw }) => sum + raw.rows, 0),
          missing,
          anomalies: source.series.flatMap(({ anomalies }) => anomalies),
          ms: lap(),
        });
      } catch (thrown) {
        if (signal.aborted) throw thrown;
        reports.push(failed(source.name, toLabError(thrown), lap()));
      }
      meter.next(source.rows);
    }
    signal.throwIfAborted();
  } catch (thrown) {
    throw signal.aborted ? new LabFailure({ code: 'aborted', message: 'Cancelled.' }) : thrown;
  }
  await putInPlace(session, made);
  const last = reports.at(-1);
  if (last) last.ms += lap();
  return { sources: reports, series: session.seriesInfo() };
}

/** Milliseconds since the call before; planning belongs to the source that is planned, putting it in place to the last. */
function laps(): () => number {
  let before = performance.now();
  return () => {
    const took = performance.now() - before;
    before += took;
    return took;
  };
}

/** Rows to come, for the progress. */
function rowsOf({ sources }: GenerateRequest, { series }: Session): number {
  return sources.reduce(
    (sum, source) =>
      sum +
      ('synthetic' in source
        ? source.rows * (source.channels?.list.length ?? 1)
        : (series.find(({ name }) => name === source.copy)?.rows ?? 0)),
    0,
  );
}

const failed = (source: string, error: LabError, ms: number): GeneratedReport => ({
  source,
  series: [],
  rows: 0,
  missing: 0,
  anomalies: [],
  ms,
  error,
});

interface Making {
  keep: (bytes: number) => boolean;
  /** Numbers of series, those of sources made before in the same call included. */
  taken: Set<number>;
  progress: (done: number) => void;
}

async function makeSource(
  source: PlannedSource,
  context: GenerateContext & SessionContext,
  { keep, taken, progress }: Making,
): Promise<{ series: Made['series']; missing: number }> {
  const { session, open = openPool } = context;
  const pool = open(source);
  const found: Made['series'] = [];
  let missing = 0;
  try {
    let before = 0;
    for (const [channel, series] of source.series.entries()) {
      const done = (rows: number): void => progress(before + rows);
      const filled = await fillSeries({ planned: source, channel, before, pool, keep, done }, context);
      const { raw, extremes } = filled;
      if (raw.rows === 0) throw nothing(series);
      before += series.rows;
      missing += filled.missing;
      const { rows, first, last } = raw.facts;
      const entry: LoadedSeries = {
        rows,
        first,
        last,
        ...(source.job.copy ? { copyOf: source.job.copy.copy } : {}),
        sid: numberFor(series.name, session, taken),
        name: series.name,
        file: source.name,
        source: source.kind,
        zone: source.zone,
        sparkline: sparklineOf(extremes, first, last),
      };
      found.push({ entry, raw });
    }
  } finally {
    pool.close();
  }
  return { series: found, missing };
}

/** The number that a series of this name has already, else the next free one. */
function numberFor(name: string, session: Session, taken: Set<number>): number {
  const old = session.series.find((series) => series.name === name);
  if (old) return old.sid;
  const sid = Math.max(-1, maxOf(taken)) + 1;
  taken.add(sid);
  return sid;
}

const nothing = ({ name }: PlannedSeries): LabFailure =>
  new LabFailure({
    code: 'recipe-value',
    message: `${name} has no row left: its faults or anomalies take all of them away. Lower the share of missing rows.`,
  });

/** Old rows go and new ones take their place; once the run is forgotten nothing can fail. */
async function putInPlace(session: Session, made: readonly Made[]): Promise<void> {
  if (made.length === 0) return;
  await session.forgetRun();
  const { store } = session;
  const sources = new Set(made.map(({ source }) => source.name));
  const old = session.series.filter(({ file, source }) => source !== 'file' && sources.has(file));
  for (const { sid, name } of old) {
    store.remove(sid);
    session.injected.delete(name);
  }
  session.forgetSeries(old.map(({ sid }) => sid));
  const series = made.flatMap((one) => one.series);
  for (const { entry, raw } of series) store.put(entry.sid, raw);
  session.series = [
    ...session.series.filter((one) => !old.includes(one)),
    ...series.map(({ entry }) => entry),
  ];
  for (const { source } of made) {
    session.planned.set(source.name, source);
    for (const { name, anomalies } of source.series) session.injected.set(name, toLabels(anomalies));
  }
}
