import { kindOf } from '../../core/recipe';
import type { DuplicatesOptions, OutliersOptions, Step, StepKind } from '../../core/recipe/types';
import { spanOf } from '../kit/format';

/** The names of the steps. */
export const stepLabels: Record<StepKind, string> = {
  utc: 'Time to UTC',
  duplicates: 'Order and duplicates',
  missing: 'Missing values',
  outliers: 'Outliers',
  resample: 'Resample',
};

export const labelOf = (step: Step): string => stepLabels[kindOf(step)];

const rules: Record<OutliersOptions['rule'], string> = { zscore: 'Z-score', iqr: 'IQR', hampel: 'Hampel' };

const duplicates: Record<DuplicatesOptions['keep'], string> = {
  first: 'keep the first of equal timestamps',
  last: 'keep the last of equal timestamps',
  mean: 'mean of equal timestamps',
  refuse: 'stop at equal timestamps',
};

/** What a step is set to do; once it has run, its report says what it did. */
export function settingsText(step: Step): string {
  if ('utc' in step) return 'convert times from the time zone of their source';
  if ('duplicates' in step) return duplicates[step.duplicates.keep];
  if ('missing' in step) {
    const { fill, longest } = step.missing;
    return `${fill}${longest === undefined ? '' : `, gaps up to ${spanOf(longest)}`}`;
  }
  if ('outliers' in step) {
    const { rule, threshold, then } = step.outliers;
    return `${rules[rule]} above ${threshold}: ${then}`;
  }
  const { with: aggregate, every } = step.resample;
  return every === 'source'
    ? `${aggregate} on each series' own step`
    : `${aggregate} of every ${spanOf(every)}`;
}
