import type { StepAct, StepContext, StepSql } from '../step';
import { identifier } from '../../sql';

/** What `duplicates` leaves out of its work when it is off or absent: rows in order of time, none removed. */
export function orderSql({ input, output }: Omit<StepContext, 'index'>): StepSql {
  const from = identifier(input);
  const report = (table: string): string =>
    `SELECT sid, count(*) AS "rowsIn", count(*) AS "rowsOut" FROM ${identifier(table)} GROUP BY sid ORDER BY sid`;
  return {
    probe: `SELECT count(*) FILTER (sid < sid_ OR (sid = sid_ AND ts < ts_)) AS unsorted
FROM (SELECT sid, ts, lag(sid) OVER () AS sid_, lag(ts) OVER () AS ts_ FROM ${from})`,
    act: (found): StepAct =>
      found['unsorted']
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
