import type { OutliersOptions } from '../../recipe/types';
import { double, integer } from '../../sql';

/** Only a finite number is a value. */
const value = 'CASE WHEN isfinite(value) THEN value END';

/** What a rule needs of a set of values `v`: where the spread is laid on, downwards and upwards, and the spread itself. */
const rules: Record<OutliersOptions['rule'], (over: string) => Record<'low' | 'high' | 'spread', string>> = {
  zscore: (over) => ({
    low: `avg(v)${over}`,
    high: `avg(v)${over}`,
    // Above 1e150 the squares would overflow, which the engine takes for an error.
    spread: `CASE WHEN max(abs(v))${over} < 1e150 THEN stddev_samp(v) FILTER (abs(v) < 1e150)${over} ELSE stddev_samp(v * 1e-160::DOUBLE)${over} * 1e160::DOUBLE END`,
  }),
  iqr: (over) => ({
    low: `quantile_cont(v, 0.25)${over}`,
    high: `quantile_cont(v, 0.75)${over}`,
    spread: `quantile_cont(v, 0.75)${over} - quantile_cont(v, 0.25)${over}`,
  }),
  hampel: (over) => ({
    low: `median(v)${over}`,
    high: `median(v)${over}`,
    spread: `1.4826::DOUBLE * mad(v)${over}`,
  }),
};

const measures = (rule: OutliersOptions['rule'], over: string): string => {
  const { low, high, spread } = rules[rule](over);
  // Equal values may have a mean beside themselves by a rounding error, so that their spread is not quite zero.
  return `${low} AS low, ${high} AS high, CASE WHEN min(v)${over} < max(v)${over} THEN ${spread} END AS spread`;
};

const bounds = (threshold: number): string => {
  const reach = `${double(threshold)} * spread`;
  const known = 'spread > 0 AND isfinite(low) AND isfinite(high)';
  return `CASE WHEN ${known} THEN low - ${reach} END AS lo, CASE WHEN ${known} THEN high + ${reach} END AS hi`;
};

/**
 * One row a series: `sid, constant, lo, hi`; limits NULL where there is no spread. With a window the limits are a row's
 * own, `lo` and `hi` are NULL here, and `constant` says that all values of the series are equal.
 */
export function seriesLimits({ rule, threshold, window }: OutliersOptions, input: string): string {
  const source = `(SELECT sid, ${value} AS v FROM ${input})`;
  if (window !== undefined) {
    return `SELECT sid, coalesce(min(v) = max(v), false) AS constant, NULL::DOUBLE AS lo, NULL::DOUBLE AS hi FROM ${source} GROUP BY sid`;
  }
  const measured = `(SELECT sid, count(v) AS n, ${measures(rule, '')} FROM ${source} GROUP BY sid)`;
  return `SELECT sid, n > 0 AND (spread > 0) IS NOT TRUE AS constant, ${bounds(threshold)} FROM ${measured}`;
}

/** The rows outside their limits: `sid, row, ts, value, lo, hi`. `limits` is a table or query in parentheses of `seriesLimits`. */
export function candidates(options: OutliersOptions, input: string, limits: string): string {
  const { rule, threshold, window } = options;
  const outside = 'isfinite(value) AND (value < lo OR value > hi)';
  if (window === undefined) {
    return `SELECT sid, "row", ts, value, lo, hi FROM ${input} JOIN ${limits} AS l USING (sid) WHERE ${outside}`;
  }
  const half = integer((window - 1) / 2);
  const measured = `(SELECT sid, "row", ts, value, ${measures(rule, ' OVER around')} FROM (SELECT *, ${value} AS v FROM ${input} SEMI JOIN (SELECT sid FROM ${limits} WHERE NOT constant) AS l USING (sid))
WINDOW around AS (PARTITION BY sid ORDER BY ts, "row" ROWS BETWEEN ${half} PRECEDING AND ${half} FOLLOWING))`;
  return `SELECT sid, "row", ts, value, lo, hi FROM (SELECT *, ${bounds(threshold)} FROM ${measured}) WHERE ${outside}`;
}
