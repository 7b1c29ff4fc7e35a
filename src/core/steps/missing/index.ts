import { stepDefaults } from '../../recipe/defaults';
import { sayDuration } from '../../recipe/duration';
import type { StepDefinition } from '../step';
import { toSql } from './sql';

const number = (value: number): string => value.toLocaleString('en-GB');

export const missing: StepDefinition<'missing'> = {
  kind: 'missing',
  label: 'Missing values',
  defaults: stepDefaults.missing,
  toSql,
  describe(counts) {
    const {
      sentinel = 0,
      outOfRange = 0,
      filled = 0,
      dropped = 0,
      left = 0,
      labelled = 0,
      longestGapUs = 0,
    } = counts;
    const total = (counts['missing'] ?? 0) + sentinel + outOfRange;
    const parts: string[] = [];
    if (total === 0) parts.push('no missing values');
    if (filled > 0) parts.push(`filled ${number(filled)} of ${number(total)}`);
    if (dropped > 0) parts.push(`dropped ${number(dropped)}`);
    if (labelled > 0) parts.push(`${number(labelled)} of them inside labelled intervals`);
    if (left > 0) parts.push(`left ${number(left)} without a value`);
    if (longestGapUs > 0) parts.push(`longest gap ${sayDuration(longestGapUs)}`);
    return parts.join('; ');
  },
};
