import type { OutliersOptions } from '../../recipe/types';
import { double, integer } from '../../sql';
import { meanOf } from '../../sql/aggregates';
import { seriesLimits } from '../../steps/outliers/limits';
import type { PipelineStep } from '../steps';
import { BESIDE, COLUMNS, concerns, neighbours, ON_LINE, withOthers } from './parts';

/** Mean absolute deviation to standard deviation of a normal distribution: √(π/2). Iglewicz and Hoaglin 1993, where the MAD is zero. */
const MEAN_DEVIATION = double(1.253314);

const limits = (threshold: number): string => {
  const known = 'spread > 0 AND isfinite(c1) AND isfinite(c2)';
  return `CASE WHEN ${known} THEN c1 - ${double(threshold)} * spread END AS lo, CASE WHEN ${known} THEN c2 + ${double(threshold)} * spread END AS hi`;
};

/** With a window, statements that make `<output>_limits`: `sid, "row", lo, hi` of each row with a value. */
function windowLimits(options: OutliersOptions, window: number, given: string, output: string): string[] {
  const { rule, threshold } = options;
  const half = integer((window - 1) / 2);
  const over = ' OVER around';
  const measures = {
    zscore: `(centre + scale * favg(d)${over}) / factor AS c1, (centre + scale * favg(d)${over}) / factor AS c2, stddev_samp(d)${over} * scale / factor AS spread`,
    iqr: `quantile_cont(value, 0.25)${over} AS c1, quantile_cont(value, 0.75)${over} AS c2, quantile_cont(value, 0.75)${over} - quantile_cont(value, 0.25)${over} AS spread`,
    hampel: `median(value)${over} AS c1, median(value)${over} AS c2, 1.4826::DOUBLE * mad(value)${over} AS spread`,
  }[rule];
  // Deviations from the mean of the series, in units of the greatest of them, so that squares lose no digits.
  const deviation =
    rule === 'zscore' ? ', (value * factor - centre) / scale AS d, factor, centre, scale' : '';
  const numbered = `(SELECT *, row_number() OVER (PARTITION BY sid ORDER BY t, "row") AS place FROM ${given})`;
  const statements = [
    `CREATE OR REPLACE TEMP TABLE ${output}_windows AS
SELECT sid, "row", place, value, least(greatest(c1, low), high) AS c1, least(greatest(c2, low), high) AS c2, CASE WHEN low < high THEN spread END AS spread
FROM (SELECT sid, "row", place, value, ${measures}, min(value)${over} AS low, max(value)${over} AS high
FROM (SELECT r.*${deviation} FROM ${numbered} AS r JOIN (${seriesLimits(options, given)}) AS l USING (sid) WHERE NOT constant)
WINDOW around AS (PARTITION BY sid ORDER BY t, "row" ROWS BETWEEN ${half} PRECEDING AND ${half} FOLLOWING)) WHERE value IS NOT NULL`,
  ];
  const known = `SELECT sid, "row", ${limits(threshold)} FROM ${output}_windows`;
  if (rule !== 'hampel') return [...statements, `CREATE OR REPLACE TEMP TABLE ${output}_limits AS ${known}`];
  statements.push(
    `-- Where the MAD is zero though the values differ, the mean deviation takes its place.
CREATE OR REPLACE TEMP TABLE ${output}_limits AS
WITH flat AS (SELECT sid, "row", c1, unnest(range(place - ${half}, place + ${half} + 1)) AS place FROM ${output}_windows WHERE spread = 0 AND value <> c1),
wide AS (SELECT f.sid, f."row", ${MEAN_DEVIATION} * ${meanOf('abs(r.value - f.c1)')} AS wide FROM flat AS f JOIN ${numbered} AS r USING (sid, place) GROUP BY f.sid, f."row")
SELECT sid, "row", ${limits(threshold)} FROM (SELECT sid, "row", c1, c2, coalesce(wide, spread) AS spread FROM ${output}_windows LEFT JOIN wide USING (sid, "row"))`,
  );
  return statements;
}

/** Values far from the others of their series or window, marked or changed. */
export function outliers(
  options: OutliersOptions,
  step: PipelineStep,
  input: string,
  output: string,
): string[] {
  const { then, protect, window } = options;
  const { own } = concerns(step);
  const given = `(SELECT * FROM ${input} WHERE ${own})`;
  const statements =
    window === undefined
      ? [`CREATE OR REPLACE TEMP TABLE ${output}_limits AS\n${seriesLimits(options, given)}`]
      : windowLimits(options, window, given, output);
  const keys = window === undefined ? 'sid' : 'sid, "row"';
  const inside = protect
    ? 'EXISTS (SELECT 1 FROM labels AS l WHERE l.sid = r.sid AND l.start_t <= r.t AND r.t < l.end_t)'
    : 'false';
  // A protected outlier stays as it is; beside one that is interpolated it is no good neighbour.
  const found = `SELECT r.sid, r."row", r.t, r.value, r.outlier, r.filled, lo, hi, coalesce(r.value < lo OR r.value > hi, false) AS beyond, ${inside} AS kept
  FROM ${input} AS r LEFT JOIN ${output}_limits AS l USING (${keys}) WHERE ${own.replace('sid', 'r.sid')}`;
  const change = 'beyond AND NOT kept';
  const flagged = `outlier OR (${change}) AS outlier`;
  const made = {
    flag: `SELECT sid, "row", t, value, ${flagged}, filled FROM found`,
    remove: `SELECT ${COLUMNS} FROM found WHERE NOT (${change})`,
    clip: `SELECT sid, "row", t, CASE WHEN ${change} THEN least(greatest(value, lo), hi) ELSE value END AS value, ${flagged}, filled FROM found`,
    interpolate: `SELECT sid, "row", t, CASE WHEN ${change} THEN coalesce(CASE WHEN t1 > t0 THEN ${ON_LINE} ELSE coalesce(v0, v1) END, value) ELSE value END AS value, ${flagged}, filled
FROM (SELECT *, ${neighbours('good')} FROM (SELECT *, CASE WHEN NOT beyond THEN value END AS good FROM found)
${BESIDE})`,
  }[then];
  statements.push(
    `CREATE OR REPLACE TEMP TABLE ${output} AS
WITH found AS MATERIALIZED (${found})
${withOthers(step, made, input)}`,
  );
  return statements;
}
