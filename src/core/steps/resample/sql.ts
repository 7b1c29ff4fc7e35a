import { count } from '../../format';
import { at } from '../../list';
import { microseconds } from '../../recipe/duration';
import type { Aggregate, ResampleOptions } from '../../recipe/types';
import { identifier, integer } from '../../sql';
import { deviations, meanOf, sumOf } from '../../sql/aggregates';
import { countOf } from '../report';
import type { Counts, StepAct, StepContext, StepSql } from '../types';

const maxBuckets = 50_000_000;
const week = microseconds('1w');
/** Monday 1970-01-05. */
const monday = microseconds('4d');

/** Of `v`, the value where it is one, and `place`, the row's place in the table. */
const aggregates: Record<Exclude<Aggregate, 'std'>, string> = {
  mean: meanOf('v'),
  median: 'median(v)',
  min: 'min(v)',
  max: 'max(v)',
  sum: sumOf('v'),
  count: 'count(v)::DOUBLE',
  // Not first and last: these lose their order where a large aggregation works in parts.
  first: 'arg_min(v, place)',
  last: 'arg_max(v, place)',
};

/** The start of a time's bucket in microseconds. `%` has the sign of the time, hence the second one. */
function start(time: string, every: number): string {
  const origin = every === week ? monday : 0;
  const past = `(${time} - ${integer(origin)})`;
  return `(${time} - (${past} % ${integer(every)} + ${integer(every)}) % ${integer(every)})`;
}

/** One row a series: `sid, n` rows, buckets from `b0` to `b1`, `span` of them. */
function extents(input: string, every: number): string {
  const bucket = (of: 'min' | 'max'): string => start(`epoch_us(${of}(ts))`, every);
  return `SELECT sid, n, b0, b1, (b1 - b0) // ${integer(every)} + 1 AS span FROM (SELECT sid, count(*) AS n, ${bucket('min')} AS b0, ${bucket('max')} AS b1 FROM ${input} GROUP BY sid)`;
}

function grouped(input: string, every: number, aggregate: Aggregate): string {
  const place = aggregate === 'first' || aggregate === 'last' ? ', row_number() OVER () AS place' : '';
  const rows = `(SELECT sid, ${start('epoch_us(ts)', every)} AS b, CASE WHEN isfinite(value) THEN value END AS v${place} FROM ${input})`;
  const groups =
    aggregate === 'std'
      ? `SELECT sid, b, n::INTEGER AS observations, sd AS value FROM (${deviations(rows, 'sid, b')})`
      : `SELECT sid, b, count(v)::INTEGER AS observations, ${aggregates[aggregate]} AS value FROM ${rows} GROUP BY sid, b`;
  // A sum beyond the doubles is no value.
  return `SELECT sid, b, observations, CASE WHEN isfinite(value) THEN value END AS value FROM (${groups})`;
}

/**
 * Every bucket from a series' first to its last. Anchors are the buckets that have a value and the two ends; from an anchor
 * to the one before the next, all buckets have the same neighbours.
 */
function filledGrid({ with: aggregate, empty }: ResampleOptions, groups: string, every: number): string {
  const step = integer(every);
  const anchors = `(SELECT sid, b, value, coalesce(value, lag(value) OVER follows) AS v0, lead(b) OVER follows AS b1, lead(value) OVER follows AS v1
FROM (SELECT *, min(b) OVER (PARTITION BY sid) AS first_b, max(b) OVER (PARTITION BY sid) AS last_b FROM ${groups}) WHERE value IS NOT NULL OR b = first_b OR b = last_b
WINDOW follows AS (PARTITION BY sid ORDER BY b))`;
  const grid = `(SELECT sid, unnest(range(b, coalesce(b1, b + ${step}), ${step})) AS b, b AS b0, b1, value AS own, v0, v1 FROM ${anchors})`;
  const fill = {
    // Weighted where the difference is too great for a double.
    linear:
      'CASE WHEN isfinite(v1 - v0) THEN v0 + (v1 - v0) * ((b - b0)::DOUBLE / (b1 - b0)::DOUBLE) ELSE v0 * ((b1 - b)::DOUBLE / (b1 - b0)::DOUBLE) + v1 * ((b - b0)::DOUBLE / (b1 - b0)::DOUBLE) END',
    forward: 'v0',
    null: 'NULL::DOUBLE',
    omit: 'NULL::DOUBLE',
  }[empty];
  const counted = aggregate === 'count';
  const value = counted
    ? 'CASE WHEN b = b0 THEN own ELSE 0::DOUBLE END'
    : `CASE WHEN b = b0 AND own IS NOT NULL THEN own ELSE ${fill} END`;
  const filled = counted ? 'false' : '(b > b0 OR own IS NULL) AND value IS NOT NULL';
  return `SELECT sid, make_timestamp(b) AS ts, value, coalesce(observations, 0)::INTEGER AS observations, ${filled} AS filled
FROM (SELECT sid, b, b0, own, ${value} AS value FROM ${grid}) LEFT JOIN (SELECT sid, b, observations FROM ${groups}) USING (sid, b) ORDER BY sid, ts`;
}

function refusal(context: StepContext, input: string, every: number, buckets: number): StepAct {
  const path = `$.steps[${context.index}].resample.every`;
  return {
    statements: [],
    output: context.input,
    refuse: {
      sql: `SELECT s.name, e.span::DOUBLE AS span FROM (${extents(input, every)}) AS e JOIN series AS s USING (sid) ORDER BY e.span DESC, sid LIMIT 1`,
      error: (rows) => {
        const { name, span } = at(rows, 0);
        return {
          code: 'memory',
          path,
          message: `Expected at most ${count(maxBuckets)} buckets; got ${count(buckets)}, of them ${count(Number(span))} in ${String(name)}. Take longer buckets, or leave empty ones out.`,
        };
      },
    },
    report: `SELECT sid, n AS "rowsIn", 0 AS "rowsOut" FROM (${extents(input, every)}) ORDER BY sid`,
    cleanup: [],
  };
}

function act(options: ResampleOptions, context: StepContext, probed: Counts): StepAct {
  const { with: aggregate, empty } = options;
  const every = microseconds(options.every);
  const input = identifier(context.input);
  const buckets = countOf(probed, 'buckets');
  if (empty !== 'omit' && buckets > maxBuckets) return refusal(context, input, every, buckets);
  const output = identifier(context.output);
  const groups = identifier(`${context.output}_groups`);
  const own = aggregate === 'count' ? 'observations > 0' : 'value IS NOT NULL';
  const table =
    empty === 'omit'
      ? `SELECT sid, make_timestamp(b) AS ts, value, observations, false AS filled FROM ${groups} WHERE ${own} ORDER BY sid, ts`
      : filledGrid(options, groups, every);
  return {
    statements: [
      `CREATE OR REPLACE TABLE ${groups} AS ${grouped(input, every, aggregate)}`,
      `CREATE TABLE ${output} AS ${table}`,
    ],
    output: context.output,
    report: `SELECT e.sid, e.n AS "rowsIn", coalesce(o.n, 0) AS "rowsOut", coalesce(o.n, 0) AS buckets, e.span - g.n AS empty, coalesce(o.filled, 0) AS filled, coalesce(o.missing, 0) AS missing
FROM (${extents(input, every)}) AS e
JOIN (SELECT sid, count(*) FILTER (${own}) AS n FROM ${groups} GROUP BY sid) AS g USING (sid)
LEFT JOIN (SELECT sid, count(*) AS n, count(*) FILTER (filled) AS filled, count(*) FILTER (value IS NULL) AS missing FROM ${output} GROUP BY sid) AS o USING (sid) ORDER BY e.sid`,
    cleanup: [`DROP TABLE ${groups}`],
  };
}

/**
 * Regular buckets: `sid, ts, value, observations, filled`, sorted by sid and ts; `observations` are the values in a bucket.
 * Probe: rows, and buckets from first to last. More than 50,000,000 of them are refused with `memory`, unless empty ones are
 * left out. Counts: buckets, empty, filled, missing.
 */
export function toSql(options: ResampleOptions, context: StepContext): StepSql {
  const every = microseconds(options.every);
  return {
    probe: `SELECT coalesce(sum(n), 0)::DOUBLE AS "rows", coalesce(sum(span), 0)::DOUBLE AS buckets FROM (${extents(identifier(context.input), every)})`,
    act: (probed) => act(options, context, probed),
  };
}
