/** What the calls of NAB and the detectors keep between two of them: rows, results and scores, while they fit. */
import type { DetectorResults } from '../../../core/nab';
import type { LoadedSeries, Session } from '../session';

export interface Columns {
  /** What the times depend on beside the series. */
  key: string;
  times: Float64Array;
  values?: Float64Array;
}

/** Numbers kept of rows, and as many of scores: 128 MB each. */
const MOST_NUMBERS = 16_000_000;

export class NabStore {
  readonly columns = new Map<LoadedSeries, Columns>();
  /** Files of results by `resultsKey`. */
  readonly results = new Map<string, DetectorResults>();
  private readonly scores = new Map<LoadedSeries, Map<string, Float64Array>>();

  constructor(private readonly session: Session) {}

  /** Keeps rows unless they are too many; the oldest go. */
  keep(series: LoadedSeries, columns: Columns): void {
    this.columns.delete(series);
    const size = ({ times, values }: Columns): number => times.length + (values?.length ?? 0);
    if (size(columns) > MOST_NUMBERS) return;
    this.columns.set(series, columns);
    let total = 0;
    for (const one of this.columns.values()) total += size(one);
    for (const [old, one] of this.columns) {
      if (total <= MOST_NUMBERS && this.session.series.includes(old)) continue;
      total -= size(one);
      this.columns.delete(old);
    }
  }

  scoresOf(series: LoadedSeries, key: string): Float64Array | undefined {
    return this.scores.get(series)?.get(key);
  }

  keepScores(series: LoadedSeries, key: string, scores: Float64Array): void {
    const mine = this.scores.get(series) ?? new Map<string, Float64Array>();
    this.scores.delete(series);
    this.scores.set(series, mine);
    mine.set(key, scores);
    let total = 0;
    for (const one of this.scores.values()) for (const { length } of one.values()) total += length;
    for (const [old, one] of this.scores) {
      if (total <= MOST_NUMBERS && this.session.series.includes(old)) continue;
      for (const [name, { length }] of one) {
        if (total <= MOST_NUMBERS && this.session.series.includes(old)) break;
        one.delete(name);
        total -= length;
      }
      if (one.size === 0) this.scores.delete(old);
    }
  }
}

const stores = new WeakMap<Session, NabStore>();

export function store(session: Session): NabStore {
  const found = stores.get(session) ?? new NabStore(session);
  stores.set(session, found);
  return found;
}
