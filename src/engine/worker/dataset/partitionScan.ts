/** Rows of series as a sequence of files' rows, partition by partition. */
import { firstWhere, lookup, maxOf, minOf } from '../../../core/list';
import { partitionOf, partPath, type Partition } from '../../../core/dataset/partition';
import type { PartitionUnit } from '../../../core/recipe/types';
import type { Rows } from '../../../core/rows/types';
import type { Range } from '../series/stages';
import { FileBuffer, type FileColumns } from './fileBuffer';
import type { Extent, RowSource } from './rowSource';

export interface ScanOptions {
  source: RowSource;
  units: readonly PartitionUnit[];
  /** Numbers of the series in the order of their names. */
  series: readonly number[];
  signal: AbortSignal;
  /** Folder of the bundle that the files lie below. */
  root: string;
  /** Rows in one file at most. */
  maxRows?: number;
  /** Rows held at once, but for those of one partition's file and of one piece. */
  budget?: number;
}

/** Rows of one file at most. */
export const MAX_ROWS = 2 ** 21;
const BUDGET = 2 ** 22;

/** One file's rows, sorted by series' name and time. */
export interface ScannedFile {
  path: string;
  columns: FileColumns;
}

/** A series of which there are rows. */
interface Present extends Extent {
  sid: number;
}

/**
 * Files in the order of partitions; one partition has a file for each `maxRows` rows. A single series is read once, from its start to its end. Several
 * are read one after the other, for a stretch of time of whole partitions that holds no more rows than the budget; a single partition with more is
 * read series by series.
 */
export async function* scan(options: ScanOptions): AsyncGenerator<ScannedFile, void> {
  const { source, series, units, budget = BUDGET } = options;
  const present = series.flatMap((sid): Present[] => {
    const extent = source.extent(sid);
    return extent ? [{ sid, ...extent }] : [];
  });
  const [only] = present;
  if (!only) return;
  if (present.length === 1) {
    const window = new Window(options, -Infinity, Infinity);
    for await (const rows of source.rows(only.sid, {}, options.signal)) {
      window.append(only.sid, rows);
      yield* window.complete();
    }
    yield* window.finish();
    return;
  }
  const rows = present.reduce((sum, one) => sum + one.rows, 0);
  const first = minOf(present.map((one) => one.first));
  const last = maxOf(present.map((one) => one.last));
  for (let from = partitionOf(first, units).start; from <= last;) {
    const to = rows <= budget ? Infinity : windowEnd(present, from, units, budget);
    const window = new Window(options, from, to);
    for (const one of present) {
      if (one.last < from || one.first >= window.end) continue;
      const range: Range = {
        ...(from > one.first ? { from } : {}),
        ...(window.end <= one.last ? { to: window.end } : {}),
      };
      for await (const piece of source.rows(one.sid, range, options.signal)) {
        if (!window.append(one.sid, piece)) break;
        window.shrink(budget);
        if (window.single) yield* window.whole();
      }
    }
    yield* window.finish();
    from = window.end;
  }
}

/** Where a stretch of time ends that begins at `from` and holds some three quarters of the budget, were each series' rows evenly spread. */
function windowEnd(
  present: readonly Present[],
  from: number,
  units: readonly PartitionUnit[],
  budget: number,
): number {
  if (units.length === 0) return Infinity;
  const rowsBefore = (time: number): number => {
    let sum = 0;
    for (const { rows, first, last } of present) {
      const overlap = Math.min(time, last + 1) - Math.max(from, first);
      if (overlap > 0) sum += (rows * overlap) / (last + 1 - first);
    }
    return sum;
  };
  let low = from;
  let high = maxOf(present.map(({ last }) => last)) + 1;
  if (rowsBefore(high) <= budget) return Infinity;
  for (let n = 0; n < 60; n++) {
    const middle = (low + high) / 2;
    if (rowsBefore(middle) <= 0.75 * budget) low = middle;
    else high = middle;
  }
  const { start, end } = partitionOf(low, units);
  return start > from ? start : end;
}

interface OpenFile {
  partition: Partition;
  buffer: FileBuffer;
  /** Files written of it. */
  parts: number;
}

/** The rows of a stretch of time, by partition. */
class Window {
  /** Whether the stretch is one partition, so that its rows come in the order of its files. */
  single = false;
  private held = 0;
  private readonly files = new Map<number, OpenFile>();
  private current: OpenFile | undefined;
  private readonly maxRows: number;

  constructor(
    private readonly options: ScanOptions,
    private readonly from: number,
    public end: number,
  ) {
    this.maxRows = options.maxRows ?? MAX_ROWS;
    this.single = options.units.length === 0;
  }

  /** Takes rows of a series, which ascend; false where some are not before the end, which are left out. */
  append(sid: number, rows: Rows): boolean {
    const { times, length } = rows;
    for (let row = 0; row < length;) {
      const time = times[row] as number;
      if (time >= this.end) return false;
      let { current } = this;
      if (!current || time < current.partition.start || time >= current.partition.end)
        current = this.current = this.fileAt(time);
      const { end } = current.partition;
      const to =
        (times[length - 1] as number) < end
          ? length
          : firstWhere(row, length, (later) => (times[later] as number) >= end);
      current.buffer.append(sid, rows, row, to);
      this.held += to - row;
      row = to;
    }
    return true;
  }

  private fileAt(time: number): OpenFile {
    const partition = partitionOf(time, this.options.units);
    const found = this.files.get(partition.start);
    if (found) return found;
    const made = { partition, buffer: new FileBuffer(), parts: 0 };
    this.files.set(partition.start, made);
    return made;
  }

  /** Gives up the latest partitions until what is held is no more than the budget; they are read with the next stretch. The first one stays. */
  shrink(budget: number): void {
    while (this.held > budget && !this.single) {
      const latest = lookup(this.files, maxOf(this.files.keys()));
      const { start, end } = latest.partition;
      if (start > this.from) {
        this.end = start;
        this.files.delete(start);
        this.held -= latest.buffer.rows;
        this.current = undefined;
      } else {
        this.end = end;
        this.single = true;
      }
    }
  }

  /** Of a single series: the files of all partitions before the current one, and those of its own that are full. */
  *complete(): Generator<ScannedFile, void> {
    for (const file of this.files.values()) {
      if (file === this.current) continue;
      yield* this.filesOf(file, 1);
      this.files.delete(file.partition.start);
    }
    yield* this.whole();
  }

  /** The full files of the current partition. */
  *whole(): Generator<ScannedFile, void> {
    if (this.current) yield* this.filesOf(this.current, this.maxRows);
  }

  /** All that is left, in the order of partitions. */
  *finish(): Generator<ScannedFile, void> {
    for (const start of [...this.files.keys()].sort((a, b) => a - b)) {
      yield* this.filesOf(lookup(this.files, start), 1);
      this.files.delete(start);
    }
  }

  /** Files of an open one while it has so many rows. */
  private *filesOf(file: OpenFile, least: number): Generator<ScannedFile, void> {
    while (file.buffer.rows >= least) {
      const columns = file.buffer.take(this.maxRows);
      this.held -= columns.rows;
      yield { path: partPath(file.partition.folder, file.parts++, this.options.root), columns };
    }
  }
}
