import { stepDefaults } from '../../recipe/defaults';
import type { StepDefinition } from '../step';
import { toSql } from './sql';

const number = (value = 0): string => value.toLocaleString('en-GB');
const outlier = (count: number): string => `${number(count)} outlier${count === 1 ? '' : 's'}`;

export const outliers: StepDefinition<'outliers'> = {
  kind: 'outliers',
  label: 'Outliers',
  defaults: stepDefaults.outliers,
  toSql,
  describe({ found = 0, protected: kept = 0, changed = 0, constant = 0 }) {
    const parts = [found === 0 ? 'no outliers' : outlier(found)];
    if (kept > 0 && kept === found) parts[0] += ', inside labelled windows: kept';
    else if (kept > 0) parts[0] += `, ${number(kept)} of them inside labelled windows: kept`;
    if (changed > 0) parts.push(`${number(changed)} removed or given another value`);
    if (constant > 0) parts.push(`${number(constant)} series without spread`);
    return parts.join('; ');
  },
};
