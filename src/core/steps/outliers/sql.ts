import { append } from '../../list';
import type { OutliersOptions } from '../../recipe/types';
import { countOf } from '../report';
import type { Counts, StepAct, StepContext, StepSql } from '../types';
import { identifier, integer } from '../../sql';
import { candidates, seriesLimits, windowed } from './limits';

const inside = (protect: boolean): string =>
  protect
    ? 'EXISTS (SELECT 1 FROM label_spans AS s WHERE s.sid = c.sid AND s.start <= c.ts AND c.ts < s."end")'
    : 'false';

const after: Record<OutliersOptions['then'], string> = {
  flag: 'value',
  remove: 'NULL::DOUBLE',
  clip: 'least(greatest(value, lo), hi)',
  interpolate: 'value',
};

/** On the line from (t0, v0) to (t1, v1); weighted where the difference is too great for a double. */
const onLine = `CASE WHEN isfinite(v1 - v0) THEN v0 + (v1 - v0) * ((t - t0)::DOUBLE / (t1 - t0)::DOUBLE)
ELSE v0 * ((t1 - t)::DOUBLE / (t1 - t0)::DOUBLE) + v1 * ((t - t0)::DOUBLE / (t1 - t0)::DOUBLE) END`;

/**
 * Gives the outliers in `found` the value on the line between their nearest good neighbours. Good rows matter only beside a
 * bad one, and these are found in one pass in the table's order; what is sorted is small. Without any good row the value stays.
 */
function interpolate(input: string, found: string, near: string): string[] {
  const bad = `isfinite(value) IS NOT TRUE OR (sid, "row") IN (SELECT (sid, "row") FROM ${found})`;
  const sides = 'lag(bad) OVER () AS bad_before, lead(bad) OVER () AS bad_after';
  const line = (direction: 'last' | 'first', frame: string, column: string): string =>
    `${direction}_value(${column} IGNORE NULLS) OVER (PARTITION BY sid ORDER BY ts, "row" ROWS BETWEEN ${frame})`;
  const before = (column: string): string => line('last', 'UNBOUNDED PRECEDING AND CURRENT ROW', column);
  const next = (column: string): string => line('first', 'CURRENT ROW AND UNBOUNDED FOLLOWING', column);
  const rows = `(SELECT sid, "row", ts, value AS good, epoch_us(ts) AS good_at FROM ${near} UNION ALL SELECT sid, "row", ts, NULL, NULL FROM ${found})`;
  const neighbours = `(SELECT sid, "row", good, epoch_us(ts) AS t, ${before('good')} AS v0, ${before('good_at')} AS t0, ${next('good')} AS v1, ${next('good_at')} AS t1 FROM ${rows})`;
  return [
    `CREATE OR REPLACE TABLE ${near} AS SELECT sid, "row", ts, value FROM (SELECT *, ${sides} FROM (SELECT sid, "row", ts, value, ${bad} AS bad FROM ${input})) WHERE NOT bad AND (bad_before OR bad_after)`,
    `UPDATE ${found} SET "after" = coalesce(CASE WHEN t1 > t0 THEN ${onLine} ELSE coalesce(v0, v1) END, value)
FROM ${neighbours} AS n WHERE n.good IS NULL AND NOT protected AND ${found}.sid = n.sid AND ${found}."row" = n."row"`,
    `DROP TABLE ${near}`,
  ];
}

function apply(then: OutliersOptions['then'], input: string, output: string, found: string): string[] {
  // In place rather than by a join, so that the rows keep their order.
  const touched = `NOT f.protected AND ${output}.sid = f.sid AND ${output}."row" = f."row"`;
  return [
    `CREATE TABLE ${output} AS SELECT sid, "row", ts, value, outlier, filled FROM ${input}`,
    then === 'remove'
      ? `DELETE FROM ${output} USING ${found} AS f WHERE ${touched}`
      : `UPDATE ${output} SET outlier = true, value = f."after" FROM ${found} AS f WHERE ${touched}`,
  ];
}

const counted = ['constant', 'short', 'meanDeviation', 'noWidth'].map((name) => identifier(name));

/** What the limits of each series say, as columns of the report; of windows, how many rows have one like that. */
function ofLimits(options: OutliersOptions, apart: string): { columns: string; join: string } {
  if (options.window === undefined)
    return { columns: counted.map((name) => `l.${name}::INTEGER AS ${name}`).join(', '), join: '' };
  return {
    columns: `l.constant::INTEGER AS constant, l.short::INTEGER AS short, coalesce(a."meanDeviation", 0) AS "meanDeviation", coalesce(a."noWidth", 0) AS "noWidth"`,
    join: `LEFT JOIN (SELECT sid, count(*) FILTER ("meanDeviation") AS "meanDeviation", count(*) FILTER (spread = 0) AS "noWidth" FROM ${apart} GROUP BY sid) AS a USING (sid)`,
  };
}

function act(options: OutliersOptions, context: StepContext, probed: Counts): StepAct {
  const { then, protect, window } = options;
  const input = identifier(context.input);
  if (!(countOf(probed, 'found') > 0)) {
    const columns = counted.map((name) => `coalesce(l.${name}, false)::INTEGER AS ${name}`).join(', ');
    const report = `SELECT i.sid, i.n AS "rowsIn", i.n AS "rowsOut", 0 AS found, 0 AS protected, 0 AS changed, ${columns}
FROM (SELECT sid, count(*) AS n FROM ${input} GROUP BY sid) AS i JOIN (${seriesLimits(options, input)}) AS l USING (sid) ORDER BY i.sid`;
    return { statements: [], output: context.input, report, cleanup: [] };
  }
  const copied = countOf(probed, 'open') > 0;
  const output = identifier(context.output);
  const limits = identifier(`${context.output}_limits`);
  const found = identifier(`${context.output}_found`);
  const apart = identifier(`${context.output}_apart`);
  const around = window === undefined ? undefined : windowed(options, window, input, limits, apart);
  const statements = [
    `CREATE OR REPLACE TABLE ${limits} AS ${seriesLimits(options, input)}`,
    ...(around?.statements ?? []),
    `CREATE OR REPLACE TABLE ${found} AS SELECT *, CASE WHEN protected THEN value ELSE ${after[then]} END AS "after" FROM (SELECT *, ${inside(protect)} AS protected FROM (${around?.found ?? candidates(input, limits)}) AS c)`,
  ];
  if (copied) {
    if (then === 'interpolate')
      append(statements, interpolate(input, found, identifier(`${context.output}_near`)));
    append(statements, apply(then, input, output, found));
  }
  statements.push(
    `INSERT INTO changes SELECT ${integer(context.index)}, sid, ts, CASE WHEN protected THEN 'outlier-protected' ELSE 'outlier' END, value, "after" FROM ${found} ORDER BY sid, ts, "row"`,
  );
  const removed = then === 'remove' ? 'coalesce(f.changed, 0)' : '0';
  const { columns, join } = ofLimits(options, apart);
  const report = `SELECT i.sid, i.n AS "rowsIn", i.n - ${removed} AS "rowsOut", coalesce(f.found, 0) AS found, coalesce(f.protected, 0) AS protected, coalesce(f.changed, 0) AS changed, ${columns}
FROM (SELECT sid, count(*) AS n FROM ${input} GROUP BY sid) AS i JOIN ${limits} AS l USING (sid) ${join}
LEFT JOIN (SELECT sid, count(*) AS found, count(*) FILTER (protected) AS protected, count(*) FILTER ("after" IS DISTINCT FROM value) AS changed FROM ${found} GROUP BY sid) AS f USING (sid) ORDER BY i.sid`;
  return {
    statements,
    output: copied ? context.output : context.input,
    report,
    cleanup: [
      `DROP TABLE ${limits}`,
      `DROP TABLE ${found}`,
      ...(around === undefined ? [] : [`DROP TABLE ${apart}`]),
    ],
  };
}

/**
 * Values far from the others of their series or window, marked or changed. Reads `label_spans`, writes `changes`.
 * Probe: `found` outliers, `open` of them not protected; with a window, where finding them is the work itself, the rows that
 * may be one. Counts: found, protected, changed; series that are constant and that are short (no value of so few can be an outlier); meanDeviation and noWidth, series
 * (with a window, rows) whose MAD was zero, so that the mean deviation was taken, and whose quartiles are equal, so that there are no limits.
 */
export function toSql(options: OutliersOptions, context: StepContext): StepSql {
  const input = identifier(context.input);
  const limits = `(${seriesLimits(options, input)})`;
  return {
    probe:
      options.window === undefined
        ? `SELECT count(*) AS found, count(*) FILTER (NOT protected) AS open FROM (SELECT *, ${inside(options.protect)} AS protected FROM (${candidates(input, limits)}) AS c)`
        : `SELECT count(*) AS found, count(*) AS open FROM ${input} SEMI JOIN (SELECT sid FROM ${limits} WHERE NOT constant) AS l USING (sid) WHERE isfinite(value)`,
    act: (probed) => act(options, context, probed),
  };
}
