/** Labels: `sid, id, type, start_t, end_t` as they came, and `first_t` and `last_t`, the rows of the last stage at their ends. */
import { integer, list, text } from '../../sql';
import type { PipelineFacts } from '../types';

const orNull = (us: number | null): string => (us === null ? 'NULL::BIGINT' : `${integer(us)}::BIGINT`);

export function labelsTable({ labels }: PipelineFacts): string {
  if (typeof labels !== 'string') {
    const rows = labels.map(
      ({ series, id, type, start, end, first, last }) =>
        `(${list([text(series), text(id), text(type), orNull(start), orNull(end), orNull(first), orNull(last)])})`,
    );
    const given =
      rows.length > 0
        ? `(VALUES\n${rows.join(',\n')}) AS l(name, id, type, start_t, end_t, first_t, last_t)`
        : `(SELECT '' AS name, '' AS id, '' AS type, 0::BIGINT AS start_t, 0::BIGINT AS end_t, NULL::BIGINT AS first_t, NULL::BIGINT AS last_t WHERE false) AS l`;
    return `CREATE OR REPLACE TEMP TABLE labels AS SELECT s.sid, l.* EXCLUDE (name) FROM ${given} JOIN series AS s USING (name)`;
  }
  const names = ['series', 'id', 'type', 'start', 'end', 'labelStart', 'labelEnd'];
  const shape = `[{${names.map((name) => `"${name}": "VARCHAR"`).join(', ')}}]`;
  const us = (name: string): string => `epoch_us(l."${name}"::TIMESTAMP)`;
  return `CREATE OR REPLACE TEMP TABLE labels AS
SELECT s.sid, l.id, l.type, ${us('start')} AS start_t, ${us('end')} AS end_t, ${us('labelStart')} AS first_t, ${us('labelEnd')} AS last_t
FROM (SELECT unnest(from_json(json_extract(content, '$.anomalies'), ${text(shape)}), max_depth := 2) FROM read_text(${text(labels)})) AS l JOIN series AS s ON s.name = l.series`;
}

/**
 * The rows of a stage with the label that each belongs to: of several, the one that starts first, then the one that ends first, then the smaller id.
 * `final`: the stage is the run's last, in whose rows the ends of labels lie.
 */
export function flagged(table: string, { final, bucketed }: { final: boolean; bucketed: boolean }): string {
  const [from, to, within] = final
    ? ['first_t', 'last_t', 'r.t >= l.first_t AND r.t <= l.last_t']
    : ['start_t', 'end_t', 'r.t >= l.start_t AND r.t < l.end_t'];
  return `WITH within AS (SELECT r.sid, r.t, l.id, l.type, row_number() OVER (PARTITION BY r.sid, r.t ORDER BY ${from}, ${to}, l.id) AS place
  FROM (SELECT DISTINCT sid, t FROM ${table}) AS r JOIN labels AS l ON l.sid = r.sid AND ${within})
SELECT s.name AS series, to_timestamp(r.t / 1000000) AS "timestamp", r.value, l.id IS NOT NULL AS is_anomaly, l.type AS anomaly_type, l.id AS anomaly_id, ${bucketed ? 'r.observations' : 'r.outlier'}, r.filled
FROM ${table} AS r JOIN series AS s USING (sid) LEFT JOIN (FROM within WHERE place = 1) AS l USING (sid, t)
ORDER BY s.name, r.t, r."row"`;
}
