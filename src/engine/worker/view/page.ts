import { identifier, integer } from '../../../core/sql';
import { isoTime } from '../../../core/view/time';
import type { RowsRequest } from '../../protocol';
import { seriesId, type ViewContext } from './context';

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
