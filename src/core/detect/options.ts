import type { LabError } from '../errors';
import { decimal } from '../format';
import type { OptionField } from './types';

/** The first option that is missing or outside its limits, as `recipe-value` with its path. */
export function checkOptions<O extends object>(
  fields: readonly OptionField<O>[],
  options: O,
): LabError | undefined {
  for (const field of fields) {
    const value: unknown = options[field.key];
    if (value === undefined && field.absent !== undefined) continue;
    const expected = problem(field, value);
    if (expected === undefined) continue;
    const got = typeof value === 'number' ? decimal(value) : (JSON.stringify(value) ?? 'nothing');
    return {
      code: 'recipe-value',
      path: `$.${field.key}`,
      message: `${field.label}: expected ${expected}; got ${got}.`,
    };
  }
  return undefined;
}

function problem<O>(field: OptionField<O>, value: unknown): string | undefined {
  if (field.choices) {
    return field.choices.some((choice) => choice === value)
      ? undefined
      : `one of ${field.choices.join(', ')}`;
  }
  const { min = -Infinity, max = Infinity, whole = false, odd = false, unit = '' } = field;
  const fits =
    typeof value === 'number' &&
    Number.isFinite(value) &&
    value >= min &&
    value <= max &&
    (!whole || Number.isInteger(value)) &&
    (!odd || value % 2 === 1);
  if (fits) return undefined;
  const kind = odd ? 'an odd number' : whole ? 'a whole number' : 'a number';
  const range = max === Infinity ? `of at least ${decimal(min)}` : `from ${decimal(min)} to ${decimal(max)}`;
  return `${kind} ${range} ${unit}`.trim();
}

/** For the start of a detector: RangeError on what `check` refuses. */
export function assertOptions(error: LabError | undefined): void {
  if (error) throw new RangeError(error.message);
}
