/** Series that are loaded, and what is kept of them between two calls: rows, results and scores of detectors, while they fit. */
import type { DetectorResults } from '../../../core/nab';
import type { Recipe } from '../../../core/recipe/types';
import type { SeriesInfo } from '../../protocol';
import type { RowStore } from './rowStore';
import type { Stages } from './stages';

export interface LoadedSeries extends Omit<SeriesInfo, 'id' | 'labels'> {
  sid: number;
  /** Of a copy: the series that it copies. */
  copyOf?: string;
}

/** The session as the readers of rows see it. */
export interface SeriesHolder {
  readonly series: readonly LoadedSeries[];
  /** Rows as they came. */
  readonly store: RowStore;
  /** Rows of every stage. */
  readonly stages: Stages;
  readonly lastRun:
    | {
        recipe: Recipe;
        /** By the number of the series: what put its times into UTC, where a step did. */
        series: ReadonlyMap<number, { converted?: { key: string } | undefined }>;
      }
    | undefined;
  readonly cache: SeriesCache;
}

export interface Columns {
  /** What the times depend on beside the series. */
  key: string;
  times: Float64Array;
  values?: Float64Array;
}

/** Numbers kept of rows, and as many of scores: 128 MB each. */
const MAX_NUMBERS = 16_000_000;

export class SeriesCache {
  /** Files of results by a key of the file. */
  readonly results = new Map<string, DetectorResults>();
  private readonly columns = new Map<LoadedSeries, Columns>();
  private readonly scores = new Map<LoadedSeries, Map<string, Float64Array>>();

  /** `loaded`: the series there are now; what was kept of others goes first. */
  constructor(private readonly loaded: () => readonly LoadedSeries[]) {}

  columnsOf(series: LoadedSeries): Columns | undefined {
    return this.columns.get(series);
  }

  /** Keeps rows unless they are too many; the oldest go. */
  keepColumns(series: LoadedSeries, columns: Columns): void {
    this.columns.delete(series);
    const size = ({ times, values }: Columns): number => times.length + (values?.length ?? 0);
    if (size(columns) > MAX_NUMBERS) return;
    this.columns.set(series, columns);
    let total = 0;
    for (const one of this.columns.values()) total += size(one);
    for (const [old, one] of this.columns) {
      if (total <= MAX_NUMBERS && this.loaded().includes(old)) continue;
      total -= size(one);
      this.columns.delete(old);
    }
  }

  scoresOf(series: LoadedSeries, key: string): Float64Array | undefined {
    return this.scores.get(series)?.get(key);
  }

  /** Keeps the scores of one detector with one set of options, which `key` names; the oldest go. */
  keepScores(series: LoadedSeries, key: string, scores: Float64Array): void {
    const mine = this.scores.get(series) ?? new Map<string, Float64Array>();
    this.scores.delete(series);
    this.scores.set(series, mine);
    mine.set(key, scores);
    let total = 0;
    for (const one of this.scores.values()) for (const { length } of one.values()) total += length;
    for (const [old, one] of this.scores) {
      const gone = !this.loaded().includes(old);
      if (total <= MAX_NUMBERS && !gone) continue;
      for (const [name, { length }] of one) {
        if (total <= MAX_NUMBERS && !gone) break;
        one.delete(name);
        total -= length;
      }
      if (one.size === 0) this.scores.delete(old);
    }
  }
}
