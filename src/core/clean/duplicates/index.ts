import { stepDefaults } from '../../recipe/defaults';
import type { StepDefinition } from '../../recipe/step';
import { toSql } from './sql';

const number = (value = 0): string => value.toLocaleString('en-GB');

export const duplicates: StepDefinition<'duplicates'> = {
  kind: 'duplicates',
  label: 'Order and duplicates',
  defaults: stepDefaults.duplicates,
  toSql,
  describe({ backward = 0, removed = 0 }) {
    if (backward === 0 && removed === 0) return 'in order of time, no duplicates';
    return `removed ${number(removed)} duplicate rows; ${number(backward)} rows were earlier than the row before them`;
  },
};
