import { kindOf, optionsOf } from '../../core/recipe';
import type { Step } from '../../core/recipe/types';
import { spanOf } from '../kit/format';

const rules = { zscore: 'Z-score', iqr: 'IQR', hampel: 'Hampel' };

/** What a step is set to do, until it has run and can say what it did. */
export function intention(step: Step): string {
  switch (kindOf(step)) {
    case 'utc':
      return 'read times in the zone of their source';
    case 'duplicates':
      return `keep ${optionsOf(step, 'duplicates')?.keep ?? ''} of equal times`;
    case 'missing': {
      const options = optionsOf(step, 'missing');
      return `${options?.fill ?? ''}${options?.longest ? `, gaps up to ${spanOf(options.longest)}` : ''}`;
    }
    case 'outliers': {
      const options = optionsOf(step, 'outliers');
      return options ? `${rules[options.rule]} above ${options.threshold}: ${options.then}` : '';
    }
    case 'resample': {
      const options = optionsOf(step, 'resample');
      return options ? `${options.with} of every ${spanOf(options.every)}` : '';
    }
  }
}
