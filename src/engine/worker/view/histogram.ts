import {
  binCounts,
  binCountsSql,
  binEdges,
  statsOf,
  statsSql,
  type Part,
  type StatsRow,
  type ValueStats,
} from '../../../core/view/histogram';
import type { Histogram, HistogramRequest } from '../../../core/view/types';
import { seriesId, type ViewContext } from './context';

/** Aggregates of a part of a series; those of a whole one are kept. */
export async function valueStats(part: Part, context: ViewContext): Promise<ValueStats> {
  const whole = part.from === undefined && part.to === undefined;
  const cache = whole ? await context.view.stats(part.relation, context) : null;
  const before = cache?.get(part.sid);
  if (before) return before;
  const [row] = await context.database.rows<StatsRow>(statsSql(part), context.signal);
  const stats = statsOf(row);
  cache?.set(part.sid, stats);
  return stats;
}

/** Raw and processed values of the visible range, counted in the same bins. */
export async function histogram(request: HistogramRequest, context: ViewContext): Promise<Histogram> {
  const { tables, view, database, signal } = context;
  const sid = await seriesId(request.series, context);
  const whole = request.from === undefined && request.to === undefined;
  const key = view.histogramKey(tables, sid, request.rule);
  const before = whole ? view.histograms.get(key) : undefined;
  if (before) return before;

  const part = (relation: string): Part => ({ relation, sid, from: request.from, to: request.to });
  const nothing: ValueStats = { count: 0, mean: null, std: null, quantiles: null };
  const raw = await valueStats(part(tables.raw), context);
  const processed = tables.processed === null ? nothing : await valueStats(part(tables.processed), context);
  const edges = binEdges([raw, processed], request.rule);
  const bins = Math.max(0, edges.length - 1);
  const count = async (relation: string | null, stats: ValueStats): Promise<number[]> =>
    binCounts(
      bins,
      relation === null || stats.count === 0
        ? []
        : await database.rows<{ bin: number; n: number }>(binCountsSql(part(relation), edges), signal),
    );
  const result: Histogram = {
    edges,
    raw: await count(tables.raw, raw),
    processed: await count(tables.processed, processed),
    quantiles: { raw: raw.quantiles, processed: processed.quantiles },
  };
  if (whole) view.histograms.set(key, result);
  return result;
}
