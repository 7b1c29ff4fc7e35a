import { valueError, type LabError } from '../../errors';
import { decimal } from '../../format';
import { parseDuration } from '../../recipe/duration';
import type { Field } from './types';

/** A value as messages show it: 100,000,000. */
export const show = (value: unknown): string =>
  typeof value !== 'number'
    ? (JSON.stringify(value) ?? 'nothing')
    : Math.abs(value) < 1e12
      ? decimal(value)
      : String(value);

function checkNumber(
  value: unknown,
  { type, min = -Infinity, max = Infinity, open = false }: Field,
  path: string,
): LabError | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return valueError(path, `Expected a number; got ${show(value)}.`);
  if (type === 'whole' && !Number.isInteger(value))
    return valueError(path, `Expected a whole number; got ${show(value)}.`);
  const inside = open ? value > min && value < max : value >= min && value <= max;
  if (inside) return undefined;
  const limits = open
    ? `between ${show(min)} and ${show(max)}, both excluded`
    : `from ${show(min)} to ${show(max)}`;
  return valueError(path, `Expected a number ${limits}; got ${show(value)}.`);
}

/** The error in an option, by its field. */
export function checkField(value: unknown, field: Field, path: string): LabError | undefined {
  if (value === undefined) {
    return field.default === undefined
      ? valueError(path, `The field "${field.key}" is missing. Add it.`)
      : undefined;
  }
  switch (field.type) {
    case 'number':
    case 'whole':
      return checkNumber(value, field, path);
    case 'duration':
      return typeof value === 'string' && parseDuration(value) !== undefined
        ? undefined
        : valueError(path, `Expected a length of time above zero such as 1h; got ${show(value)}.`);
    case 'choice': {
      const { choices = [] } = field;
      return typeof value === 'string' && choices.includes(value)
        ? undefined
        : valueError(path, `Expected one of ${choices.join(', ')}; got ${show(value)}.`);
    }
    case 'numbers': {
      const { min = 1, max = Infinity } = field.items ?? {};
      if (!Array.isArray(value) || value.length < min || value.length > max) {
        const got = Array.isArray(value) ? show(value.length) : show(value);
        return valueError(path, `Expected ${show(min)} to ${show(max)} numbers; got ${got}.`);
      }
      for (const [index, one] of value.entries()) {
        const error = checkNumber(one, field, `${path}[${index}]`);
        if (error) return error;
      }
      return undefined;
    }
    case 'expression':
      return typeof value === 'string'
        ? undefined
        : valueError(path, `Expected a formula as text; got ${show(value)}.`);
  }
}

/** The first error in options, by their fields. */
export function checkFields(options: object, fields: readonly Field[], path: string): LabError | undefined {
  for (const field of fields) {
    const error = checkField((options as Record<string, unknown>)[field.key], field, `${path}.${field.key}`);
    if (error) return error;
  }
  return undefined;
}
