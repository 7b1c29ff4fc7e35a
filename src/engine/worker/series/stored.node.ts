/** For tests: what a store holds. */
import { createGenerator } from '../../../core/synth/generator';
import { CHUNK_ROWS, isMade, timeAt, type RawRows, type RowStore } from './rowStore';

export interface StoredRow {
  sid: number;
  row: number;
  us: number;
  value: number | null;
}

/** Times and values of a series; values that are not kept are made. */
export function numbersOf(raw: RawRows): { times: Float64Array; values: Float64Array } {
  const times = Float64Array.from({ length: raw.rows }, (_, row) => timeAt(raw, row));
  if (!isMade(raw.values)) return { times, values: raw.values.copy(0, raw.rows) };
  const { source, channel, kept } = raw.values;
  const generator = createGenerator(source.job);
  const values = new Float64Array(raw.rows);
  for (let from = 0; from < raw.rows; from += CHUNK_ROWS) {
    const to = Math.min(raw.rows, from + CHUNK_ROWS);
    const chunk = kept[from / CHUNK_ROWS] ?? generator.rows(channel, from, to, false).values;
    values.set(chunk.subarray(0, to - from), from);
  }
  return { times, values };
}

/** All rows by series, in the order of their files. */
export function storedRows(store: RowStore): StoredRow[] {
  return store.sids().flatMap((sid) => {
    const { times, values } = numbersOf(store.need(sid));
    return Array.from(times, (us, row) => {
      const value = values[row] as number;
      return { sid, row, us, value: Number.isNaN(value) ? null : value };
    });
  });
}
