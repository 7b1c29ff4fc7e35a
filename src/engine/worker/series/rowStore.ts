/** The rows of loaded and generated series as they came: in chunks, so that nothing is copied while they grow. */
import { LabFailure } from '../../../core/errors';
import type { StageFacts } from '../../../core/rows/facts';
import type { PlannedSource } from '../../../core/synth/plan';
import { Column } from './column';
import { RowKeeper, type Holding } from './rowKeeper';

export { CHUNK_ROWS, Column, columnOf } from './column';

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

/** What the columns of a series take of the keeper. */
const holdingsOf = ({ times, values }: RawRows): Holding[] =>
  [times, values].flatMap((column) => (column instanceof Column && column.holding ? [column.holding] : []));

/** Who keeps the rows of a series, where somebody does. */
export const keeperOf = ({ values }: RawRows): RowKeeper | undefined =>
  values instanceof Column ? values.keeper : undefined;

/** Copies of stores that nobody reads any more let go of what they held. */
const unread = new FinalizationRegistry<{ keeper: RowKeeper; holdings: Holding[] }>(({ keeper, holdings }) =>
  holdings.forEach((holding) => keeper.drop(holding)),
);

/** Raw rows by the number of their series. */
export class RowStore {
  private readonly series = new Map<number, RawRows>();
  private keptBytes = 0;

  /** `keeper`: of the rows of files. */
  constructor(readonly keeper = new RowKeeper()) {}

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
    for (const holding of holdingsOf(rows)) this.keeper.retain(holding);
    this.remove(sid);
    this.series.set(sid, rows);
    this.keptBytes += bytesKept(rows);
  }

  /** Lets a series go; rows of its file that no other store has are freed. */
  remove(sid: number): void {
    const before = this.series.get(sid);
    if (!before) return;
    this.series.delete(sid);
    this.keptBytes -= bytesKept(before);
    for (const holding of holdingsOf(before)) this.keeper.drop(holding);
  }

  /** The same rows in a store of its own, which what comes later does not change. */
  copy(): RowStore {
    const copy = new RowStore(this.keeper);
    for (const [sid, rows] of this.series) copy.put(sid, rows);
    unread.register(copy, {
      keeper: this.keeper,
      holdings: [...this.series.values()].flatMap(holdingsOf),
    });
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
