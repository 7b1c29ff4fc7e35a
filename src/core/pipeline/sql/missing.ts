import { microseconds } from '../../recipe/duration';
import type { MissingOptions } from '../../recipe/types';
import { double, integer, list } from '../../sql';
import type { PipelineStep } from '../steps';
import { BESIDE, COLUMNS, concerns, neighbours, ON_LINE, withOthers } from './parts';

/** Whether a row is missing: no value, a sentinel, or out of range. */
function missingRow({ sentinels, min, max }: MissingOptions): string {
  const cases = ['value IS NULL'];
  if (sentinels.length > 0) cases.push(`list_contains([${list(sentinels.map(double))}], value)`);
  if (min !== undefined) cases.push(`value < ${double(min)}`);
  if (max !== undefined) cases.push(`value > ${double(max)}`);
  return cases.join(' OR ');
}

/** Missing rows filled, dropped, or left without a value. */
export function missing(
  options: MissingOptions,
  step: PipelineStep,
  input: string,
  output: string,
): string[] {
  const { own } = concerns(step);
  const { fill, longest } = options;
  const given = `(SELECT sid, "row", t, CASE WHEN NOT (${missingRow(options)}) THEN value END AS value, outlier, filled FROM ${input} WHERE ${own})`;
  const table = (made: string): string[] => [
    `CREATE OR REPLACE TEMP TABLE ${output} AS\n${withOthers(step, made, input)}`,
  ];
  if (fill === 'leave') return table(`SELECT ${COLUMNS} FROM ${given}`);
  if (fill === 'drop') return table(`SELECT ${COLUMNS} FROM ${given} WHERE value IS NOT NULL`);
  const within =
    longest === undefined ? 'true' : `coalesce(t1, last_t) - t0 <= ${integer(microseconds(longest))}`;
  const between = fill === 'linear' ? `CASE WHEN t1 = t0 THEN v0 ELSE ${ON_LINE} END` : 'v0';
  return table(`SELECT sid, "row", t, coalesce(value, filling) AS value, outlier, filled OR (value IS NULL AND filling IS NOT NULL) AS filled
FROM (SELECT *, CASE WHEN value IS NULL AND ${within} THEN ${between} END AS filling
FROM (SELECT *, ${neighbours('value')},
  max(t) OVER (PARTITION BY sid) AS last_t
FROM ${given}
${BESIDE}))`);
}
