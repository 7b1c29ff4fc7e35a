import { identifier } from '../sql';

/** Pairs of lowest and highest in each sparkline, so twice as many points. */
export const SPARK_PAIRS = 30;

export interface SparkColumn {
  sid: number;
  bucket: number;
  tMin: number;
  vMin: number | null;
  tMax: number;
  vMax: number | null;
}

/** All series at once: the lowest and highest value of each thirtieth of a series' time. */
export function sparklineSql(relation: string): string {
  const source = identifier(relation);
  return `SELECT sid, (epoch_us(ts) - first) * ${SPARK_PAIRS} // (last - first + 1) AS bucket,
    epoch_us(arg_min(ts, value)) AS "tMin", min(value) AS "vMin", epoch_us(arg_max(ts, value)) AS "tMax", max(value) AS "vMax"
  FROM ${source} JOIN (SELECT sid, epoch_us(min(ts)) AS first, epoch_us(max(ts)) AS last FROM ${source} GROUP BY sid) USING (sid)
  WHERE isfinite(value) GROUP BY sid, bucket ORDER BY sid, bucket`;
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
