import { identifier, integer, list } from '../sql';

/** Pairs of lowest and highest in each sparkline, so twice as many points. */
const SPARK_PAIRS = 30;

export interface SparkColumn {
  sid: number;
  bucket: number;
  tMin: number;
  vMin: number | null;
  tMax: number;
  vMax: number | null;
}

/** Rows of a series that its sparkline is drawn from, at most; longer series are sampled evenly. */
const SPARK_ROWS = 20_000;

/** What is known of a series before its sparkline: times in microseconds, the last inclusive. */
export interface SparkExtent {
  sid: number;
  rows: number;
  first: number;
  last: number;
}

/**
 * Several series at once (at least one): the lowest and highest value of each thirtieth of a series' time. A series of more than
 * 20,000 rows gives every k-th of its rows. The relation has `sid, "row", ts, value`, with `row` counting from 0.
 */
export function sparklineSql(relation: string, extents: readonly SparkExtent[]): string {
  const known = extents.map(
    ({ sid, rows, first, last }) =>
      `(${integer(sid)}, ${integer(first)}::BIGINT, ${integer(last)}::BIGINT, ${integer(Math.max(1, Math.floor(rows / SPARK_ROWS)))})`,
  );
  return `WITH extents(sid, first, last, k) AS (VALUES ${list(known)})
  SELECT sid, (epoch_us(ts) - first) * ${SPARK_PAIRS} // (last - first + 1) AS bucket,
    epoch_us(arg_min(ts, value)) AS "tMin", min(value) AS "vMin", epoch_us(arg_max(ts, value)) AS "tMax", max(value) AS "vMax"
  FROM ${identifier(relation)} JOIN extents USING (sid)
  WHERE "row" % k = 0 AND isfinite(value) GROUP BY sid, bucket ORDER BY sid, bucket`;
}

/** At most 60 values for each series, evenly spread in time, lowest and highest of each thirtieth in the order they came; null where there is nothing. */
export function sparklines(columns: readonly SparkColumn[]): Map<number, (number | null)[]> {
  const lines = new Map<number, (number | null)[]>();
  for (const column of columns) {
    let line = lines.get(column.sid);
    if (!line) lines.set(column.sid, (line = Array.from({ length: 2 * SPARK_PAIRS }, () => null)));
    const lowFirst = column.tMin <= column.tMax;
    line[column.bucket * 2] = lowFirst ? column.vMin : column.vMax;
    line[column.bucket * 2 + 1] = lowFirst ? column.vMax : column.vMin;
  }
  return lines;
}

/** The same from lowest and highest rows that are known: times in microseconds from `first` to `last`, in order. */
export function sparklineOf(
  points: readonly (readonly [time: number, value: number])[],
  first: number,
  last: number,
): (number | null)[] {
  const columns = new Map<number, SparkColumn>();
  for (const [time, value] of points) {
    const bucket = Math.floor(((time - first) * SPARK_PAIRS) / (last - first + 1));
    const column = columns.get(bucket);
    if (!column) {
      columns.set(bucket, { sid: 0, bucket, tMin: time, vMin: value, tMax: time, vMax: value });
      continue;
    }
    if (value < (column.vMin ?? Infinity)) Object.assign(column, { tMin: time, vMin: value });
    if (value > (column.vMax ?? -Infinity)) Object.assign(column, { tMax: time, vMax: value });
  }
  return sparklines([...columns.values()]).get(0) ?? [];
}
