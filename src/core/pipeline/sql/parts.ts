/** What statements of several steps have in common. */
import { integer, list, text } from '../../sql';
import type { PipelineStep } from '../steps';

export const COLUMNS = 'sid, "row", t, value, outlier, filled';

/** A path where DuckDB takes patterns: a bracket stands for itself. */
export const globText = (path: string): string => text(path.replaceAll('[', '[[]'));

/** The rows of the series that a step is for, and those of the others. */
export function concerns({ sids }: Pick<PipelineStep, 'sids'>): { own: string; others: string | null } {
  if (sids === null) return { own: 'true', others: null };
  if (sids.length === 0) return { own: 'false', others: 'true' };
  const among = `sid IN (${list(sids.map(integer))})`;
  return { own: among, others: `NOT ${among}` };
}

/** A table of what a step makes of its series, and of the rows of the others. `columns`: of the others, as `made` has them. */
export const withOthers = (
  step: Pick<PipelineStep, 'sids'>,
  made: string,
  input: string,
  columns = COLUMNS,
): string => {
  const { others } = concerns(step);
  return others === null ? made : `${made}\nUNION ALL SELECT ${columns} FROM ${input} WHERE ${others}`;
};

/** On the line between the neighbours of a row. */
export const ON_LINE = 'on_line(t, t0, v0, t1, v1)';

/** Windows to name: the rows up to this one and from this one on, of the series, in order of time. */
export const BESIDE = `WINDOW before AS (PARTITION BY sid ORDER BY t, "row" ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW),
  after AS (PARTITION BY sid ORDER BY t, "row" ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)`;

/** The nearest rows with a value of a column on both sides: `v0` at `t0`, `v1` at `t1`. */
export const neighbours = (column: string): string =>
  `last_value(${column} IGNORE NULLS) OVER before AS v0, last_value(CASE WHEN ${column} IS NOT NULL THEN t END IGNORE NULLS) OVER before AS t0,
  first_value(${column} IGNORE NULLS) OVER after AS v1, first_value(CASE WHEN ${column} IS NOT NULL THEN t END IGNORE NULLS) OVER after AS t1`;
