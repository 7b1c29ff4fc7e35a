import { microseconds } from '../../recipe/duration';
import type { Aggregate, ResampleOptions, Step } from '../../recipe/types';
import { double, integer, list, text } from '../../sql';
import { deviations, meanOf, sumOf } from '../../sql/aggregates';
import { filledBefore, fixedBuckets, keepsValue, USUAL_LONGEST } from '../../steps/resample/grid';
import { MAX_BUCKETS } from '../../steps/resample/limit';
import type { PipelineStep } from '../steps';
import { BESIDE, concerns, neighbours, ON_LINE } from './parts';

/** What an input of buckets has more than one of rows. */
export interface ResampleInput {
  table: string;
  /** Whether a `resample` step made it: then it has `observations`. */
  bucketed: boolean;
}

/** Columns of rows once a step has resampled some series. */
export const BUCKET_COLUMNS = 'sid, "row", t, value, observations, filled';

const aggregates: Record<Exclude<Aggregate, 'std'>, string> = {
  mean: meanOf('value'),
  median: 'median(value)',
  min: 'min(value)',
  max: 'max(value)',
  sum: sumOf('value'),
  count: 'count(value)::DOUBLE',
  first: 'first(value ORDER BY t, "row") FILTER (value IS NOT NULL)',
  last: 'last(value ORDER BY t, "row") FILTER (value IS NOT NULL)',
};

/** Rows that stay as they are: each is a bucket of one value, or of none. */
const asTheyAre = ({ table, bucketed }: ResampleInput, where: string): string =>
  `SELECT sid, "row", t, value, ${bucketed ? 'observations' : '(value IS NOT NULL)::INTEGER AS observations'}, filled FROM ${table} WHERE ${where}`;

/** How long a gap between buckets is filled, microseconds: what the step says, or the last one for missing values before it, else three buckets. */
function longestOf(
  options: ResampleOptions,
  step: PipelineStep,
  steps: readonly Step[],
  names: readonly string[],
): string {
  if (options.longest !== undefined) return integer(microseconds(options.longest));
  const stated = new Map<number, number[]>();
  for (const [sid, name] of names.entries()) {
    const us = filledBefore(steps, step.index, name);
    if (us === undefined) continue;
    const mine = stated.get(us);
    if (mine) mine.push(sid);
    else stated.set(us, [sid]);
  }
  const usual = `${USUAL_LONGEST} * every`;
  const [only] = stated;
  if (!only) return usual;
  if (stated.size === 1 && only[1].length === names.length) return integer(only[0]);
  const cases = Array.from(
    stated,
    ([us, sids]) => `WHEN sid IN (${list(sids.map(integer))}) THEN ${integer(us)}`,
  );
  return `CASE ${cases.join(' ')} ELSE ${usual} END`;
}

/** Regular buckets of time. `steps` and `names`: all of the recipe's steps and the names of the series. */
export function resample(
  options: ResampleOptions,
  step: PipelineStep,
  input: ResampleInput,
  output: string,
  { steps, names }: { steps: readonly Step[]; names: readonly string[] },
): string[] {
  const { every, with: aggregate, empty } = options;
  const { own } = concerns(step);
  const fixed = every === 'source' ? null : fixedBuckets(microseconds(every));
  const usual = `usual AS (SELECT u.sid, u.d AS every, u.origin FROM (SELECT sid, d, count(*) AS times, min(t - d) AS origin, sum(count(*)) OVER (PARTITION BY sid) AS distances
    FROM spaced WHERE d > 0 GROUP BY sid, d QUALIFY row_number() OVER (PARTITION BY sid ORDER BY count(*) DESC, d) = 1) AS u JOIN extent AS e USING (sid)
  WHERE u.times >= ${double(0.1)} * u.distances AND u.d <= 604800000000 AND (e.last_t - e.first_t)::DOUBLE / u.d + 1 <= 10 * e.n)`;
  const stated = `usual AS (SELECT sid, ${integer(fixed?.every ?? 1)}::BIGINT AS every, ${integer(fixed?.origin ?? 0)}::BIGINT AS origin FROM extent)`;
  const bucket = '(t - ((t - origin) % every + every) % every)';
  const start = (column: string): string => bucket.replace(/\bt\b/g, column);
  const whole = keepsValue(aggregate)
    ? `off = 0 AND least IS DISTINCT FROM 0 AND (last_b - first_b) // every + 1 = n${empty === 'null' ? '' : ' AND filled_in = n'}`
    : 'false';
  const statements = [
    `-- The buckets of each series: length, origin, the first and the last, and how long a gap is filled. Series without a usual step have none. as_is: rows that are these buckets already.
CREATE OR REPLACE TEMP TABLE ${output}_grid AS
WITH spaced AS (SELECT sid, t, value, t - lag(t) OVER (PARTITION BY sid ORDER BY t, "row") AS d FROM ${input.table} WHERE ${own}),
extent AS (SELECT sid, count(*) AS n, count(value) AS filled_in, min(t) AS first_t, max(t) AS last_t, min(d) AS least FROM spaced GROUP BY sid),
${fixed ? stated : usual},
grid AS (SELECT *, ${start('first_t')} AS first_b, ${start('last_t')} AS last_b FROM extent JOIN usual USING (sid)),
beside AS (SELECT sid, count(*) FILTER (${bucket} <> t) AS off FROM ${input.table} JOIN usual USING (sid) GROUP BY sid)
SELECT sid, every, origin, first_b, last_b, ${longestOf(options, step, steps, names)} AS longest, ${whole} AS as_is FROM grid JOIN beside USING (sid)`,
  ];
  const rows = `(SELECT r.sid, r.t, r."row", r.value, r.filled, ${bucket} AS b FROM ${input.table} AS r JOIN ${output}_grid AS g USING (sid) WHERE NOT g.as_is)`;
  const kept = 'coalesce(bool_and(filled) FILTER (value IS NOT NULL), false) AS filled';
  const values =
    aggregate === 'std'
      ? `SELECT sid, b, n::INTEGER AS observations, sd AS value, filled FROM (${deviations(`(SELECT sid, b, value AS v FROM ${rows})`, 'sid, b')}) JOIN (SELECT sid, b, ${kept} FROM ${rows} GROUP BY sid, b) USING (sid, b)`
      : `SELECT sid, b, count(value)::INTEGER AS observations, ${aggregates[aggregate]} AS value, ${kept} FROM ${rows} GROUP BY sid, b`;
  statements.push(
    `-- Buckets that have rows. A sum beyond the doubles is no value.
CREATE OR REPLACE TEMP TABLE ${output}_buckets AS
SELECT sid, b AS t, observations, CASE WHEN isfinite(value) THEN value END AS value, filled FROM (${values})`,
  );
  const counted = aggregate === 'count';
  const fills = aggregate !== 'sum' && !counted && (empty === 'linear' || empty === 'forward');
  const filling = fills
    ? `CASE WHEN value IS NULL AND coalesce(t1, last_b) - t0 <= longest THEN ${empty === 'linear' ? ON_LINE : 'v0'} END`
    : counted
      ? `CASE WHEN value IS NULL THEN ${double(0)} END`
      : 'NULL::DOUBLE';
  const refused = text(
    `Expected at most ${MAX_BUCKETS} buckets: take longer ones in step ${step.index + 1}, or leave empty ones out.`,
  );
  const made =
    empty === 'omit'
      ? `SELECT sid, 0 AS "row", t, value, observations, filled FROM ${output}_buckets WHERE ${counted ? 'observations > 0' : 'value IS NOT NULL'}`
      : `SELECT sid, 0 AS "row", t, coalesce(value, filling) AS value, coalesce(observations, 0) AS observations, ${fills ? 'CASE WHEN value IS NULL THEN filling IS NOT NULL ELSE filled END' : 'value IS NOT NULL AND filled'} AS filled
FROM (SELECT *, ${filling} AS filling FROM (SELECT *, ${neighbours('value')}
FROM (SELECT g.*, b.observations, b.value, b.filled, 0 AS "row" FROM (SELECT sid, longest, last_b, unnest(range(first_b, last_b + every, every)) AS t FROM ${output}_grid
  WHERE NOT as_is AND CASE WHEN (SELECT sum((last_b - first_b) // every + 1) FROM ${output}_grid) > ${MAX_BUCKETS} THEN error(${refused}) ELSE true END) AS g
LEFT JOIN ${output}_buckets AS b USING (sid, t))
${BESIDE}))`;
  statements.push(
    `CREATE OR REPLACE TEMP TABLE ${output} AS
${made}
UNION ALL ${asTheyAre(input, `sid NOT IN (SELECT sid FROM ${output}_grid WHERE NOT as_is)`)}`,
  );
  return statements;
}
