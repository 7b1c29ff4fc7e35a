/** What tables of the page show of series: their numbers, checks and rows. */
import { identifier, integer } from '../../../core/sql';
import { fewFilled, verdictOn } from '../../../core/dataset/verdict';
import { isoTime } from '../../../core/format';
import type { Step } from '../../../core/recipe/types';
import { filledLimit } from '../../../core/steps/resample/grid';
import { filledSharesSql } from '../../../core/view/filled';
import type { Profile } from '../../../core/view/tables';
import type { Quantiles, Summary } from '../../../core/view/types';
import type { RowsRequest, SeriesCheck } from '../../protocol';
import { seriesId, type ViewContext } from './viewIndex';
import { number, text } from '../duckdb/shape';
import { valueStats } from './histogram';

const noNumbers = { min: null, q1: null, median: null, q3: null, max: null };

const fiveNumbers = (quantiles: Quantiles | null): Pick<Summary, keyof typeof noNumbers> => {
  if (quantiles === null) return noNumbers;
  const { min, q1, median, q3, max } = quantiles;
  return { min, q1, median, q3, max };
};

const empty: Summary = {
  ...noNumbers,
  rows: 0,
  count: 0,
  missing: 0,
  mean: null,
  std: null,
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
  const { count, first, last, step, gaps, duplicates, backward } = profile;
  return {
    rows: profile.rows,
    count,
    missing: profile.rows - count,
    mean,
    std,
    ...fiveNumbers(quantiles),
    first,
    last,
    step,
    gaps,
    duplicates,
    backward,
  };
}

/** "All timestamps in UTC and no gaps", observed on the processed rows of every series. */
export async function checks(steps: readonly Step[], context: ViewContext): Promise<SeriesCheck[]> {
  const { database, signal, tables, view } = context;
  if (tables.processed === null) return [];
  const profiles = await view.profiles(tables.processed, context);
  const series = await database.read(
    'SELECT sid, name FROM series ORDER BY sid',
    { sid: number, name: text },
    signal,
  );
  const table = await view.filledTable(tables, context);
  const shape = { sid: number, filled: number, start: number, length: number };
  const shares = table === null ? [] : await database.read(filledSharesSql(table), shape, signal);
  const filledOf = new Map(shares.map((share) => [share.sid, share]));
  return series.map(({ sid, name }): SeriesCheck => {
    const profile = profiles.get(sid);
    const share = filledOf.get(sid);
    return {
      series: name,
      // Every run puts the times into UTC, which the rows cannot tell.
      utc: true,
      ...checked(profile),
      filled: share?.filled ?? 0,
      longestFilled: share ? { start: share.start, length: share.length } : null,
      filledLimit: filledLimit(steps, name, profile?.step ?? null),
    };
  });
}

/** A line for each series whose values were filled in more than passes; the first twenty. */
export function filledWarnings(found: readonly SeriesCheck[]): string[] {
  const many = found.filter((check) => !fewFilled(check));
  const lines = many.slice(0, 20).map((check) => {
    const { series, longestFilled } = check;
    const { grid, values } = verdictOn(check);
    const where = longestFilled
      ? ` The longest filled stretch begins at ${isoTime(longestFilled.start)}.`
      : '';
    return `${series}: ${grid}; ${values}.${where}`;
  });
  return many.length > 20 ? [...lines, `And ${many.length - 20} more series.`] : lines;
}

type FromProfile = Omit<SeriesCheck, 'series' | 'utc' | 'filled' | 'longestFilled' | 'filledLimit'>;

/** What a profile shows; without one the series has no rows. */
function checked(profile: Profile | undefined): FromProfile {
  if (!profile)
    return {
      rows: 0,
      ordered: true,
      step: null,
      gaps: 0,
      regular: true,
      missing: 0,
      first: null,
      last: null,
    };
  const { rows: all, count, backward, duplicates, step, gaps, regular, first, last } = profile;
  const ordered = backward === 0 && duplicates === 0;
  return { rows: all, ordered, step, gaps, regular, missing: all - count, first, last };
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
  // A series of which the steps dropped every row has no profile.
  const total = (await context.view.profiles(relation, context)).get(sid)?.rows ?? 0;
  const limit = integer(Math.min(10_000, Math.max(0, Math.floor(request.limit))));
  const offset = integer(Math.max(0, Math.floor(request.offset)));
  const sql = `SELECT * EXCLUDE (sid) REPLACE (epoch_us(ts) AS ts) FROM ${identifier(relation)} WHERE sid = ${integer(sid)} LIMIT ${limit} OFFSET ${offset}`;
  const page = await context.database.rows(sql, context.signal);
  return {
    total,
    rows: page.map((row) => ({ ...row, ts: typeof row.ts === 'number' ? isoTime(row.ts) : null })),
  };
}
