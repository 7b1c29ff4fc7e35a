import { maxOf, minOf } from '../../../core/list';
import { GAP_FACTOR, longestStep } from '../../../core/rows/distances';
import type { StageFacts } from '../../../core/rows/facts';
import { filledShare } from '../../../core/view/filled';
import { Gaps } from '../../../core/view/gaps';
import { gridFor } from '../../../core/view/grid';
import { besideRange, countRows, m4OfLevel } from '../../../core/view/levels';
import { m4Line, RowLine } from '../../../core/view/m4';
import { FilledRows, marksOfChanges, type SeriesMarks } from '../../../core/view/marks';
import type { ChartData, ChartRequest, LinePoints, Marks } from '../../../core/view/types';
import type { Stage } from '../series/stages';
import { factsWithRows, sameRows, type ViewContext } from './context';

/** Up to so many rows for each column are drawn as they are: M4 would hardly give fewer points. */
const EXACT_ROWS_PER_COLUMN = 2;
const BREAK_COLUMNS = 3;
/** Neighbours beside the visible range are looked for as far away as so many steps, and as the range is long. */
const REACH_STEPS = 100;
/** Of more filled rows of a resampled series, single ones are not marked but counted. */
export const MAX_FILLED_BUCKETS = 4_000_000;

interface Visible {
  sid: number;
  from: number;
  to: number;
  columns: number;
}

/** The part of a series that is visible, reduced to what its pixels can show. */
export async function chart(request: ChartRequest, context: ViewContext): Promise<ChartData> {
  const { stages, cache } = context;
  const sid = stages.sidOf(request.series);
  const raw = factsWithRows(context, sid, 'raw');
  const processed = factsWithRows(context, sid, 'processed');
  const known = [raw, processed].filter((facts) => facts !== null);
  // Without any rows the chart is empty at the epoch.
  const first = known.length > 0 ? minOf(known.map((facts) => facts.first)) : 0;
  const last = known.length > 0 ? maxOf(known.map((facts) => facts.last)) : 0;
  const from = request.from ?? first;
  const to = Math.max(from + 1, request.to ?? last + 1);
  const visible: Visible = { sid, from, to, columns: Math.max(1, Math.floor(request.columns)) };
  const layers = new Set(request.layers);

  const data: ChartData = {
    first,
    last,
    from,
    to,
    ...(await marks(visible, processed, context)),
    filledSpans:
      processed && processed.filled.length > 0 && layers.has('processed')
        ? cache.filledOf(sid, processed).within(from, to, visible.columns)
        : [],
    gaps: raw && raw.gaps > 0 ? (await gapsOf(sid, raw, context)).within(from, to) : [],
  };
  const lines = await bothLines(
    visible,
    layers.has('raw') ? raw : null,
    layers.has('processed') ? processed : null,
    context,
  );
  return { ...data, ...lines };
}

/** The lines of both layers, as far as they are wanted. They are read at once, and both have ended when this ends. */
async function bothLines(
  visible: Visible,
  raw: StageFacts | null,
  processed: StageFacts | null,
  context: ViewContext,
): Promise<Pick<ChartData, 'raw' | 'processed'>> {
  const same = raw !== null && sameRows(context, visible.sid);
  const [first, second] = await Promise.allSettled([
    raw ? line('raw', raw, visible, context) : null,
    processed && !same ? line('processed', processed, visible, context) : null,
  ]);
  if (first.status === 'rejected') throw first.reason;
  if (second.status === 'rejected') throw second.reason;
  const other = processed && same ? first.value : second.value;
  return { ...(first.value ? { raw: first.value } : {}), ...(other ? { processed: other } : {}) };
}

/** How far beside a range neighbours are looked for, microseconds. */
export const reachOf = (
  { from, to }: { from: number; to: number },
  { step }: Pick<StageFacts, 'step'>,
): number => Math.max(to - from, REACH_STEPS * (step ?? 0));

async function line(
  stage: Stage,
  facts: StageFacts,
  { sid, from, to, columns }: Visible,
  context: ViewContext,
): Promise<LinePoints> {
  const { step, levels, first, last } = facts;
  // Breaks narrower than a few pixels would cut the line into dots.
  const longest = Math.max((step ?? Infinity) * GAP_FACTOR, ((to - from) / columns) * BREAK_COLUMNS);
  const limit = EXACT_ROWS_PER_COLUMN * columns;
  const grid = gridFor(from, to, columns, levels);
  if (grid.level) {
    const counted = countRows(facts, from, to);
    let { rows } = counted;
    for (const rest of counted.rest) {
      for await (const { length } of context.stages.rows(sid, stage, rest, context.signal)) rows += length;
    }
    if (rows > limit) return m4Line(m4OfLevel(grid.level.records, grid), rows, longest);
  }
  const reach = reachOf({ from, to }, facts);
  const { low, high } = besideRange(levels, from, to, reach);
  const found = new RowLine({ from, to, reach, limit, grid });
  const range = {
    from: Math.max(first, grid.level ? low : Math.min(low, grid.start)),
    to: Math.min(last + 1, grid.level ? high : Math.max(high, grid.end)),
  };
  if (range.from < range.to) {
    for await (const rows of context.stages.rows(sid, stage, range, context.signal)) {
      found.take(rows);
      if (found.complete) break;
    }
  }
  return found.points(longest);
}

/** Looked for once in all rows of a series; a look that was cancelled goes on where it stopped. */
function gapsOf(sid: number, facts: StageFacts, context: ViewContext): Promise<Gaps> {
  const { first, last, step } = facts;
  const { stages, cache } = context;
  const { work, soFar } = cache.gaps.of(sid, facts);
  return work.get(sid, '', context.signal, async (signal) => {
    const gaps = soFar.get(sid) ?? new Gaps(longestStep(step ?? Infinity));
    soFar.set(sid, gaps);
    const rest = { from: gaps.upTo ?? first, to: last + 1 };
    for await (const { times, length } of stages.rows(sid, 'raw', rest, signal)) {
      signal.throwIfAborted();
      gaps.take(times, length);
    }
    return gaps;
  });
}

async function marks(
  { sid, from, to }: Visible,
  processed: StageFacts | null,
  context: ViewContext,
): Promise<Pick<ChartData, 'outliers' | 'protectedOutliers' | 'filled'>> {
  const { stages, cache } = context;
  const buckets =
    stages.processedKind === 'resampled' && processed ? filledShare(processed.filled).filled : 0;
  const found = await cache.marks.get(sid, '', context.signal, (signal) =>
    marksOf(sid, buckets > MAX_FILLED_BUCKETS ? 0 : buckets, { ...context, signal }),
  );
  const filled: Marks = found.filled.within(from, to);
  if (processed && buckets > MAX_FILLED_BUCKETS) {
    filled.total += cache.filledOf(sid, processed).rowsWithin(from, to);
  }
  return {
    outliers: found.outlier.within(from, to),
    protectedOutliers: found['outlier-protected'].within(from, to),
    filled,
  };
}

/** Marks of a whole series; `buckets`: how many filled rows of the resampled stage there are to be found. */
async function marksOf(sid: number, buckets: number, context: ViewContext): Promise<SeriesMarks> {
  const changes = context.stages.changes(sid);
  if (buckets === 0) return marksOfChanges(changes);
  const rows = new FilledRows(buckets);
  for await (const part of context.stages.rows(sid, 'processed', {}, context.signal)) rows.take(part);
  return marksOfChanges(changes, rows.points());
}
