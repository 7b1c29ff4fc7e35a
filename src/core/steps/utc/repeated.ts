/** Which of its two moments a row of a repeated time is, by the order of rows. */
import { DAY_US } from '../../civil';
import type { LocalRule } from '../../ingest/types';
import { identifier, integer, list } from '../../sql';
import { byRule, type ZoneRules } from './clock';

export interface Repeated {
  sid: number;
  from: number;
  to: number;
  /** Microseconds from the earlier to the later moment. */
  length: number;
}

const lengthOf = ({ offset, offsetLater = offset }: LocalRule): number => offset - offsetLater;

/** The repeated intervals of all series. */
export const repeatedOf = (zones: readonly ZoneRules[]): Repeated[] =>
  zones.flatMap(({ sid, rules }) =>
    rules
      .filter(({ kind }) => kind === 'ambiguous')
      .map((rule) => ({ sid, from: rule.from, to: rule.to, length: lengthOf(rule) })),
  );

/** Of each series, its repeated intervals with a day on both sides as consecutive rules; `offset` is where the interval begins, NaN between them. */
export function surroundings(zones: readonly ZoneRules[]): ZoneRules[] {
  return zones.map(({ sid, rules }) => {
    const around: LocalRule[] = [{ from: -Infinity, to: -Infinity, kind: 'normal', offset: NaN }];
    let end = -Infinity;
    for (const { from, to, kind } of rules) {
      if (kind !== 'ambiguous') continue;
      const start = Math.max(end, from - DAY_US);
      end = to + DAY_US;
      around.push({ from: start, to: end, kind, offset: from });
      around.push({ from: end, to: Infinity, kind: 'normal', offset: NaN });
    }
    // A day that reaches into the next one's ends there.
    const kept = around.filter(({ from }, i) => from < (around[i + 1]?.from ?? Infinity));
    return { sid, rules: kept };
  });
}

/**
 * Rows in repeated intervals: `sid, row, length, later`; `later` is NULL where the order of rows does not tell. What tells is in `spec/steps.md`.
 */
export function inferred(input: string, zones: readonly ZoneRules[]): string {
  const intervals = list(
    repeatedOf(zones).map(
      ({ sid, from, to, length }) =>
        `(${integer(sid)}, ${integer(from)}::BIGINT, ${integer(to)}::BIGINT, ${integer(length)}::BIGINT)`,
    ),
  );
  const place = byRule(surroundings(zones), 'NULL', ({ offset }) =>
    Number.isNaN(offset) ? 'NULL' : integer(offset),
  );
  const fits = (distance: string): string =>
    `coalesce(abs(${distance} - usual) <= usual * 0.1, false)::INTEGER`;
  return `WITH intervals(sid, a, b, length) AS (VALUES ${intervals}),
near AS (SELECT sid, "row", t, a, b, length, t >= a AND t < b AS inside, t - lag(t) OVER (PARTITION BY sid, a ORDER BY "row") AS d
FROM (SELECT sid, "row", epoch_us(ts) AS t, (${place})::BIGINT AS a FROM ${identifier(input)}) JOIN intervals USING (sid, a)),
habit AS (SELECT sid, a, coalesce(sum(sign(d)) < 0, false) AS newest, median(abs(d)) FILTER (d <> 0) AS usual FROM near GROUP BY sid, a HAVING bool_or(inside)),
placed AS (SELECT n.*, h.usual, CASE WHEN h.newest THEN -n."row" ELSE n."row" END AS place FROM near AS n JOIN habit AS h USING (sid, a)),
steps AS (SELECT *, t - lag(t) OVER (PARTITION BY sid, a ORDER BY place) AS step FROM placed WHERE inside),
ends AS (SELECT sid, a, any_value(usual) AS usual, any_value(length) AS length, min(place) AS head, max(place) AS tail, arg_min(t, place) AS t0, arg_max(t, place) AS t1,
count(*) FILTER (step < 0) AS backs, min(place) FILTER (step < 0) AS back, count(*) FILTER (step = 0) AS stays, min(place) FILTER (step = 0) AS stay FROM steps GROUP BY sid, a),
beside AS (SELECT p.sid, p.a, arg_max(p.t, p.place) FILTER (p.place < e.head) AS before, arg_min(p.t, p.place) FILTER (p.place > e.tail) AS after
FROM placed AS p JOIN ends AS e USING (sid, a) WHERE NOT p.inside GROUP BY p.sid, p.a),
told AS (SELECT sid, a, CASE WHEN backs = 1 THEN back WHEN backs = 0 AND stays = 1 AND (usual IS NULL OR 2 * usual >= length) THEN stay END AS turn, backs,
${fits('(t0 - before)')} + ${fits('(after + length - t1)')} AS earlier, ${fits('(t0 + length - before)')} + ${fits('(after - t1)')} AS later
FROM ends LEFT JOIN beside USING (sid, a))
SELECT s.sid, s."row", s.length, CASE WHEN t.turn IS NOT NULL THEN s.place >= t.turn WHEN t.backs = 0 AND t.earlier <> t.later THEN t.later > t.earlier END AS later
FROM steps AS s JOIN told AS t USING (sid, a)`;
}
