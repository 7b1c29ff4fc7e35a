import type { DuplicatesOptions } from '../../recipe/types';
import { identifier } from '../../sql';
import { meanOf } from '../../sql/aggregates';
import { countOf } from '../report';
import type { Counts, StepAct, StepContext, StepSql } from '../types';

const columns = 'sid, "row", ts, value, outlier, filled';

/** Rows beside the row before (or after) them in the table's order: a streaming window, which sorts nothing. */
const beside = (table: string, window: 'lag' | 'lead'): string =>
  `(SELECT *, ${window}(sid) OVER () AS sid_, ${window}(ts) OVER () AS ts_ FROM ${table})`;
const again = 'sid = sid_ AND ts = ts_';
const back = 'sid = sid_ AND ts < ts_';

function act({ keep }: DuplicatesOptions, context: StepContext, found: Counts): StepAct {
  const input = identifier(context.input);
  if (!(countOf(found, 'touched') > 0)) {
    const report = `SELECT sid, count(*) AS "rowsIn", count(*) AS "rowsOut", 0 AS backward, 0 AS duplicates, 0 AS removed, 0 AS preferred FROM ${input} GROUP BY sid ORDER BY sid`;
    return { statements: [], output: context.input, report, cleanup: [] };
  }
  const output = identifier(context.output);
  const sorted = identifier(`${context.output}_sorted`);
  const sort = countOf(found, 'unsorted') > 0;
  const source = sort ? sorted : input;
  const statements = sort
    ? [`CREATE TABLE ${sorted} AS SELECT ${columns} FROM ${input} ORDER BY sid, ts, "row"`]
    : [];
  const window = keep === 'last' ? 'lead' : 'lag';
  statements.push(
    `CREATE TABLE ${output} AS SELECT ${columns} FROM ${beside(source, window)} WHERE (${again}) IS NOT TRUE`,
  );
  const repeated = `(SELECT DISTINCT sid, ts FROM ${beside(source, 'lag')} WHERE ${again})`;
  if (keep === 'mean') {
    const means = `(SELECT sid, ts, ${meanOf('v')} AS mean FROM (SELECT sid, ts, CASE WHEN isfinite(value) THEN value END AS v FROM ${source} SEMI JOIN ${repeated} AS r USING (sid, ts)) GROUP BY sid, ts)`;
    statements.push(
      `UPDATE ${output} SET value = m.mean FROM ${means} AS m WHERE ${output}.sid = m.sid AND ${output}.ts = m.ts`,
    );
  }
  const preferred = identifier(`${context.output}_preferred`);
  const preferring = keep === 'first' || keep === 'last';
  if (preferring) {
    const chosen = keep === 'first' ? 'min' : 'max';
    const own = (column: string): string => `arg_${chosen}(${column}, "row") AS ${column}`;
    // Of the times whose row to keep has no value, the first or last row that has one.
    statements.push(
      `CREATE OR REPLACE TABLE ${preferred} AS SELECT sid, ts, ${chosen}("row") AS "row", ${['value', 'outlier', 'filled'].map(own).join(', ')} FROM ${source} SEMI JOIN
(SELECT sid, ts FROM ${output} SEMI JOIN ${repeated} AS r USING (sid, ts) WHERE isfinite(value) IS NOT TRUE) AS o USING (sid, ts) WHERE isfinite(value) GROUP BY sid, ts`,
      `UPDATE ${output} SET "row" = p."row", value = p.value, outlier = p.outlier, filled = p.filled FROM ${preferred} AS p WHERE ${output}.sid = p.sid AND ${output}.ts = p.ts`,
    );
  }
  const report = `SELECT i.sid, i.n AS "rowsIn", o.n AS "rowsOut", i.backward, i.n - o.n AS duplicates, i.n - o.n AS removed, ${preferring ? 'coalesce(p.n, 0)' : '0'} AS preferred
FROM (SELECT sid, count(*) AS n, count(*) FILTER (${back}) AS backward FROM ${beside(input, 'lag')} GROUP BY sid) AS i
JOIN (SELECT sid, count(*) AS n FROM ${output} GROUP BY sid) AS o USING (sid) ${preferring ? `LEFT JOIN (SELECT sid, count(*) AS n FROM ${preferred} GROUP BY sid) AS p USING (sid) ` : ''}ORDER BY i.sid`;
  const cleanup = sort ? [`DROP TABLE ${sorted}`] : [];
  if (preferring) cleanup.push(`DROP TABLE ${preferred}`);
  if (keep !== 'refuse') return { statements, output: context.output, report, cleanup };
  return {
    statements,
    output: context.output,
    report,
    cleanup,
    refuse: {
      sql: `SELECT s.name, strftime(r.ts, '%Y-%m-%d %H:%M:%S') AS time FROM ${repeated} AS r JOIN series AS s USING (sid) ORDER BY r.sid, r.ts LIMIT 1`,
      error: ([first]) =>
        first && {
          code: 'duplicates-refused',
          path: `$.steps[${context.index}].duplicates.keep`,
          message: `Expected one row for each time; ${String(first['name'])} has several at ${String(first['time'])} UTC. Fix the file, or keep the first, the last or the mean.`,
        },
    },
  };
}

/** Order of time within each series and one row for each time. Counts: backward, duplicates, removed, preferred (times at which the row to keep had no value and another that has one was kept). */
export function toSql(options: DuplicatesOptions, context: StepContext): StepSql {
  return {
    probe: `SELECT count(*) FILTER (sid < sid_ OR (sid = sid_ AND ts <= ts_)) AS touched, count(*) FILTER (sid < sid_ OR (${back})) AS unsorted FROM ${beside(identifier(context.input), 'lag')}`,
    act: (found) => act(options, context, found),
  };
}

/** What is left of `duplicates` where the step is off or absent: rows in order of time, none removed. */
export function orderSql({ input, output }: Omit<StepContext, 'index'>): StepSql {
  const from = identifier(input);
  const report = (table: string): string =>
    `SELECT sid, count(*) AS "rowsIn", count(*) AS "rowsOut" FROM ${identifier(table)} GROUP BY sid ORDER BY sid`;
  return {
    probe: `SELECT count(*) FILTER (sid < sid_ OR (sid = sid_ AND ts < ts_)) AS unsorted
FROM (SELECT sid, ts, lag(sid) OVER () AS sid_, lag(ts) OVER () AS ts_ FROM ${from})`,
    act: (found): StepAct =>
      countOf(found, 'unsorted') > 0
        ? {
            statements: [
              `CREATE TABLE ${identifier(output)} AS SELECT sid, "row", ts, value, outlier, filled FROM ${from} ORDER BY sid, ts, "row"`,
            ],
            output,
            report: report(output),
            cleanup: [],
          }
        : { statements: [], output: input, report: report(input), cleanup: [] },
  };
}
