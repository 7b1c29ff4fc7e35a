import { at } from '../../../core/list';
import {
  conclude,
  firstLook,
  gather,
  type Answer,
  type Gathered,
  type Question,
} from '../../../core/rows/measure';
import type { Rows } from '../../../core/rows/types';
import {
  binEdges,
  countInBins,
  finiteOnly,
  QUANTILES,
  statsOf,
  statsOfAnswers,
  type ValueStats,
} from '../../../core/view/histogram';
import { countRows } from '../../../core/view/levels';
import { moments, quantiles, quantilesInPasses, type Pause } from '../../../core/view/quantiles';
import type { Histogram, HistogramRequest } from '../../../core/view/types';
import { nextTurn } from '../duckdb/schedule';
import type { Range, Stage } from '../series/stages';
import { factsWithRows, sameRows, type ViewContext } from './context';

/** Values of one part of a series that are looked at in memory, at most; more are read again for every pass. */
const MAX_HELD = 16_000_000;

/** A part of a series; without a range, all of it. */
interface Part extends Range {
  sid: number;
  stage: Stage;
}

/** A turn for others at most every 15 ms. */
function pauses(signal: AbortSignal): Pause {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < 15) return;
    await nextTurn();
    signal.throwIfAborted();
    last = performance.now();
  };
}

const nothing: ValueStats = { count: 0, mean: null, std: null, quantiles: null };

/** Aggregates of the finite values of a part of a series; those of a whole one are kept. `maxHeld`: for tests. */
export function valueStats(part: Part, context: ViewContext, maxHeld = MAX_HELD): Promise<ValueStats> {
  if (part.from !== undefined || part.to !== undefined) return measured(part, context, maxHeld);
  const { sid, stage } = part;
  return context.cache.stats.get(sid, stage, context.signal, (signal) =>
    measured(part, { ...context, signal }, maxHeld),
  );
}

async function measured(part: Part, context: ViewContext, maxHeld: number): Promise<ValueStats> {
  const facts = factsWithRows(context, part.sid, part.stage);
  if (!facts) return nothing;
  const { from = facts.first, to = facts.last + 1 } = part;
  if (facts.count > maxHeld && countRows(facts, from, to).rows > maxHeld)
    return inPasses(part, context, maxHeld);
  const values: Float64Array[] = [];
  for await (const rows of rowsOf(part, context)) values.push(finiteOnly(rows.values, rows.length));
  const pause = pauses(context.signal);
  const { mean, std } = await moments(values, pause);
  return statsOf(mean, std, values, await quantiles(values, QUANTILES, pause));
}

const rowsOf = ({ sid, stage, from, to }: Part, context: ViewContext): AsyncGenerator<Rows, void> =>
  context.stages.rows(sid, stage, { from, to }, context.signal);

/** The same of more values than are held: they are read again for each pass. */
async function inPasses(part: Part, context: ViewContext, maxHeld: number): Promise<ValueStats> {
  const shape = await answerTo({ kind: 'moments' }, part, context);
  if (shape.kind !== 'moments') throw new TypeError(`expected moments, got ${shape.kind}`);
  const read = async function* (): AsyncGenerator<Float64Array, void> {
    for await (const rows of rowsOf(part, context)) yield finiteOnly(rows.values, rows.length);
  };
  const quick = await quantilesInPasses(read, shape, QUANTILES, maxHeld);
  if (quick) return statsOfAnswers(shape, quick);
  const places = await answerTo({ kind: 'quantiles', at: QUANTILES }, part, context);
  if (places.kind !== 'quantiles') throw new TypeError(`expected quantiles, got ${places.kind}`);
  return statsOfAnswers(shape, places.values);
}

/** The answer to a question about the values of a part. */
async function answerTo(question: Question, part: Part, context: ViewContext): Promise<Answer> {
  for (let look = firstLook(question); ;) {
    const gathered: Gathered[] = [];
    let before: number | null = null;
    for await (const rows of rowsOf(part, context)) {
      gathered.push(gather(look, rows, 0, rows.length, before));
      if (rows.length > 0) before = at(rows.times, rows.length - 1);
    }
    const found = conclude(question, look, gathered);
    if ('answer' in found) return found.answer;
    look = found.look;
  }
}

/** Raw and processed values of the visible range, counted in the same bins. */
export function histogram(request: HistogramRequest, context: ViewContext): Promise<Histogram> {
  const sid = context.stages.sidOf(request.series);
  if (request.from !== undefined || request.to !== undefined) return counted(sid, request, context);
  return context.cache.histograms.get(sid, request.rule, context.signal, (signal) =>
    counted(sid, request, { ...context, signal }),
  );
}

async function counted(
  sid: number,
  { from, to, rule }: HistogramRequest,
  context: ViewContext,
): Promise<Histogram> {
  const same = sameRows(context, sid);
  const part = (stage: Stage): Part => ({ sid, stage, from, to });
  const raw = await valueStats(part('raw'), context);
  const processed = same ? raw : await valueStats(part('processed'), context);
  const edges = binEdges([raw, processed], rule);
  const count = async (stage: Stage, { count: values }: ValueStats): Promise<number[]> => {
    const counts = Array.from({ length: Math.max(0, edges.length - 1) }, () => 0);
    if (values === 0) return counts;
    for await (const rows of rowsOf(part(stage), context)) {
      countInBins(rows.values.subarray(0, rows.length), edges, counts);
    }
    return counts;
  };
  const rawCounts = await count('raw', raw);
  return {
    edges,
    raw: rawCounts,
    processed: same ? rawCounts : await count('processed', processed),
    quantiles: { raw: raw.quantiles, processed: processed.quantiles },
  };
}
