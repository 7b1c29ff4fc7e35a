/**
 * Relations that the charts look at. `raw` has `sid, "row", ts, value` in the order of the file; `processed` has at least
 * `sid, ts, value`, sorted by series and time, and `filled` where it is `resampled`; `changes` has `sid, ts, action,
 * before, after`. Names are unquoted. Before the first run `processed` and `changes` are null.
 */
export interface StageTables {
  raw: string;
  processed: string | null;
  processedKind: 'clean' | 'resampled';
  /** The relation of which `processed` is a view with the same times and values, where it is one: what is known of one holds for both. */
  same?: string;
  changes: string | null;
}
