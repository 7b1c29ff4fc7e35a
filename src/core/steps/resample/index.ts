import { stepDefaults } from '../../recipe/defaults';
import type { StepDefinition } from '../step';
import { toSql } from './sql';

const number = (value = 0): string => value.toLocaleString('en-GB');

export const resample: StepDefinition<'resample'> = {
  kind: 'resample',
  label: 'Resample',
  defaults: stepDefaults.resample,
  toSql,
  describe({ buckets = 0, empty = 0, filled = 0, missing = 0 }) {
    const parts = [`${number(buckets)} bucket${buckets === 1 ? '' : 's'}`];
    if (empty > 0) parts.push(`${number(empty)} empty`, `${number(filled)} filled`);
    if (missing > 0) parts.push(`${number(missing)} without a value`);
    return parts.join(', ');
  },
};
