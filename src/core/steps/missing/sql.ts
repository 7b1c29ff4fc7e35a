import { microseconds } from '../../recipe/duration';
import { countOf } from '../report';
import type { Counts, StepAct, StepContext, StepSql } from '../types';
import type { MissingOptions } from '../../recipe/types';
import { double, identifier, integer, list } from '../../sql';

const none = 'value IS NULL OR NOT isfinite(value)';

/** Why a row is missing, each row for one reason: 1 no value, 2 a sentinel, 3 out of range; 0 is a value. */
function reason({ sentinels, min, max }: MissingOptions): string {
  const cases = [`WHEN ${none} THEN 1`];
  // Not IN: from six constants on, DuckDB makes that a join.
  if (sentinels.length > 0) cases.push(`WHEN list_contains([${list(sentinels.map(double))}], value) THEN 2`);
  if (min !== undefined) cases.push(`WHEN value < ${double(min)} THEN 3`);
  if (max !== undefined) cases.push(`WHEN value > ${double(max)} THEN 3`);
  return `CASE ${cases.join(' ')} ELSE 0 END`;
}

const withReason = (options: MissingOptions, table: string): string =>
  `(SELECT *, epoch_us(ts) AS t, ${reason(options)} AS reason FROM ${table})`;

/** Missing rows and the rows beside them, by windows that sort nothing: few, so that they may be sorted afterwards. */
const surroundings = (source: string): string =>
  `(SELECT sid, "row", ts, t, value, reason FROM (SELECT *, lag(sid) OVER () AS sid_, lag(reason) OVER () AS reason_, lead(sid) OVER () AS _sid, lead(reason) OVER () AS _reason FROM ${source})
WHERE reason > 0 OR (sid_ = sid AND reason_ > 0) OR (_sid = sid AND _reason > 0))`;

/** Each missing row with the value before it (v0 at t0), the one after it (v1 at t1), and `gap`, both of its whole run. */
function runs(source: string): string {
  const order = 'PARTITION BY sid ORDER BY ts, "row" ROWS BETWEEN';
  return `(SELECT *, coalesce(t1, last) - t0 AS gap FROM (SELECT *,
last_value(CASE WHEN reason = 0 THEN value END IGNORE NULLS) OVER before AS v0, last_value(CASE WHEN reason = 0 THEN t END IGNORE NULLS) OVER before AS t0,
first_value(CASE WHEN reason = 0 THEN value END IGNORE NULLS) OVER after AS v1, first_value(CASE WHEN reason = 0 THEN t END IGNORE NULLS) OVER after AS t1,
max(t) OVER (PARTITION BY sid) AS last FROM ${surroundings(source)}
WINDOW before AS (${order} UNBOUNDED PRECEDING AND CURRENT ROW), after AS (${order} CURRENT ROW AND UNBOUNDED FOLLOWING)) WHERE reason > 0)`;
}

/** Linear in time; between values at one time the first; weighted where the difference is too great for a double. */
const linear = `CASE WHEN t1 = t0 THEN v0 WHEN isfinite(v1 - v0) THEN v0 + (v1 - v0) * ((t - t0) / (t1 - t0))
ELSE v0 * ((t1 - t) / (t1 - t0)) + v1 * ((t - t0) / (t1 - t0)) END`;

function fillStatements(options: MissingOptions, context: StepContext, fills: string): string[] {
  const output = identifier(context.output);
  const source = withReason(options, identifier(context.input));
  const within = options.longest === undefined ? '' : ` AND gap <= ${integer(microseconds(options.longest))}`;
  const sides = options.fill === 'linear' ? 'v0 IS NOT NULL AND v1 IS NOT NULL' : 'v0 IS NOT NULL';
  return [
    `CREATE OR REPLACE TABLE ${fills} AS SELECT sid, "row", ts, CASE WHEN NOT (${none}) THEN value END AS "before", ${options.fill === 'linear' ? linear : 'v0'} AS "after"
FROM ${runs(source)} WHERE ${sides}${within}`,
    copyWithoutMissing(output, source),
    `UPDATE ${output} SET value = f."after", filled = true FROM ${fills} AS f WHERE ${output}.sid = f.sid AND ${output}."row" = f."row"`,
    `INSERT INTO changes SELECT ${integer(context.index)}, sid, ts, 'filled', "before", "after" FROM ${fills} ORDER BY sid, ts, "row"`,
  ];
}

const copyWithoutMissing = (output: string, source: string): string =>
  `CREATE TABLE ${output} AS SELECT sid, "row", ts, CASE WHEN reason = 0 THEN value END AS value, outlier, filled FROM ${source}`;

function dropStatements(options: MissingOptions, context: StepContext): string[] {
  const source = withReason(options, identifier(context.input));
  return [
    `CREATE TABLE ${identifier(context.output)} AS SELECT sid, "row", ts, value, outlier, filled FROM ${source} WHERE reason = 0`,
    `INSERT INTO changes SELECT ${integer(context.index)}, sid, ts, 'dropped', CASE WHEN NOT (${none}) THEN value END, NULL FROM ${source} WHERE reason > 0`,
  ];
}

/** What was changed is read from `changes`, so that one report fits all ways to fill. */
function report(options: MissingOptions, context: StepContext): string {
  const source = withReason(options, identifier(context.input));
  const mine = `changes AS c WHERE c.step = ${integer(context.index)}`;
  return `SELECT i.sid, i.n AS "rowsIn", i.n - coalesce(c.dropped, 0) AS "rowsOut", i.missing, i.sentinel, i."outOfRange",
coalesce(c.filled, 0) AS filled, coalesce(c.dropped, 0) AS dropped, i.missing + i.sentinel + i."outOfRange" - coalesce(c.filled, 0) - coalesce(c.dropped, 0) AS "left",
coalesce(g.gap, 0) AS "longestGapUs", coalesce(l.n, 0) AS labelled
FROM (SELECT sid, count(*) AS n, count(*) FILTER (reason = 1) AS missing, count(*) FILTER (reason = 2) AS sentinel, count(*) FILTER (reason = 3) AS "outOfRange" FROM ${source} GROUP BY sid) AS i
LEFT JOIN (SELECT sid, max(t - t_) FILTER (sid = sid_) AS gap FROM (SELECT sid, t, lag(sid) OVER () AS sid_, lag(t) OVER () AS t_ FROM ${source} WHERE reason = 0) GROUP BY sid) AS g ON g.sid = i.sid
LEFT JOIN (SELECT sid, count(*) FILTER (action = 'filled') AS filled, count(*) FILTER (action = 'dropped') AS dropped FROM ${mine} GROUP BY sid) AS c ON c.sid = i.sid
LEFT JOIN (SELECT c.sid, count(*) AS n FROM (SELECT sid, ts FROM ${mine} AND c.action = 'dropped') AS c JOIN label_spans AS s ON s.sid = c.sid AND c.ts >= s.start AND c.ts < s."end" GROUP BY c.sid) AS l ON l.sid = i.sid
ORDER BY i.sid`;
}

function act(options: MissingOptions, context: StepContext, found: Counts): StepAct {
  const rest = { report: report(options, context), cleanup: [] };
  const untouched = { ...rest, statements: [], output: context.input };
  if (!(countOf(found, 'touched') > 0)) return untouched;
  const { output } = context;
  switch (options.fill) {
    case 'leave': {
      if (!(countOf(found, 'written') > 0)) return untouched;
      const source = withReason(options, identifier(context.input));
      return { ...rest, statements: [copyWithoutMissing(identifier(output), source)], output };
    }
    case 'drop':
      return { ...rest, statements: dropStatements(options, context), output };
    case 'linear':
    case 'forward': {
      const fills = identifier(`${output}_fills`);
      return {
        ...rest,
        statements: fillStatements(options, context, fills),
        output,
        cleanup: [`DROP TABLE ${fills}`],
      };
    }
  }
}

/**
 * Missing rows filled, dropped or left without a value. Expects the rows in order of series and time; `changes` and
 * `label_spans` exist. Counts: missing, sentinel, outOfRange (each row in one of them), filled, dropped, left, longestGapUs, labelled.
 */
export function toSql(options: MissingOptions, context: StepContext): StepSql {
  return {
    probe: `SELECT count(*) FILTER (reason > 0) AS touched, count(*) FILTER (reason > 0 AND value IS NOT NULL) AS written FROM ${withReason(options, identifier(context.input))}`,
    act: (found) => act(options, context, found),
  };
}
