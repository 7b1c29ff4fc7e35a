/** What tables of the page show of series: their numbers, checks and rows. */
import { identifier, integer } from '../../../core/sql';
import { isoTime } from '../../../core/view/time';
import type { Summary } from '../../../core/view/types';
import type { RowsRequest, SeriesCheck } from '../../protocol';
import { seriesId, type ViewContext } from './viewIndex';
import { valueStats } from './histogram';

const empty: Summary = {
  rows: 0,
  count: 0,
  missing: 0,
  mean: null,
  std: null,
  min: null,
  q1: null,
  median: null,
  q3: null,
  max: null,
  first: null,
  last: null,
  step: null,
  gaps: 0,
  duplicates: 0,
  backward: 0,
};

/** The numbers of one series, raw and processed side by side. Mean, deviation and quantiles are of the finite values. */
export async function summary(
  request: { series: string },
  context: ViewContext,
): Promise<{ raw: Summary; processed: Summary }> {
  const sid = await seriesId(request.series, context);
  return {
    raw: await summarise(context.tables.raw, sid, context),
    processed:
      context.tables.processed === null ? empty : await summarise(context.tables.processed, sid, context),
  };
}

async function summarise(relation: string, sid: number, context: ViewContext): Promise<Summary> {
  const profile = (await context.view.profiles(relation, context)).get(sid);
  if (!profile) return empty;
  const { mean, std, quantiles } = await valueStats({ relation, sid }, context);
  const { rows, count, first, last, step, gaps, duplicates, backward } = profile;
  return {
    rows,
    count,
    missing: rows - count,
    mean,
    std,
    min: quantiles?.min ?? null,
    q1: quantiles?.q1 ?? null,
    median: quantiles?.median ?? null,
    q3: quantiles?.q3 ?? null,
    max: quantiles?.max ?? null,
    first,
    last,
    step,
    gaps,
    duplicates,
    backward,
  };
}

/** "All timestamps in UTC and no gaps", observed on the processed rows of every series. */
export async function checks(context: ViewContext): Promise<SeriesCheck[]> {
  const { database, signal, tables, view } = context;
  if (tables.processed === null) return [];
  const profiles = await view.profiles(tables.processed, context);
  const names = await database.rows<{ sid: number; name: string }>(
    'SELECT sid, name FROM series ORDER BY sid',
    signal,
  );
  return names.map(({ sid, name }) => {
    const profile = profiles.get(sid);
    return {
      series: name,
      rows: profile?.rows ?? 0,
      // Every run puts the times into UTC, which the rows cannot tell.
      utc: true,
      ordered: !profile || (profile.backward === 0 && profile.duplicates === 0),
      step: profile?.step ?? null,
      gaps: profile?.gaps ?? 0,
      missing: profile ? profile.rows - profile.count : 0,
      first: profile?.first ?? null,
      last: profile?.last ?? null,
    };
  });
}

type Row = Record<string, unknown>;

/** A page of a series' rows in the order of the table, times as ISO text in UTC. At most 10,000 rows at once. */
export async function rows(
  request: RowsRequest,
  context: ViewContext,
): Promise<{ total: number; rows: Row[] }> {
  const sid = await seriesId(request.series, context);
  const relation = context.tables[request.layer];
  if (relation === null) return { total: 0, rows: [] };
  const total = (await context.view.profiles(relation, context)).get(sid)?.rows ?? 0;
  const limit = integer(Math.min(10_000, Math.max(0, Math.floor(request.limit))));
  const offset = integer(Math.max(0, Math.floor(request.offset)));
  const sql = `SELECT * EXCLUDE (sid) REPLACE (epoch_us(ts) AS ts) FROM ${identifier(relation)} WHERE sid = ${integer(sid)} LIMIT ${limit} OFFSET ${offset}`;
  const page = await context.database.rows<Row>(sql, context.signal);
  return {
    total,
    rows: page.map((row) => ({ ...row, ts: typeof row.ts === 'number' ? isoTime(row.ts) : null })),
  };
}
