import type { DuplicatesOptions } from '../../recipe/types';
import { text } from '../../sql';
import { meanOf } from '../../sql/aggregates';
import type { PipelineStep } from '../steps';
import { COLUMNS, concerns, withOthers } from './parts';

/** One row for each time. */
export function duplicates(
  { keep }: DuplicatesOptions,
  step: PipelineStep,
  input: string,
  output: string,
): string[] {
  const { own } = concerns(step);
  const order = {
    first: '(value IS NULL), "row"',
    last: '(value IS NULL), "row" DESC',
    mean: '"row"',
    refuse: '"row"',
  }[keep];
  const numbered = `row_number() OVER (PARTITION BY sid, t ORDER BY ${order}) AS place`;
  const refused = text(`Expected one row for each time; step ${step.index + 1} refuses the several of `);
  const made =
    keep === 'mean'
      ? `SELECT sid, "row", t, mean AS value, outlier, filled FROM (SELECT *, ${numbered}, ${meanOf('value', ' OVER (PARTITION BY sid, t)')} AS mean FROM ${input} WHERE ${own}) WHERE place = 1`
      : keep === 'refuse'
        ? `SELECT ${COLUMNS} FROM (SELECT *, ${numbered} FROM ${input} WHERE ${own})
WHERE CASE WHEN place > 1 THEN error(${refused} || 'series ' || sid || ' at ' || make_timestamp(t)::VARCHAR || '.') ELSE true END`
        : `SELECT ${COLUMNS} FROM (SELECT *, ${numbered} FROM ${input} WHERE ${own}) WHERE place = 1`;
  return [`CREATE OR REPLACE TEMP TABLE ${output} AS\n${withOthers(step, made, input)}`];
}
