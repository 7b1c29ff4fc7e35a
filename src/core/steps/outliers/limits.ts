import { fewestValues } from '../../recipe/reach';
import type { OutliersOptions } from '../../recipe/types';
import { deviations, meanOf } from '../../sql/aggregates';
import { double, integer } from '../../sql';

/** Only a finite number is a value. */
const value = 'CASE WHEN isfinite(value) THEN value END';
/** Mean absolute deviation to standard deviation of a normal distribution: √(π/2). Iglewicz and Hoaglin 1993, where the MAD is zero. */
const MEAN_DEVIATION = double(1.253314);

const quartiles = (over: string): string =>
  `quantile_cont(v, 0.25)${over} AS q1, quantile_cont(v, 0.75)${over} AS q3`;
const medians = (over: string): string =>
  `median(v)${over} AS centre, 1.4826::DOUBLE * mad(v)${over} AS spread`;

/** `sid, n, equal, c1, c2, spread, meanDeviation`: where the spread is laid on, downwards and upwards, and the spread itself. */
function measures(rule: OutliersOptions['rule'], source: string): string {
  const plain = 'count(v) AS n, min(v) = max(v) AS equal';
  switch (rule) {
    case 'zscore':
      return `SELECT sid, n, low = high AS equal, mean AS c1, mean AS c2, sd AS spread, false AS "meanDeviation" FROM (${deviations(source, 'sid')})`;
    case 'iqr':
      return `SELECT sid, n, equal, q1 AS c1, q3 AS c2, q3 - q1 AS spread, false AS "meanDeviation" FROM (SELECT sid, ${plain}, ${quartiles('')} FROM ${source} GROUP BY sid)`;
    case 'hampel':
      return `WITH whole AS MATERIALIZED (SELECT sid, ${plain}, ${medians('')} FROM ${source} GROUP BY sid),
flat AS (SELECT sid, ${MEAN_DEVIATION} * ${meanOf('abs(v - centre)')} AS wide FROM ${source} JOIN (SELECT sid, centre FROM whole WHERE spread = 0 AND NOT equal) AS w USING (sid) GROUP BY sid)
SELECT sid, n, equal, centre AS c1, centre AS c2, coalesce(wide, spread) AS spread, wide IS NOT NULL AS "meanDeviation" FROM whole LEFT JOIN flat USING (sid)`;
  }
}

const bounds = (threshold: number): string => {
  const reach = `${double(threshold)} * spread`;
  const known = 'spread > 0 AND isfinite(c1) AND isfinite(c2)';
  return `CASE WHEN ${known} THEN c1 - ${reach} END AS lo, CASE WHEN ${known} THEN c2 + ${reach} END AS hi`;
};

/**
 * One row a series: `sid, constant, short, meanDeviation, noWidth, lo, hi`; limits NULL where there is no spread. `constant`: all values are equal. `short`: too few
 * for any to be an outlier. `meanDeviation`: the MAD is zero, the mean deviation is taken. `noWidth`: the quartiles are equal, though the values are not.
 * With a window the limits are a row's own: NULL here, as `meanDeviation` and `noWidth`; `factor`, `centre` and `scale` are those of `deviations`.
 */
export function seriesLimits({ rule, threshold, window }: OutliersOptions, input: string): string {
  const source = `(SELECT sid, ${value} AS v FROM ${input})`;
  const fewest = integer(Math.min(fewestValues(rule, threshold), Number.MAX_SAFE_INTEGER));
  const kinds = (equal: string): string =>
    `coalesce(${equal}, false) AS constant, n > 0 AND NOT ${equal} AND n < ${fewest} AS short`;
  if (window !== undefined) {
    const around =
      'NULL::BOOLEAN AS "meanDeviation", NULL::BOOLEAN AS "noWidth", NULL::DOUBLE AS lo, NULL::DOUBLE AS hi';
    return rule === 'zscore'
      ? `SELECT sid, ${kinds('low = high')}, ${around}, factor, centre, scale FROM (${deviations(source, 'sid')})`
      : `SELECT sid, ${kinds('equal')}, ${around} FROM (SELECT sid, count(v) AS n, min(v) = max(v) AS equal FROM ${source} GROUP BY sid)`;
  }
  return `SELECT sid, ${kinds('equal')}, "meanDeviation", coalesce(spread = 0 AND NOT equal, false) AS "noWidth", ${bounds(threshold)} FROM (${measures(rule, source)})`;
}

const outside = 'isfinite(value) AND (value < lo OR value > hi)';

/** Without a window, the rows outside their limits: `sid, row, ts, value, lo, hi`. `limits` is a table or query in parentheses of `seriesLimits`. */
export const candidates = (input: string, limits: string): string =>
  `SELECT sid, "row", ts, value, lo, hi FROM ${input} JOIN ${limits} AS l USING (sid) WHERE ${outside}`;

/**
 * With a window, statements that make `apart`: the rows outside the limits of their window, and those beside the centre of one that has no width. `found` is then
 * the query of those outside, as that of `candidates`. The rows of the input are in order.
 */
export function windowed(
  { rule, threshold }: OutliersOptions,
  window: number,
  input: string,
  limits: string,
  apart: string,
): { statements: string[]; found: string } {
  const half = integer((window - 1) / 2);
  const over = ' OVER around';
  const own = {
    zscore: `(centre + scale * favg(d)${over}) / factor AS c1, c1 AS c2, stddev_samp(d)${over} * scale / factor AS spread`,
    iqr: `quantile_cont(v, 0.25)${over} AS c1, quantile_cont(v, 0.75)${over} AS c2, c2 - c1 AS spread`,
    hampel: `median(v)${over} AS c1, c1 AS c2, 1.4826::DOUBLE * mad(v)${over} AS spread`,
  }[rule];
  const numbered = `SELECT *, row_number() OVER () AS place, ${value} AS v FROM ${input}`;
  const scaled = '(v * factor - centre) / scale AS d, factor, centre, scale';
  const rows = `SELECT sid, "row", ts, value, v, place${rule === 'zscore' ? `, ${scaled}` : ''} FROM (${numbered}) JOIN (SELECT * FROM ${limits} WHERE NOT constant) AS l USING (sid)`;
  const measured = `SELECT sid, "row", ts, value, place, least(greatest(c1, least_), most) AS c1, least(greatest(c2, least_), most) AS c2, CASE WHEN least_ < most THEN spread END AS spread FROM (SELECT sid, "row", ts, value, place, ${own}, min(v)${over} AS least_, max(v)${over} AS most FROM (${rows})
WINDOW around AS (PARTITION BY sid ORDER BY ts, "row" ROWS BETWEEN ${half} PRECEDING AND ${half} FOLLOWING))`;
  const statements = [
    `CREATE OR REPLACE TABLE ${apart} AS SELECT sid, "row", ts, value, place, c1, c2, spread, false AS "meanDeviation" FROM (SELECT *, ${bounds(threshold)} FROM (${measured}))
WHERE isfinite(value) AND (value < lo OR value > hi OR (spread = 0 AND (value < c1 OR value > c2)))`,
  ];
  if (rule === 'hampel') {
    const near = `SELECT sid, place, c1, unnest(range(place - ${half}, place + ${half} + 1)) AS at_ FROM ${apart} WHERE spread = 0`;
    statements.push(
      `UPDATE ${apart} SET spread = wide, "meanDeviation" = true FROM (SELECT n.place, ${MEAN_DEVIATION} * ${meanOf('abs(r.v - n.c1)')} AS wide FROM (${near}) AS n JOIN (${numbered}) AS r ON r.place = n.at_ AND r.sid = n.sid GROUP BY n.place) AS m WHERE m.place = ${apart}.place`,
    );
  }
  return {
    statements,
    found: `SELECT sid, "row", ts, value, lo, hi FROM (SELECT *, ${bounds(threshold)} FROM ${apart}) WHERE ${outside}`,
  };
}
