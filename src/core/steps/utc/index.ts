import { stepDefaults } from '../../recipe/defaults';
import type { StepDefinition, StepSql } from '../step';
import type { UtcOptions } from '../../recipe/types';
import { toSql, type UtcContext } from './sql';

export type { UtcContext, ZoneRules } from './sql';

/** Its SQL needs the rules of the zones beside the tables. */
export interface UtcDefinition extends StepDefinition<'utc'> {
  toSql(options: UtcOptions, context: UtcContext): StepSql;
}

const number = (value: number): string => value.toLocaleString('en-GB');

export const utc: UtcDefinition = {
  kind: 'utc',
  label: 'Time to UTC',
  defaults: stepDefaults.utc,
  toSql,
  describe({ converted = 0, nonexistent = 0, ambiguous = 0, dropped = 0 }) {
    if (converted === 0 && dropped === 0) return 'all times are UTC';
    const parts = [`brought ${number(converted)} rows to UTC`];
    if (nonexistent > 0) parts.push(`${number(nonexistent)} at times that the clock skipped`);
    if (ambiguous > 0) parts.push(`${number(ambiguous)} at times that it repeated`);
    if (dropped > 0) parts.push(`dropped ${number(dropped)}`);
    return parts.join('; ');
  },
};
