import type { StepKind } from '../../core/recipe/types';

/** The steps' names as a person reads them. */
export const stepLabels: Record<StepKind, string> = {
  utc: 'Time to UTC',
  duplicates: 'Order and duplicates',
  missing: 'Missing values',
  outliers: 'Outliers',
  resample: 'Resample',
};
