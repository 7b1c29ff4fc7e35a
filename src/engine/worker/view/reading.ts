import type { StageFacts } from '../../../core/rows/facts';
import { rowAt } from '../../../core/rows/piece';
import type { Rows } from '../../../core/rows/types';
import type { Range, Stage } from '../series/stages';
import type { ViewContext } from './context';
import { MAX_HELD_ROWS } from './held';

/** Buckets of fewer rows than this are quickly made again. */
const LONG_ROWS = 200_000;
/** Rows that are handed out at a time. */
const PIECE_ROWS = 2 ** 18;

/** As `Stages.rows`, but buckets that were made of many rows are made once and kept. */
export async function* readRows(
  sid: number,
  stage: Stage,
  range: Range,
  context: ViewContext,
): AsyncGenerator<Rows, void> {
  const { stages, cache, signal } = context;
  const facts = heldFacts(sid, stage, context);
  if (!facts) return yield* stages.rows(sid, stage, range, signal);
  const all = await cache.held.get(sid, facts.rows, signal, (stop) =>
    collected(stages.rows(sid, stage, {}, stop), facts.rows, stop),
  );
  const end = range.to === undefined ? all.length : rowAt(all, range.to);
  let from = range.from === undefined ? 0 : rowAt(all, range.from);
  for (; from < end; from += PIECE_ROWS) yield copied(all, from, Math.min(end, from + PIECE_ROWS));
}

/** Facts of a stage whose rows are held; null where they are not. */
function heldFacts(sid: number, stage: Stage, { stages }: ViewContext): StageFacts | null {
  if (stage !== 'processed' || stages.processedKind !== 'resampled') return null;
  const facts = stages.facts(sid, stage);
  const made = stages.facts(sid, 'raw');
  return facts && made && made.rows >= LONG_ROWS && facts.rows <= MAX_HELD_ROWS ? facts : null;
}

async function collected(
  parts: AsyncGenerator<Rows, void>,
  size: number,
  signal: AbortSignal,
): Promise<Rows> {
  const all: Rows = {
    length: 0,
    times: new Float64Array(size),
    values: new Float64Array(size),
    flags: new Uint8Array(size),
    observations: null,
  };
  for await (const { length, times, values, flags, observations } of parts) {
    signal.throwIfAborted();
    all.times.set(times.subarray(0, length), all.length);
    all.values.set(values.subarray(0, length), all.length);
    all.flags.set(flags.subarray(0, length), all.length);
    if (observations) {
      all.observations ??= new Int32Array(size);
      all.observations.set(observations.subarray(0, length), all.length);
    }
    all.length += length;
  }
  return all;
}

const copied = ({ times, values, flags, observations }: Rows, from: number, to: number): Rows => ({
  length: to - from,
  times: times.slice(from, to),
  values: values.slice(from, to),
  flags: flags.slice(from, to),
  observations: observations?.slice(from, to) ?? null,
});
