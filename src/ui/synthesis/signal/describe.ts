import { parseDuration } from '../../../core/recipe';
import type { KindFields } from '../../../core/signal/types';
import { measure, span } from '../../lib/format';
import type { Options } from './FieldInput';

function said(value: unknown): string {
  if (typeof value === 'number') return measure(value);
  if (Array.isArray(value)) {
    const numbers = value as number[];
    return numbers.length > 4 ? `${numbers.length} numbers` : numbers.map(measure).join(', ');
  }
  const text = String(value);
  const us = parseDuration(text);
  return us === undefined ? text : span(us);
}

/** What a base or a noise is set to: `period 1 d, amplitude 20`. What stands at its usual value is left out. */
export function describeOptions({ fields }: Pick<KindFields, 'fields'>, options: Options): string {
  return fields
    .flatMap(({ key, label, type, default: usual, unit }) => {
      const value = options[key];
      if (value === undefined || value === usual) return [];
      if (type === 'expression') return [said(value)];
      return [
        `${label.toLowerCase()} ${said(value)}${unit.length <= 8 && type === 'number' && unit ? ` ${unit}` : ''}`,
      ];
    })
    .join(', ');
}
