/** Sums, means and deviations of finite doubles as SQL: compensated (Kahan), and without overflow or underflow on the way. */
import { double } from './index';

/** Values from here on are summed on a smaller scale. */
const HUGE = '1e290::DOUBLE';
const SMALLER = double(2 ** -64);

const greatest = (v: string, over: string): string => `greatest(max(${v})${over}, -min(${v})${over})`;

/** Sum of the values that are there; beyond the doubles an infinity or NaN. */
export const sumOf = (v: string, over = ''): string =>
  `CASE WHEN ${greatest(v, over)} < ${HUGE} THEN fsum(${v})${over} ELSE fsum(${v} * ${SMALLER})${over} / ${SMALLER} END`;

/** Mean of the values that are there, never outside the least and the greatest of them. */
export const meanOf = (v: string, over = ''): string =>
  `least(greatest(CASE WHEN ${greatest(v, over)} < ${HUGE} THEN favg(${v})${over} ELSE favg(${v} * ${SMALLER})${over} / ${SMALLER} END, min(${v})${over}), max(${v})${over})`;

/**
 * Of a table or query in parentheses with the columns `keys` and `v`, one row for each group: `keys, n, low, high, mean, sd, factor, centre, scale`. `sd` is
 * of the sample (n − 1), NULL below two values and 0 where all are equal. `v · factor − centre`, divided by `scale`, is between −1 and 1.
 *
 * Welford's formula is right where the values differ by more than a thousandth of their size; the other groups are read a second time for their deviations
 * from the mean, in units of the greatest of these (the corrected two-pass formula of Chan, Golub and LeVeque 1983).
 */
export function deviations(source: string, keys: string): string {
  const once = `SELECT ${keys}, count(v) AS n, min(v) AS low, max(v) AS high, ${meanOf('v')} AS mean, stddev_samp(v) FILTER (abs(v) < 1e150) AS welford FROM ${source} GROUP BY ${keys}`;
  const easy =
    'high - low > 1e-3 * greatest(high, -low) AND greatest(high, -low) < 1e150 AND high - low > 1e-145';
  const scaled = `SELECT *, greatest(high * factor - mean * factor, mean * factor - low * factor) AS scale, mean * factor AS centre, coalesce(${easy}, true) AS easy
FROM (SELECT *, CASE WHEN greatest(high, -low) < ${HUGE} THEN 1::DOUBLE ELSE ${SMALLER} END AS factor FROM (${once}))`;
  const squares = `SELECT ${keys}, fsum(d * d) AS squares, fsum(d) AS rest FROM (SELECT ${keys}, (v * factor - centre) / scale AS d FROM ${source} JOIN (SELECT ${keys}, factor, centre, scale FROM groups WHERE NOT easy AND high > low) AS g USING (${keys})) GROUP BY ${keys}`;
  return `WITH groups AS MATERIALIZED (${scaled})
SELECT ${keys}, n, low, high, factor, centre, scale,
CASE WHEN easy OR low = high THEN mean ELSE least(greatest(mean + scale * (rest / n) / factor, low), high) END AS mean,
CASE WHEN n < 2 THEN NULL WHEN low = high THEN 0 WHEN easy THEN welford ELSE scale * sqrt(greatest(squares - rest * rest / n, 0) / (n - 1)) / factor END AS sd
FROM groups LEFT JOIN (${squares}) AS s USING (${keys})`;
}
