import type { LabError } from '../../errors';
import { parseDuration } from '../../recipe/duration';
import { say } from './limits';
import type { Field } from './types';

/** An error at a path below the source, such as `.signal[0].sine.period`. */
export const wrong = (path: string, message: string): LabError => ({ code: 'recipe-value', path, message });

/** A value as it is said in a message. */
export const show = (value: unknown): string =>
  typeof value === 'number' ? say(value) : (JSON.stringify(value) ?? 'nothing');

function checkNumber(
  value: unknown,
  { type, min = -Infinity, max = Infinity, open = false }: Field,
  path: string,
): LabError | undefined {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return wrong(path, `Expected a number; got ${show(value)}.`);
  if (type === 'whole' && !Number.isInteger(value))
    return wrong(path, `Expected a whole number; got ${show(value)}.`);
  const inside = open ? value > min && value < max : value >= min && value <= max;
  if (inside) return undefined;
  const limits = open
    ? `between ${show(min)} and ${show(max)}, without these two`
    : `from ${show(min)} to ${show(max)}`;
  return wrong(path, `Expected a number ${limits}; got ${show(value)}.`);
}

/** Whether an option is as its field says. */
export function checkField(value: unknown, field: Field, path: string): LabError | undefined {
  if (value === undefined) {
    return field.default === undefined
      ? wrong(path, `The field "${field.key}" is missing. Add it.`)
      : undefined;
  }
  switch (field.type) {
    case 'number':
    case 'whole':
      return checkNumber(value, field, path);
    case 'duration':
      return typeof value === 'string' && parseDuration(value) !== undefined
        ? undefined
        : wrong(path, `Expected a length of time above zero such as 1h; got ${show(value)}.`);
    case 'choice':
      return typeof value === 'string' && (field.choices ?? []).includes(value)
        ? undefined
        : wrong(path, `Expected one of ${(field.choices ?? []).join(', ')}; got ${show(value)}.`);
    case 'numbers': {
      const { min: least = 1, max: most = Infinity } = field.items ?? {};
      if (!Array.isArray(value) || value.length < least || value.length > most) {
        const got = Array.isArray(value) ? say(value.length) : show(value);
        return wrong(path, `Expected ${say(least)} to ${say(most)} numbers; got ${got}.`);
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
        : wrong(path, `Expected a formula as text; got ${show(value)}.`);
  }
}

/** The first field that is not as it should be. */
export function checkFields(options: object, fields: readonly Field[], path: string): LabError | undefined {
  for (const field of fields) {
    const error = checkField((options as Record<string, unknown>)[field.key], field, `${path}.${field.key}`);
    if (error) return error;
  }
  return undefined;
}
