import { stepDefaults } from '../../recipe/defaults';
import type { StepDefinition } from '../step';
import { toSql } from './sql';

const number = (value = 0): string => value.toLocaleString('en-GB');

export const duplicates: StepDefinition<'duplicates'> = {
  kind: 'duplicates',
  label: 'Order and duplicates',
  defaults: stepDefaults.duplicates,
  toSql,
  describe({ backward = 0, removed = 0 }) {
    if (backward === 0 && removed === 0) return 'in order of time, no duplicates';
    const parts = [
      removed > 0 && `removed ${number(removed)} duplicate ${removed === 1 ? 'row' : 'rows'}`,
      backward > 0 && `put ${number(backward)} ${backward === 1 ? 'row' : 'rows'} in order`,
    ];
    return parts.filter(Boolean).join('; ');
  },
};
