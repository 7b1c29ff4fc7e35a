import type { OutliersOptions } from './types';

/**
 * The fewest values of which one can be an outlier by a rule. Of n values none is further than (n − 1)/√n sample deviations from their mean (Samuelson 1968);
 * the greatest of two, three and four values is at most 1/2, 1 and 3 times the distance of their quartiles beyond the upper one; of two values each is
 * 1/1.4826 times 1.4826·MAD from the median.
 */
export function fewestValues(rule: OutliersOptions['rule'], threshold: number): number {
  switch (rule) {
    case 'zscore':
      return Math.floor(((threshold + Math.sqrt(threshold * threshold + 4)) / 2) ** 2) + 1;
    case 'iqr':
      return [1 / 2, 1, 3].filter((reach) => threshold >= reach).length + 2;
    case 'hampel':
      return threshold < 1 / 1.4826 ? 2 : 3;
  }
}
