import type { UtcOptions } from '../../recipe/types';
import type { PipelineStep } from '../steps';
import { COLUMNS, concerns, withOthers } from './parts';

/** Local times to UTC. */
export function utc(options: UtcOptions, step: PipelineStep, input: string, output: string): string[] {
  const { nonexistent, ambiguous, undecided } = options;
  const { own } = concerns(step);
  const statements = [
    `CREATE OR REPLACE TEMP TABLE ${output}_local AS
SELECT r.*, z.kind, z.offset_us, z.length, z."from" AS a, z."to" AS b
FROM (SELECT r.*, s.zone FROM ${input} AS r JOIN series AS s USING (sid) WHERE ${own} AND s.of_file AND s.zone <> 'UTC') AS r ASOF LEFT JOIN zone_rules AS z ON z.zone = r.zone AND r.t >= z."from"`,
  ];
  const infer = ambiguous === 'infer';
  if (infer) {
    statements.push(
      `-- Of rows at a time that the clock repeated: whether they are the later moment, by the order of the file; NULL where it does not tell (spec/steps.md).
CREATE OR REPLACE TEMP TABLE ${output}_told AS
WITH intervals AS (SELECT zone, "from" AS a, "to" AS b, length, greatest(coalesce(lag("to") OVER (PARTITION BY zone ORDER BY "from") + 86400000000, "from" - 86400000000), "from" - 86400000000) AS low
  FROM zone_rules WHERE kind = 'ambiguous'),
near AS (SELECT r.sid, r."row", r.t, i.a, i.b, i.length, r.t >= i.a AND r.t < i.b AS inside, r.t - lag(r.t) OVER (PARTITION BY r.sid, i.a ORDER BY r."row") AS d
  FROM ${output}_local AS r JOIN intervals AS i ON r.zone = i.zone AND r.t >= i.low AND r.t < i.b + 86400000000),
habit AS (SELECT sid, a, coalesce(sum(sign(d)) < 0, false) AS newest, median(abs(d)) FILTER (d <> 0) AS usual FROM near GROUP BY sid, a HAVING bool_or(inside)),
placed AS (SELECT n.*, h.usual, CASE WHEN h.newest THEN -n."row" ELSE n."row" END AS place FROM near AS n JOIN habit AS h USING (sid, a)),
steps AS (SELECT *, t - lag(t) OVER (PARTITION BY sid, a ORDER BY place) AS step FROM placed WHERE inside),
ends AS (SELECT sid, a, any_value(usual) AS usual, any_value(length) AS length, min(place) AS head, max(place) AS tail, arg_min(t, place) AS t0, arg_max(t, place) AS t1,
  count(*) FILTER (step < 0) AS backs, min(place) FILTER (step < 0) AS back, count(*) FILTER (step = 0) AS stays, min(place) FILTER (step = 0) AS stay FROM steps GROUP BY sid, a),
beside AS (SELECT p.sid, p.a, arg_max(p.t, p.place) FILTER (p.place < e.head) AS earlier_t, arg_min(p.t, p.place) FILTER (p.place > e.tail) AS later_t
  FROM placed AS p JOIN ends AS e USING (sid, a) WHERE NOT p.inside GROUP BY p.sid, p.a),
told AS (SELECT sid, a, CASE WHEN backs = 1 THEN back WHEN backs = 0 AND stays = 1 AND (usual IS NULL OR 2 * usual >= length) THEN stay END AS turn, backs,
  coalesce(abs(t0 - earlier_t - usual) <= usual * 0.1, false)::INTEGER + coalesce(abs(later_t + length - t1 - usual) <= usual * 0.1, false)::INTEGER AS as_earlier,
  coalesce(abs(t0 + length - earlier_t - usual) <= usual * 0.1, false)::INTEGER + coalesce(abs(later_t - t1 - usual) <= usual * 0.1, false)::INTEGER AS as_later
  FROM ends LEFT JOIN beside USING (sid, a))
SELECT s.sid, s."row", CASE WHEN t.turn IS NOT NULL THEN s.place >= t.turn WHEN t.backs = 0 AND t.as_earlier <> t.as_later THEN t.as_later > t.as_earlier END AS later
FROM steps AS s JOIN told AS t USING (sid, a)`,
    );
  }
  const moment = infer
    ? `CASE WHEN coalesce(later, ${undecided === 'later'}) THEN t - offset_us + length ELSE t - offset_us END`
    : ambiguous === 'later'
      ? 't - offset_us + length'
      : 't - offset_us';
  const dropped = [
    ...(nonexistent === 'drop' ? [`kind <> 'nonexistent'`] : []),
    ...(ambiguous === 'drop' ? [`kind <> 'ambiguous'`] : []),
    ...(infer && undecided === 'drop' ? [`(kind <> 'ambiguous' OR later IS NOT NULL)`] : []),
  ];
  // A row of a skipped time gives way where the series has another at the moment that it would be moved to.
  const made = `SELECT ${COLUMNS} FROM (SELECT *, bool_or(kind <> 'nonexistent') OVER (PARTITION BY sid, t) AS taken
  FROM (SELECT sid, "row", kind, CASE WHEN kind = 'ambiguous' THEN ${moment} ELSE t - offset_us END AS t, value, outlier, filled
  FROM ${output}_local${infer ? ` LEFT JOIN ${output}_told USING (sid, "row")` : ''}${dropped.length > 0 ? ` WHERE ${dropped.join(' AND ')}` : ''}))
WHERE NOT (kind = 'nonexistent' AND taken)
UNION ALL SELECT ${COLUMNS} FROM ${input} SEMI JOIN (SELECT sid FROM series WHERE zone = 'UTC' OR NOT of_file) AS s USING (sid) WHERE ${own}`;
  statements.push(`CREATE OR REPLACE TEMP TABLE ${output} AS\n${withOthers(step, made, input)}`);
  return statements;
}
