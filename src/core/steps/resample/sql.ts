import { at } from '../../list';
import type { Aggregate, ResampleOptions } from '../../recipe/types';
import { identifier, integer, list } from '../../sql';
import { deviations, meanOf, sumOf } from '../../sql/aggregates';
import type { StepAct, StepContext, StepSql } from '../types';
import type { SeriesGrid } from './grid';
import { MAX_BUCKETS, tooManyBuckets } from './limit';

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

/** What resampling is given beside its options. */
export interface ResampleContext extends StepContext {
  /** The series that the step is for; others pass as they are. */
  grids: readonly SeriesGrid[];
  /** Whether the input holds the buckets of a `resample` step before this one: then it has `observations`. */
  bucketed: boolean;
}

const value = 'CASE WHEN isfinite(value) THEN value END';
const sidOf = ({ rows: { sid } }: SeriesGrid): number => sid;
const among = (grids: readonly SeriesGrid[]): string =>
  `sid IN (${list(grids.map((grid) => integer(sidOf(grid))))})`;

/** Rows that stay as they are, with the columns of buckets. */
function asTheyAre({ input, bucketed }: ResampleContext, where: string): string {
  const observations = bucketed ? 'observations' : '(isfinite(value) IS TRUE)::INTEGER';
  return `SELECT sid, ts, ${value} AS value, ${observations} AS observations, filled FROM ${identifier(input)}${where}`;
}

/** The rows of some series beside the length (`every`), the origin and the longest fill of the buckets of each. */
function withGrid({ input }: StepContext, grids: readonly SeriesGrid[]): string {
  const values = grids.flatMap(({ rows: { sid }, buckets, longest }) =>
    buckets
      ? [
          `(${list([sid, buckets.every, buckets.origin, longest].map((number) => `${integer(number)}::BIGINT`))})`,
        ]
      : [],
  );
  const columns = (of: string): string => of.slice(of.indexOf(',') + 1, -1);
  const rows = identifier(input);
  // One for all: no join is needed.
  if (new Set(values.map(columns)).size === 1) {
    const { buckets, longest } = at(grids, 0);
    const [every, origin] = [buckets?.every ?? 1, buckets?.origin ?? 0];
    return `(SELECT *, ${integer(every)}::BIGINT AS every, ${integer(origin)}::BIGINT AS origin, ${integer(longest)}::BIGINT AS longest FROM ${rows} WHERE ${among(grids)})`;
  }
  return `(SELECT r.*, g.every, g.origin, g.longest FROM ${rows} AS r JOIN (VALUES ${list(values)}) AS g(sid, every, origin, longest) ON r.sid = g.sid)`;
}

/** The start of a row's bucket in microseconds. `%` has the sign of the time, hence the second one. */
const start = '(epoch_us(ts) - ((epoch_us(ts) - origin) % every + every) % every)';

/** Buckets made of rows: `sid, b, every, longest, observations, value, filled` in order; `filled` where every value was put in by a step before. */
function grouped(context: StepContext, grids: readonly SeriesGrid[], aggregate: Aggregate): string {
  const place = aggregate === 'first' || aggregate === 'last' ? ', row_number() OVER () AS place' : '';
  const rows = `(SELECT sid, ${start} AS b, every, longest, filled, ${value} AS v${place} FROM ${withGrid(context, grids)})`;
  const kept =
    'any_value(every) AS every, any_value(longest) AS longest, coalesce(bool_and(filled) FILTER (v IS NOT NULL), false) AS filled';
  const groups =
    aggregate === 'std'
      ? `SELECT sid, b, every, longest, n::INTEGER AS observations, sd AS value, filled FROM (${deviations(rows, 'sid, b')}) JOIN (SELECT sid, b, ${kept} FROM ${rows} GROUP BY sid, b) USING (sid, b)`
      : `SELECT sid, b, ${kept}, count(v)::INTEGER AS observations, ${aggregates[aggregate]} AS value FROM ${rows} GROUP BY sid, b`;
  // A sum beyond the doubles is no value.
  return `SELECT sid, b, every, longest, observations, CASE WHEN isfinite(value) THEN value END AS value, filled FROM (${groups}) ORDER BY sid, b`;
}

/** Rows that are buckets already, one at the most for each. */
const standing = (context: ResampleContext, grids: readonly SeriesGrid[]): string =>
  `(SELECT sid, epoch_us(ts) AS b, every, longest, ${context.bucketed ? 'observations' : '(isfinite(value) IS TRUE)::INTEGER AS observations'}, ${value} AS value, filled FROM ${withGrid(context, grids)})`;

/** Whether a bucket has what its rows gave it. */
const hasOwn = (aggregate: Aggregate): string =>
  aggregate === 'count' ? 'observations > 0' : 'value IS NOT NULL';

/** Linear in time; weighted where the difference is too great for a double. */
const linear = `CASE WHEN isfinite(v1 - v0) THEN v0 + (v1 - v0) * ((b - b0)::DOUBLE / (b1 - b0)::DOUBLE)
ELSE v0 * ((b1 - b)::DOUBLE / (b1 - b0)::DOUBLE) + v1 * ((b - b0)::DOUBLE / (b1 - b0)::DOUBLE) END`;

/**
 * Every bucket from a series' first to its last, of buckets in order. Anchors are the buckets that have a value and the two ends; from an
 * anchor to the one before the next, all buckets have the same neighbours. Windows sort nothing. What a window that streams gives is kept before it is
 * filtered by another or unnested: DuckDB 1.4 repeats rows where `lead` and `unnest` are in one pipeline. `complete`: every bucket has a value; then only
 * what lies between two that are not neighbours is made, and the result is not in order.
 */
function wholeGrid({ with: aggregate, empty }: ResampleOptions, buckets: string, complete: boolean): string {
  const beside = (column: string, window: 'lag' | 'lead'): string =>
    `CASE WHEN ${window}(sid) OVER () = sid THEN ${window}(${column}) OVER () END`;
  const next = `${beside('b', 'lead')} AS b1, ${beside('value', 'lead')} AS v1`;
  const known = complete
    ? `known AS MATERIALIZED (SELECT * FROM (SELECT sid, b AS b0, every, longest, observations, value AS own, filled, value AS v0, b AS t0, ${next} FROM ${buckets}) WHERE b1 > b0 + every)`
    : `ends AS MATERIALIZED (SELECT *, lag(sid) OVER () AS sid_, lead(sid) OVER () AS _sid FROM ${buckets}),
known AS MATERIALIZED (SELECT sid, b AS b0, every, longest, observations, value AS own, filled,
coalesce(value, ${beside('value', 'lag')}) AS v0, CASE WHEN value IS NULL THEN ${beside('b', 'lag')} ELSE b END AS t0, ${next}
FROM ends WHERE value IS NOT NULL OR sid_ IS DISTINCT FROM sid OR _sid IS DISTINCT FROM sid)`;
  const from = complete ? 'b0 + every' : 'b0';
  const grid = `(WITH ${known} SELECT *, unnest(range(${from}, coalesce(b1, b0 + every), every)) AS b FROM known)`;
  const fills = aggregate !== 'sum' && aggregate !== 'count' && (empty === 'linear' || empty === 'forward');
  const filling = fills
    ? `CASE WHEN coalesce(b1, b) - t0 <= longest THEN ${empty === 'linear' ? linear : 'v0'} END`
    : aggregate === 'count'
      ? '0::DOUBLE'
      : 'NULL::DOUBLE';
  const made = `SELECT sid, make_timestamp(b) AS ts, CASE WHEN inside THEN filling ELSE own END AS value, CASE WHEN b = b0 THEN observations ELSE 0 END::INTEGER AS observations, CASE WHEN inside THEN ${fills ? 'filling IS NOT NULL' : 'false'} ELSE filled END AS filled
FROM (SELECT *, b > b0 OR own IS NULL AS inside, ${filling} AS filling FROM ${grid})`;
  return complete
    ? `SELECT sid, make_timestamp(b) AS ts, value, observations, filled FROM ${buckets} UNION ALL ${made}`
    : made;
}

/** A bucket without a value may have observations, which the grid takes from its anchors alone: one for a deviation. */
const withObservations = (grid: string, groups: string): string =>
  `SELECT g.sid, g.ts, g.value, coalesce(o.observations, g.observations) AS observations, g.filled FROM (${grid}) AS g
LEFT JOIN (SELECT sid, make_timestamp(b) AS ts, observations FROM ${groups} WHERE value IS NULL AND observations > 0) AS o ON g.sid = o.sid AND g.ts = o.ts`;

function refusal({ index, input }: StepContext, grids: readonly SeriesGrid[], buckets: number): StepAct {
  const greatest = grids.reduce((most, grid) => (grid.span > most.span ? grid : most));
  return {
    statements: [],
    output: input,
    refuse: {
      sql: `SELECT name FROM series WHERE sid = ${integer(sidOf(greatest))}`,
      error: (rows) =>
        tooManyBuckets(buckets, { name: String(at(rows, 0)['name']), buckets: greatest.span }, index),
    },
    report: report(grids, { aggregate: 'mean' }, input),
    cleanup: [],
  };
}

/** One row a series that the step is for. `groups`: the table of buckets made of rows; the count of nothing is a value that was not put in. */
function report(
  grids: readonly SeriesGrid[],
  { groups, aggregate }: { groups?: string; aggregate: Aggregate },
  output: string,
): string {
  const counted = aggregate === 'count';
  if (grids.length === 0) return 'SELECT 0 AS sid, 0 AS "rowsIn", 0 AS "rowsOut" WHERE false';
  const known = grids.map(
    ({ rows, usual, buckets, span }) =>
      `(${list([rows.sid, rows.rows, rows.values, span, usual ?? 0, buckets?.every ?? 0].map((number) => `${integer(number)}::BIGINT`))})`,
  );
  const made = groups
    ? `SELECT sid, count(*) FILTER (${hasOwn(aggregate)}) AS n FROM ${identifier(groups)} GROUP BY sid`
    : 'SELECT 0 AS sid, 0 AS n WHERE false';
  return `SELECT e.sid, e.n AS "rowsIn", coalesce(o.n, 0) AS "rowsOut", coalesce(o.n, 0) AS buckets, e.span - coalesce(g.n, e.own) AS empty, ${counted ? '0' : 'greatest(coalesce(o.present, 0) - coalesce(g.n, e.own), 0)'} AS filled, coalesce(o.n - o.present, 0) AS missing, e."usualUs", e."everyUs"
FROM (VALUES ${list(known)}) AS e(sid, n, own, span, "usualUs", "everyUs")
LEFT JOIN (${made}) AS g ON g.sid = e.sid
LEFT JOIN (SELECT sid, count(*) AS n, count(*) FILTER (value IS NOT NULL) AS present FROM ${identifier(output)} GROUP BY sid) AS o ON o.sid = e.sid ORDER BY e.sid`;
}

function act(options: ResampleOptions, context: ResampleContext): StepAct {
  const { grids } = context;
  const { with: aggregate, empty } = options;
  const of = (work: SeriesGrid['work']): SeriesGrid[] => grids.filter((grid) => grid.work === work);
  const [between, all] = [of('between'), of('all')];
  const output = identifier(context.output);
  if (between.length === 0 && all.length === 0) {
    const done = {
      report: report(grids, { aggregate }, context.bucketed ? context.input : context.output),
      cleanup: [],
    };
    if (context.bucketed) return { ...done, statements: [], output: context.input };
    return {
      ...done,
      statements: [`CREATE VIEW ${output} AS ${asTheyAre(context, '')}`],
      output: context.output,
      same: true,
    };
  }
  const buckets = grids.reduce((sum, { span }) => sum + span, 0);
  if (empty !== 'omit' && buckets > MAX_BUCKETS) return refusal(context, grids, buckets);
  const groups = `${context.output}_groups`;
  const filling = (source: string, complete = false): string =>
    empty === 'omit'
      ? `SELECT sid, make_timestamp(b) AS ts, value, observations, filled FROM ${source} WHERE ${hasOwn(aggregate)}`
      : wholeGrid(options, source, complete);
  const parts = [asTheyAre(context, ` WHERE NOT ${among([...between, ...all])}`)];
  if (between.length > 0)
    parts.push(
      filling(
        standing(context, between),
        between.every(({ rows }) => rows.values === rows.rows),
      ),
    );
  if (all.length > 0) {
    const whole = filling(identifier(groups));
    parts.push(empty === 'omit' ? whole : withObservations(whole, identifier(groups)));
  }
  return {
    statements: [
      ...(all.length > 0
        ? [`CREATE OR REPLACE TABLE ${identifier(groups)} AS ${grouped(context, all, aggregate)}`]
        : []),
      `CREATE TABLE ${output} AS SELECT * FROM (${parts.join('\nUNION ALL ')}) ORDER BY sid, ts`,
    ],
    output: context.output,
    report: report(grids, { aggregate, ...(all.length > 0 && { groups }) }, context.output),
    cleanup: all.length > 0 ? [`DROP TABLE ${identifier(groups)}`] : [],
  };
}

/**
 * Regular buckets: `sid, ts, value, observations, filled`, sorted by sid and ts; `observations` are the values in a bucket. A view of the
 * input where its rows are the buckets already. More than 50,000,000 buckets are refused with `memory`, unless empty ones are left out. Counts: buckets,
 * empty, filled, missing, usualUs, everyUs (0 where a series has none).
 */
export function toSql(options: ResampleOptions, context: ResampleContext): StepSql {
  return { probe: '', act: () => act(options, context) };
}
