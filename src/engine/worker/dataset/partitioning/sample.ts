/** Some rows of a stage: whole stretches, spread over its series. */
import { IntervalIndex, type Interval } from '../../../../core/label/flags';
import { at } from '../../../../core/list';
import { FileBuffer } from '../fileBuffer';
import type { FileRows } from '../parquet/fileRows';
import type { RowSource } from '../rowSource';

/** Rows of a sample at most, and stretches that they come from. */
export const SAMPLE_ROWS = 120_000;
const STRETCHES = 6;
/** Stretches of one series at most: each may mean that a piece of it is made again. */
const OF_ONE = 2;

export interface SampleOptions {
  source: RowSource;
  /** Series in the order of their names. */
  series: readonly { id: number; name: string }[];
  intervals(series: string): readonly Interval[];
  signal: AbortSignal;
  maxRows?: number;
}

/** Makes the arrays anew for each file that is written of them. */
export interface Sample {
  rows: number;
  series: number;
  /** The first rows of it as a file, no more than there are. */
  file(rows: number, path: string): FileRows;
}

/** Reads the sample. Rejects with AbortError, `worker-died`, `memory`. */
export async function sampleRows(options: SampleOptions): Promise<Sample> {
  const { source, intervals, signal, maxRows = SAMPLE_ROWS } = options;
  const present = options.series.flatMap((one) => {
    const extent = source.extent(one.id);
    return extent ? [{ ...one, ...extent }] : [];
  });
  const chosen = Math.min(present.length, STRETCHES);
  const each = Math.max(1, Math.min(OF_ONE, Math.floor(STRETCHES / Math.max(1, chosen))));
  const share = Math.floor(maxRows / Math.max(1, chosen * each));
  const buffer = new FileBuffer();
  for (let place = 0; place < chosen; place++) {
    const { id, rows, first, last } = at(present, Math.floor(((place + 0.5) * present.length) / chosen));
    const length = last - first + 1;
    const whole = rows <= share * each;
    const stretch = whole ? length : Math.ceil((length * share) / rows);
    for (let part = 0; part < (whole ? 1 : each); part++) {
      // Of two stretches one begins after a quarter, the other ends before the last.
      const from = whole ? first : Math.floor(first + ((length - stretch) * (part + 0.5)) / each);
      let left = whole ? rows : share;
      for await (const piece of source.rows(id, { from, to: from + stretch }, signal)) {
        const taken = Math.min(left, piece.length);
        buffer.append(id, piece, 0, taken);
        left -= taken;
        if (left === 0) break;
      }
    }
  }
  const all = buffer.take(maxRows);
  const names = new Map(present.map(({ id, name }) => [id, name]));
  const indexes = new Map<string, IntervalIndex>();
  const indexOf = (name: string): IntervalIndex => {
    const known = indexes.get(name) ?? new IntervalIndex(intervals(name));
    indexes.set(name, known);
    return known;
  };
  return {
    rows: all.rows,
    series: all.runs.length,
    file(wanted, path) {
      const rows = Math.min(wanted, all.rows);
      const runs: FileRows['runs'] = [];
      for (let from = 0, run = 0; from < rows; run++) {
        const { sid, rows: length } = at(all.runs, run);
        const taken = Math.min(length, rows - from);
        const series = names.get(sid) ?? '';
        const touching = indexOf(series).touching(at(all.times, from), at(all.times, from + taken - 1));
        runs.push({ series, rows: taken, intervals: touching });
        from += taken;
      }
      return {
        path,
        rows,
        runs,
        times: all.times.slice(0, rows),
        values: all.values.slice(0, rows),
        flags: all.flags.slice(0, rows),
        observations: all.observations?.slice(0, rows) ?? null,
      };
    },
  };
}
