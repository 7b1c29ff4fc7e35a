import { maxOf, minOf } from '../../../core/list';
import { gridFor } from '../../../core/view/grid';
import {
  countByLevelSql,
  countSql,
  exactPoints,
  exactSql,
  m4LevelSql,
  m4Points,
  m4Sql,
} from '../../../core/view/lines';
import { filledSpansSql, joinedSpans } from '../../../core/view/filled';
import { marksOf, marksSql, type MarkKind } from '../../../core/view/marks';
import { gapsSql } from '../../../core/view/profile';
import { sparklines, sparklineSql, type SparkExtent } from '../../../core/view/sparkline';
import { GAP_FACTOR } from '../../../core/view/tables';
import type { ChartData, ChartRequest, LinePoints } from '../../../core/view/types';
import { number, orNull, type Cell } from '../duckdb/shape';
import { seriesId, type ViewContext } from './viewIndex';

/** Up to so many rows for each column are drawn as they are: M4 would hardly give fewer points. */
const EXACT_ROWS_PER_COLUMN = 2;
const BREAK_COLUMNS = 3;
/** From so many rows on, levels that are being built are there sooner than an answer without them. */
const WAIT_FOR_LEVELS_ROWS = 1_000_000;

interface Range {
  sid: number;
  from: number;
  to: number;
  columns: number;
}

/** The part of a series that is visible, reduced to what its pixels can show. */
export async function chart(request: ChartRequest, context: ViewContext): Promise<ChartData> {
  const { tables, view } = context;
  const sid = await seriesId(request.series, context);
  const raw = (await view.profiles(tables.raw, context)).get(sid);
  const processed =
    tables.processed === null ? undefined : (await view.profiles(tables.processed, context)).get(sid);
  const profiles = [raw, processed].filter((profile) => profile !== undefined);
  // Without any rows the chart is empty at the epoch.
  const first = profiles.length > 0 ? minOf(profiles.map((profile) => profile.first)) : 0;
  const last = profiles.length > 0 ? maxOf(profiles.map((profile) => profile.last)) : 0;
  const from = request.from ?? first;
  const range: Range = {
    sid,
    from,
    to: Math.max(from + 1, request.to ?? last + 1),
    columns: Math.max(1, Math.floor(request.columns)),
  };

  const data: ChartData = {
    first,
    last,
    from: range.from,
    to: range.to,
    ...(await marks(range, context)),
    filledSpans: request.layers.includes('processed') ? await filledSpans(range, context) : [],
    gaps: raw && raw.gaps > 0 ? await gaps(range, context) : [],
  };
  if (raw && request.layers.includes('raw')) data.raw = await line(tables.raw, range, context);
  if (processed && tables.processed !== null && request.layers.includes('processed')) {
    data.processed =
      data.raw && view.resolve(tables.processed) === view.resolve(tables.raw)
        ? data.raw
        : await line(tables.processed, range, context);
  }
  return data;
}

const m4Shape = {
  at: number,
  tFirst: orNull(number),
  vFirst: orNull(number),
  tLast: orNull(number),
  vLast: orNull(number),
  tMin: orNull(number),
  vMin: orNull(number),
  tMax: orNull(number),
  vMax: orNull(number),
};

async function line(relation: string, range: Range, context: ViewContext): Promise<LinePoints> {
  const { database, signal, view } = context;
  const { sid, from, to, columns } = range;
  const profile = (await view.profiles(relation, context)).get(sid);
  const whole = profile !== undefined && from <= profile.first && to > profile.last;
  const rows = whole
    ? profile.rows
    : (await database.readOne(await countQuery(relation, range, context), { n: number }, signal)).n;
  // Breaks narrower than a few pixels would cut the line into dots.
  const longest =
    Math.max((profile?.step ?? Infinity) * GAP_FACTOR, ((to - from) / columns) * BREAK_COLUMNS) / 1000;
  if (rows <= EXACT_ROWS_PER_COLUMN * columns) {
    const reach = Math.max(to - from, 100 * (profile?.step ?? 0));
    const sql = exactSql(relation, sid, from, to, reach);
    const points = await database.read(sql, { t: number, v: orNull(number) }, signal);
    return exactPoints(points, rows, longest);
  }
  const levels = await (rows >= WAIT_FOR_LEVELS_ROWS ? view.levelsSoon : view.levels).call(
    view,
    relation,
    sid,
    context,
  );
  const grid = gridFor(from, to, columns, levels);
  const sql = grid.level ? m4LevelSql(grid.level.table, sid, grid) : m4Sql(relation, sid, grid);
  return m4Points(await database.read(sql, m4Shape, signal), rows, longest);
}

async function countQuery(relation: string, range: Range, context: ViewContext): Promise<string> {
  const { sid, from, to } = range;
  const [finest] = await context.view.levels(relation, sid, context);
  return finest ? countByLevelSql(relation, finest, sid, from, to) : countSql(relation, sid, from, to);
}

async function gaps({ sid, from, to }: Range, context: ViewContext): Promise<ChartData['gaps']> {
  const table = await context.view.gapTable(context.tables.raw, context);
  return context.database.read(
    gapsSql(table, sid, from, to),
    { fromMs: number, toMs: number },
    context.signal,
  );
}

async function filledSpans(
  { sid, from, to, columns }: Range,
  context: ViewContext,
): Promise<ChartData['filledSpans']> {
  const table = await context.view.filledTable(context.tables, context);
  if (table === null) return [];
  const sql = filledSpansSql(table, sid, from, to, columns);
  return joinedSpans(await context.database.read(sql, { f: number, t: number }, context.signal));
}

const markKinds: readonly MarkKind[] = ['outlier', 'outlier-protected', 'filled'];

const markKind: Cell<MarkKind> = (cell, column) => {
  const found = markKinds.find((kind) => kind === cell);
  if (!found) throw new TypeError(`expected a kind of mark in column ${column}, got ${String(cell)}`);
  return found;
};

const markShape = { kind: markKind, n: number, tMin: number, vMin: number, tMax: number, vMax: number };

async function marks(
  range: Range,
  context: ViewContext,
): Promise<Pick<ChartData, 'outliers' | 'protectedOutliers' | 'filled'>> {
  const table = await context.view.markTable(context.tables, range.sid, context);
  const columns =
    table === null
      ? []
      : await context.database.read(
          marksSql(table, range.sid, range.from, range.to),
          markShape,
          context.signal,
        );
  return {
    outliers: marksOf('outlier', columns),
    protectedOutliers: marksOf('outlier-protected', columns),
    filled: marksOf('filled', columns),
  };
}

const sparkShape = {
  sid: number,
  bucket: number,
  tMin: number,
  vMin: orNull(number),
  tMax: number,
  vMax: orNull(number),
};

/** The sparklines of some series of a relation (columns `sid, "row", ts, value`), by series number, in one query. */
export async function sparks(
  relation: string,
  extents: readonly SparkExtent[],
  context: Pick<ViewContext, 'database' | 'signal'>,
): Promise<Map<number, (number | null)[]>> {
  if (extents.length === 0) return new Map();
  return sparklines(await context.database.read(sparklineSql(relation, extents), sparkShape, context.signal));
}
