/** The call that makes series: each source whole, beside what is there of it, and all put in place at the end. */
import { toLabels } from '../../../core/label/injected';
import { LabFailure, toLabError, type LabError } from '../../../core/errors';
import type { CopiedSeries, PlannedSeries } from '../../../core/synth/job';
import { planSources, type FindExtremes, type PlannedSource } from '../../../core/synth/plan';
import { identifier, integer, list, text } from '../../../core/sql';
import { append, at, maxOf } from '../../../core/list';
import { sparklineOf } from '../../../core/view/sparkline';
import type { GeneratedReport, GenerateReport, GenerateRequest } from '../../protocol';
import type { Database } from '../duckdb/database';
import type { LoadedSeries } from '../series/loaded';
import { rowsByTime } from '../series/rows';
import { Meter } from '../progress';
import type { Session, SessionContext } from '../session';
import { fillTable, lookForExtremes, openPool, type GenerateContext } from './fill';

export { makeTwin } from './fill';

interface Made {
  series: LoadedSeries[];
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
  const tables: string[] = [];
  const taken = new Set(session.series.map(({ sid }) => sid));
  const lap = laps();
  try {
    const meter = new Meter(context.progress, rowsOf(request, session), 'rows');
    const read = async (name: string): Promise<CopiedSeries | undefined> => {
      const series = session.series.find((one) => one.name === name);
      if (!series) return undefined;
      return { ...(await rowsByTime(series, { database: session.database, signal })), zone: series.zone };
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
      const mine: string[] = [];
      try {
        const progress = (done: number): void => meter.at(`generating ${source.name}`, done);
        const { series, missing } = await makeSource(source, context, mine, taken, progress);
        made.push({ series, source });
        reports.push({
          source: source.name,
          series: series.map(({ name }) => name),
          rows: series.reduce((sum, { rows }) => sum + rows, 0),
          missing,
          anomalies: source.series.flatMap(({ anomalies }) => anomalies),
          ms: lap(),
        });
        append(tables, mine);
      } catch (thrown) {
        for (const table of mine) await drop(session.database, table);
        if (signal.aborted) throw thrown;
        reports.push(failed(source.name, toLabError(thrown), lap()));
      }
      meter.next(source.rows);
    }
    signal.throwIfAborted();
  } catch (thrown) {
    for (const table of tables) await drop(session.database, table);
    throw signal.aborted ? new LabFailure({ code: 'aborted', message: 'Cancelled.' }) : thrown;
  }
  await putInPlace(session, made);
  const last = reports.at(-1);
  if (last) last.ms += lap();
  return { sources: reports, series: session.seriesInfo() };
}

/** Milliseconds since the call before; planning belongs to the source that is planned, the change of tables to the last. */
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

const drop = (database: Database, table: string): Promise<void> =>
  database.run(`DROP TABLE IF EXISTS ${identifier(table)}`);

let tablesMade = 0;

async function makeSource(
  source: PlannedSource,
  context: GenerateContext & SessionContext,
  tables: string[],
  /** Numbers of series, those of sources made before in the same call included. */
  taken: Set<number>,
  progress: (done: number) => void,
): Promise<{ series: LoadedSeries[]; missing: number }> {
  const { session, open = openPool } = context;
  const { database } = session;
  const pool = open(source);
  const found: LoadedSeries[] = [];
  let missing = 0;
  try {
    let before = 0;
    for (const [channel, series] of source.series.entries()) {
      const table = `generated_${++tablesMade}`;
      tables.push(table);
      const done = (rows: number): void => progress(before + rows);
      const filling = { table, planned: source, channel, clean: false, database, before, pool, done };
      const extent = await fillTable(filling, context);
      if (extent.rows === 0) throw nothing(series);
      before += series.rows;
      const { nulls, extremes, finest, ...rest } = extent;
      missing += nulls;
      found.push({
        ...rest,
        ...(series.step === undefined ? {} : { grid: { step: series.step, missing: nulls, finest } }),
        ...(source.job.copy ? { copyOf: source.job.copy.copy } : {}),
        sid: numberFor(series.name, session, taken),
        name: series.name,
        file: source.name,
        source: source.kind,
        zone: source.zone,
        sparkline: sparklineOf(extremes, rest.first, rest.last),
        table,
      });
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

/** From here on nothing can fail but the database itself: old tables go, new ones take their place. */
async function putInPlace(session: Session, made: readonly Made[]): Promise<void> {
  if (made.length === 0) return;
  const { database } = session;
  await session.forgetRun(false);
  const sources = new Set(made.map(({ source }) => source.name));
  const old = session.series.filter(({ file, source }) => source !== 'file' && sources.has(file));
  const series = made.flatMap((one) => one.series);
  const gone = [...old, ...series].map(({ sid }) => integer(sid));
  await database.run(`DELETE FROM series WHERE sid IN (${list(gone)})`);
  const rows = series.map(
    (one) => `(${integer(one.sid)}, ${text(one.name)}, ${text(one.file)}, ${text(one.zone)})`,
  );
  await database.run(`INSERT INTO series VALUES ${list(rows)}`);
  session.series = [...session.series.filter((one) => !old.includes(one)), ...series];
  for (const { name } of old) session.injected.delete(name);
  for (const { source } of made) {
    session.planned.set(source.name, source);
    for (const { name, anomalies } of source.series) session.injected.set(name, toLabels(anomalies));
  }
  await session.gather();
  for (const { table } of old) if (table !== undefined) await drop(database, table);
  await session.publish('stage_raw');
}
