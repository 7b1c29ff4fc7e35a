import { isoTime } from '../../../core/format';
import { FILLED, OUTLIER, type Rows } from '../../../core/rows/types';
import { placeOf } from '../../../core/view/levels';
import type { RowsRequest } from '../../protocol';
import { factsWithRows, type ViewContext } from './context';

type Row = Record<string, unknown>;

const MAX_ROWS = 10_000;

/** A page of a series' rows in the order of the stage, times as ISO text in UTC. At most 10,000 rows at once. */
export async function rows(
  { series, layer, ...request }: RowsRequest,
  context: ViewContext,
): Promise<{ total: number; rows: Row[] }> {
  const { stages } = context;
  const sid = stages.sidOf(series);
  const facts = factsWithRows(context, sid, layer);
  if (!facts) return { total: 0, rows: [] };
  const limit = Math.min(MAX_ROWS, Math.max(0, Math.floor(request.limit)));
  const offset = Math.max(0, Math.floor(request.offset));
  const page: { total: number; rows: Row[] } = { total: facts.rows, rows: [] };
  if (limit === 0 || offset >= facts.rows) return page;
  // Of a file that is not in order of time, all rows before the page are passed over.
  const { from, skip } =
    layer === 'raw' && facts.backward > 0 ? { from: undefined, skip: offset } : placeOf(facts, offset);
  const columns = layer === 'raw' ? 'raw' : (stages.processedKind ?? 'clean');
  let next = offset - skip;
  for await (const part of context.stages.rows(sid, layer, { from }, context.signal)) {
    const end = next + part.length;
    for (let row = Math.max(next, offset); row < Math.min(end, offset + limit); row++) {
      page.rows.push(shown(part, row - next, row, columns));
    }
    next = end;
    if (next >= offset + limit) break;
  }
  return page;
}

/** One row with the columns that its stage has in SQL; `number`: its place. */
function shown(
  { times, values, flags, observations }: Rows,
  at: number,
  number: number,
  columns: 'raw' | 'clean' | 'resampled',
): Row {
  const value = values[at] as number;
  const flag = (bit: number): boolean => ((flags[at] as number) & bit) !== 0;
  return {
    ...(columns === 'raw' ? { row: number } : {}),
    ts: isoTime(times[at] as number),
    value: Number.isNaN(value) ? null : value,
    ...(columns === 'resampled' ? { observations: observations?.[at] ?? null } : { outlier: flag(OUTLIER) }),
    filled: flag(FILLED),
  };
}
