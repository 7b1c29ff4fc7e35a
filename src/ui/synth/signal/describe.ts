import { parseDuration } from '../../../core/recipe';
import type { KindFields } from '../../../core/synth/signal/types';
import { measure } from '../../../core/format';
import { span } from '../../kit/format';

/** A unit short enough to stand beside a number; a longer one, or one that names a range, stands with the field's meaning. */
export const shortUnit = (unit: string): string => (unit.length <= 8 && !/\d/.test(unit) ? unit : '');

/** A label within a sentence: `autoregressive, AR(1)`. */
export const startLower = (label: string): string => label.charAt(0).toLowerCase() + label.slice(1);

function valueText(value: unknown): string {
  if (typeof value === 'number') return measure(value);
  if (Array.isArray(value))
    return value.length > 4 ? `${value.length} numbers` : value.map(valueText).join(', ');
  const text = String(value);
  const us = parseDuration(text);
  return us === undefined ? text : span(us);
}

/** What a base or a noise is set to: `period 1 d, amplitude 20`. Options at their default are left out. */
export function describeOptions(
  { fields }: Pick<KindFields, 'fields'>,
  options: Readonly<Record<string, unknown>>,
): string {
  return fields
    .flatMap(({ key, label, type, default: usual, unit }) => {
      const value = options[key];
      if (value === undefined || value === usual) return [];
      if (type === 'expression') return [valueText(value)];
      const short = type === 'number' ? shortUnit(unit) : '';
      return [`${startLower(label)} ${valueText(value)}${short && ` ${short}`}`];
    })
    .join(', ');
}
