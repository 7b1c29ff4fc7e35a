/** Rows of series to be written, wherever they come from. */
import type { Rows } from '../../../core/rows/types';
import type { Range, Stage, Stages } from '../series/stages';
import type { PieceFiles } from './parquet/pieceFiles';
import type { WrittenFile } from './parquet/writer';

/** Where the rows of a series lie, microseconds. */
export interface Extent {
  rows: number;
  first: number;
  last: number;
}

export interface RowSource {
  /** Null where a series has no rows. */
  extent(sid: number): Extent | null;
  /** Rows of a series, some at a time, in order of time where a range is given; the arrays are the caller's. */
  rows(sid: number, range: Range, signal: AbortSignal): AsyncIterable<Rows>;
  /** The files of the only series that there is, where they can be encoded beside the steps; see `Stages.files`. */
  files?(
    sid: number,
    endOf: (time: number) => number,
    filesIn: (stretch: { from: number; to: number }) => PieceFiles,
    signal: AbortSignal,
  ): AsyncIterable<WrittenFile[]> | null;
}

/** The rows of a stage. `kind`: what the files hold; of resampled rows each has `observations`. */
export function stageRows(stages: Stages, stage: Stage, kind: 'clean' | 'resampled'): RowSource {
  return {
    extent(sid) {
      const facts = stages.facts(sid, stage);
      return facts && facts.rows > 0 ? { rows: facts.rows, first: facts.first, last: facts.last } : null;
    },
    async *rows(sid, range, signal) {
      for await (const rows of stages.rows(sid, stage, range, signal))
        yield kind === 'resampled' ? bucketed(rows) : { ...rows, observations: null };
    },
    files: (sid, endOf, filesIn, signal) =>
      stage === 'raw' ? null : (stages.files?.(sid, stage, endOf, filesIn, signal) ?? null),
  };
}

/** Rows of a series that passed by the resampling as it was are buckets of their own (spec/steps.md): of one value, or of none. */
function bucketed(rows: Rows): Rows {
  if (rows.observations) return rows;
  const { length, values } = rows;
  const observations = new Int32Array(length);
  for (let row = 0; row < length; row++) {
    if (Number.isFinite(values[row])) observations[row] = 1;
    else values[row] = Number.NaN;
  }
  return { ...rows, observations };
}

/**
 * Rows of each series in a span of time `[from, to)` of its own. How many a series has there is not known before they are read: it is told as if they were
 * evenly spread.
 */
export function rowsWithin(
  source: RowSource,
  spanOf: (sid: number) => { from: number; to: number },
): RowSource {
  return {
    extent(sid) {
      const whole = source.extent(sid);
      if (!whole) return null;
      const { from, to } = spanOf(sid);
      const first = Math.max(whole.first, from);
      const last = Math.min(whole.last, to - 1);
      if (first > last) return null;
      const share = (last + 1 - first) / (whole.last + 1 - whole.first);
      return { rows: Math.max(1, Math.round(whole.rows * share)), first, last };
    },
    rows(sid, range, signal) {
      const span = spanOf(sid);
      const from = Math.max(range.from ?? -Infinity, span.from);
      const to = Math.min(range.to ?? Infinity, span.to);
      const within: Range = {
        ...(from > -Infinity ? { from } : {}),
        ...(to < Infinity ? { to } : {}),
      };
      return source.rows(sid, within, signal);
    },
  };
}
