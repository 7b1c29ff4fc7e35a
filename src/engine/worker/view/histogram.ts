import { at } from '../../../core/list';
import {
  binCounts,
  binCountsSql,
  binEdges,
  finiteSql,
  QUANTILES,
  statsOf,
  type Part,
  type ValueStats,
} from '../../../core/view/histogram';
import { moments, quantiles, type Pause } from '../../../core/view/quantiles';
import type { Histogram, HistogramRequest } from '../../../core/view/types';
import { number } from '../duckdb/shape';
import { seriesId, type ViewContext } from './viewIndex';
import { allValues, timePieces } from '../series/values';

/** A turn for others at most every 15 ms. */
function pauses({ database, signal }: Pick<ViewContext, 'database' | 'signal'>): Pause {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 15) return;
    await database.pause();
    signal.throwIfAborted();
    last = performance.now();
  };
}

/** The part cut into what one short statement takes. */
async function inPieces(part: Part, context: ViewContext): Promise<Part[]> {
  const profile = (await context.view.profiles(part.relation, context)).get(part.sid);
  if (!profile) return [];
  const from = Math.max(profile.first, part.from ?? profile.first);
  const to = Math.min(profile.last + 1, part.to ?? profile.last + 1);
  const share = Math.max(0, to - from) / (profile.last + 1 - profile.first);
  return timePieces(profile.rows * share, from, to).map((piece) => ({ ...part, ...piece }));
}

/** Aggregates of a part of a series; those of a whole one are kept. */
export async function valueStats(part: Part, context: ViewContext): Promise<ValueStats> {
  const whole = part.from === undefined && part.to === undefined;
  const cache = whole ? await context.view.stats(part.relation, context) : null;
  const before = cache?.get(part.sid);
  if (before) return before;
  const values = await allValues((await inPieces(part, context)).map(finiteSql), context);
  const pause = pauses(context);
  const { mean, std } = await moments(values, pause);
  const stats = statsOf(mean, std, values, await quantiles(values, QUANTILES, pause));
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
  const count = async (relation: string | null, stats: ValueStats): Promise<number[]> => {
    const counts = binCounts(bins, []);
    if (relation === null || stats.count === 0) return counts;
    for (const piece of await inPieces(part(relation), context)) {
      const sql = binCountsSql(piece, edges);
      const found = await database.read(sql, { bin: number, n: number }, signal);
      for (const { bin, n } of found) counts[bin] = at(counts, bin) + n;
    }
    return counts;
  };
  const rawCounts = await count(tables.raw, raw);
  const same = tables.processed === tables.raw;
  const result: Histogram = {
    edges,
    raw: rawCounts,
    processed: same ? rawCounts : await count(tables.processed, processed),
    quantiles: { raw: raw.quantiles, processed: processed.quantiles },
  };
  if (whole) view.histograms.set(key, result);
  return result;
}
