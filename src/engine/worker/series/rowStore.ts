/** The rows of loaded and generated series as they came, in memory: in chunks, so that nothing is copied while they grow. */
import { LabFailure } from '../../../core/errors';
import { at } from '../../../core/list';
import type { StageFacts } from '../../../core/rows/facts';
import type { PlannedSource } from '../../../core/synth/plan';

/** Rows of a chunk. */
export const CHUNK_ROWS = 2 ** 20;

/** Numbers in the order in which they were appended. */
export class Column {
  private readonly chunks: Float64Array<ArrayBuffer>[] = [];
  private rows = 0;

  get length(): number {
    return this.rows;
  }

  /** The numbers as they lie in memory, `CHUNK_ROWS` at a time; not to be changed. */
  stretches(): readonly Float64Array<ArrayBuffer>[] {
    const used = this.rows % CHUNK_ROWS;
    const last = this.chunks.length - 1;
    return this.chunks.map((chunk, index) =>
      index === last && used > 0 ? chunk.subarray(0, used) : chunk.subarray(0, CHUNK_ROWS),
    );
  }

  append(numbers: Float64Array): void {
    for (let from = 0; from < numbers.length;) {
      const { chunk, used } = this.open(numbers.length - from);
      const take = Math.min(numbers.length - from, CHUNK_ROWS - used, chunk.length - used);
      chunk.set(numbers.subarray(from, from + take), used);
      this.rows += take;
      from += take;
    }
  }

  /** Copies rows `[from, to)`. */
  copy(from: number, to: number, into = allocate(to - from)): Float64Array<ArrayBuffer> {
    for (let row = from; row < to;) {
      const chunk = at(this.chunks, Math.floor(row / CHUNK_ROWS));
      const start = row % CHUNK_ROWS;
      const end = Math.min(CHUNK_ROWS, start + to - row);
      into.set(chunk.subarray(start, end), row - from);
      row += end - start;
    }
    return into;
  }

  /** The number of a row. Throws RangeError where there is none. */
  at(row: number): number {
    if (!(row >= 0 && row < this.rows)) throw new RangeError(`expected a row below ${this.rows}, got ${row}`);
    return at(this.chunks, Math.floor(row / CHUNK_ROWS))[row % CHUNK_ROWS] as number;
  }

  /** Lets go of what was set aside for rows that did not come. */
  trim(): void {
    const used = this.rows % CHUNK_ROWS;
    const last = this.chunks.at(-1);
    if (last && used > 0 && last.length > used) this.chunks[this.chunks.length - 1] = last.slice(0, used);
  }

  /** The last chunk, with room: it doubles up to its full size. */
  private open(more: number): { chunk: Float64Array<ArrayBuffer>; used: number } {
    const used = this.rows % CHUNK_ROWS;
    const last = this.chunks.at(-1);
    if (last && used > 0 && used < last.length) return { chunk: last, used };
    const full = used === 0;
    const size = Math.min(CHUNK_ROWS, Math.max(64, more + used, full ? 0 : 2 * used));
    const chunk = allocate(size);
    if (full || !last) this.chunks.push(chunk);
    else {
      chunk.set(last);
      this.chunks[this.chunks.length - 1] = chunk;
    }
    return { chunk, used };
  }
}

/** Numbers as a column of their own. */
export function columnOf(numbers: Float64Array): Column {
  const column = new Column();
  column.append(numbers);
  return column;
}

function allocate(size: number): Float64Array<ArrayBuffer> {
  try {
    return new Float64Array(size);
  } catch (thrown) {
    throw new LabFailure({
      code: 'memory',
      message:
        'Memory ran out. Take fewer or shorter series, and close other pages. What was there before is there still.',
      detail: String(thrown),
    });
  }
}

/** Times at one distance from each other, microseconds. */
export interface TimeGrid {
  start: number;
  step: number;
}

/** Rows that are made again where they are not kept: values of a generated series on a grid. */
export interface MadeValues {
  source: PlannedSource;
  /** Which of the source's series. */
  channel: number;
  /** Rows `[i * CHUNK_ROWS, …)`, where they are kept. */
  kept: (Float64Array<ArrayBuffer> | undefined)[];
}

/** A series as it came, in the order of its file: times in its own zone, microseconds; values of which NaN is none. */
export interface RawRows {
  rows: number;
  times: TimeGrid | Column;
  values: Column | MadeValues;
  facts: StageFacts;
}

export const isGrid = (times: TimeGrid | Column): times is TimeGrid => 'step' in times;
export const isMade = (values: Column | MadeValues): values is MadeValues => 'source' in values;

/** The time of a row. */
export const timeAt = ({ times }: RawRows, row: number): number =>
  isGrid(times) ? times.start + row * times.step : times.at(row);

/** Bytes of values of generated series that are kept; beyond it they are made again each time. */
const KEPT_BYTES = 192 * 2 ** 20;

/** Raw rows by the number of their series. */
export class RowStore {
  private readonly series = new Map<number, RawRows>();
  private keptBytes = 0;

  /** Numbers of the series that are there. */
  sids(): number[] {
    return [...this.series.keys()];
  }

  get(sid: number): RawRows | undefined {
    return this.series.get(sid);
  }

  /** Throws LabFailure `internal` for a series that is not there. */
  need(sid: number): RawRows {
    const found = this.series.get(sid);
    if (!found) throw new LabFailure({ code: 'internal', message: `No series has the number ${sid}.` });
    return found;
  }

  put(sid: number, rows: RawRows): void {
    this.remove(sid);
    this.series.set(sid, rows);
    this.keptBytes += bytesKept(rows);
  }

  /** What it held, to be put back where a change fails. */
  remove(sid: number): RawRows | undefined {
    const before = this.series.get(sid);
    if (before) this.keptBytes -= bytesKept(before);
    this.series.delete(sid);
    return before;
  }

  /** The same rows in a store of its own, which what comes later does not change. */
  copy(): RowStore {
    const copy = new RowStore();
    for (const [sid, rows] of this.series) copy.put(sid, rows);
    return copy;
  }

  /** Whether values of so many bytes more may be kept, once those of some series are gone. */
  mayKeep(bytes: number, replaced: readonly number[] = []): boolean {
    const gone = replaced.reduce((sum, sid) => {
      const rows = this.series.get(sid);
      return rows ? sum + bytesKept(rows) : sum;
    }, 0);
    return this.keptBytes - gone + bytes <= KEPT_BYTES;
  }
}

function bytesKept({ values }: RawRows): number {
  if (!isMade(values)) return 0;
  return values.kept.reduce((sum, chunk) => sum + (chunk?.byteLength ?? 0), 0);
}
