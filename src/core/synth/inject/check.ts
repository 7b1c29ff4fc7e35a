import { valueError, type LabError } from '../../errors';
import { decimal } from '../../format';
import { parseDuration } from '../../recipe/duration';
import type { AnomalyShape, DrawnInjection, Injection } from '../../recipe/types';
import { instant, parseInstant } from '../../recipe/instant';
import { kinds, strengthField } from './kinds';

export const isDrawn = (injection: Injection): injection is DrawnInjection => 'draw' in injection;

/** Keys of a shape that a kind may have beside `kind` and `length`. */
function takes(shape: AnomalyShape): Set<string> {
  const { strength, ramp, with: other, choices } = kinds[shape.kind];
  return new Set<string>([
    ...choices.map(({ key }) => key),
    ...(strength.length > 0 ? ['strength'] : []),
    ...(ramp ? ['ramp'] : []),
    ...(other ? ['with'] : []),
    'kind',
    'length',
    'weight',
  ]);
}

function checkLength(length: AnomalyShape['length'], path: string): LabError | undefined {
  const [shortest, longest] = typeof length === 'string' ? [length, length] : length;
  const min = parseDuration(shortest);
  const max = parseDuration(longest);
  if (min === undefined || max === undefined) {
    const bad = min === undefined ? shortest : longest;
    return valueError(path, `Expected a length of time above zero such as 5min; got "${bad}".`);
  }
  return min <= max
    ? undefined
    : valueError(path, `Expected the shortest length first; got ${shortest} to ${longest}. Exchange them.`);
}

function checkStrength(shape: AnomalyShape, path: string): LabError | undefined {
  const { label, strength } = kinds[shape.kind];
  const [unit] = Object.keys(shape.strength ?? {});
  if (unit !== undefined && !strength.some((field) => field.unit === unit)) {
    const units = strength.map((field) => field.unit).join(' or ');
    return valueError(path, `${label}: expected a strength as ${units}; got one as ${unit}.`);
  }
  const given = strengthField(shape);
  if (!given) return undefined;
  const { field, amount } = given;
  const [min, max] = typeof amount === 'number' ? [amount, amount] : amount;
  for (const value of [min, max]) {
    if (!(value >= field.min && value <= field.max)) {
      const range =
        field.max >= 1e100
          ? `of at least ${decimal(field.min)}`
          : `from ${decimal(field.min)} to ${decimal(field.max)}`;
      return valueError(
        `${path}.${field.unit}`,
        `${label}: expected a strength ${range} ${field.suffix}`.trim() + `; got ${value}.`,
      );
    }
  }
  return min <= max
    ? undefined
    : valueError(`${path}.${field.unit}`, `Expected the lowest strength first; got ${min} to ${max}.`);
}

/** The first error in a shape, at its path. */
export function checkShape(shape: AnomalyShape, path: string): LabError | undefined {
  const info = kinds[shape.kind];
  const known = takes(shape);
  const stray = Object.entries(shape).find(([key, value]) => value !== undefined && !known.has(key));
  if (stray) return valueError(`${path}.${stray[0]}`, `${info.label} has no ${stray[0]}. Leave it out.`);
  const error = checkLength(shape.length, `${path}.length`) ?? checkStrength(shape, `${path}.strength`);
  if (error) return error;
  const { ramp } = shape;
  if (ramp && !(ramp.in >= 0 && ramp.out >= 0 && ramp.in + ramp.out <= 1)) {
    return valueError(
      `${path}.ramp`,
      `Expected shares from 0 to 1 with a sum of at most 1; got ${ramp.in} and ${ramp.out}.`,
    );
  }
  for (const { key, options } of info.choices) {
    const value = shape[key];
    if (value !== undefined && !options.some((option) => option.value === value)) {
      const names = options.map((option) => String(option.value)).join(', ');
      return valueError(`${path}.${key}`, `Expected one of ${names}; got ${String(value)}.`);
    }
  }
  return info.with && !shape.with
    ? valueError(`${path}.with`, 'Expected the name of another series. Choose one.')
    : undefined;
}

const time = (text: string, path: string): LabError | undefined =>
  parseInstant(text) === undefined
    ? valueError(path, `Expected a time that exists, such as 2023-01-01T00:00:00Z; got "${text}".`)
    : undefined;

function checkDraw({ draw }: DrawnInjection, path: string): LabError | undefined {
  const { count, perDay, apart, avoid = [] } = draw;
  if ((count === undefined) === (perDay === undefined)) {
    const got = count === undefined ? 'neither' : 'both';
    return valueError(
      `${path}.count`,
      `Expected either a number of anomalies or a number per day; got ${got}.`,
    );
  }
  if (count !== undefined && !(Number.isInteger(count) && count >= 0)) {
    return valueError(`${path}.count`, `Expected a whole number of at least 0; got ${count}.`);
  }
  if (perDay !== undefined && !(perDay >= 0 && Number.isFinite(perDay))) {
    return valueError(`${path}.perDay`, `Expected a number of at least 0; got ${perDay}.`);
  }
  if (apart !== undefined && parseDuration(apart) === undefined) {
    return valueError(`${path}.apart`, `Expected a length of time above zero such as 10min; got "${apart}".`);
  }
  for (const [index, [from, to]] of avoid.entries()) {
    const at = `${path}.avoid[${index}]`;
    const error = time(from, `${at}[0]`) ?? time(to, `${at}[1]`);
    if (error) return error;
    if (instant(from) >= instant(to))
      return valueError(`${at}[1]`, `Expected an end after the start ${from}; got ${to}. Exchange them.`);
  }
  return undefined;
}

function checkShapes({ shapes }: DrawnInjection, path: string): LabError | undefined {
  let sum = 0;
  for (const [index, shape] of shapes.entries()) {
    const { weight = 1 } = shape;
    const error = checkShape(shape, `${path}[${index}]`);
    if (error) return error;
    if (!(weight >= 0 && Number.isFinite(weight)))
      return valueError(`${path}[${index}].weight`, `Expected a number of at least 0; got ${weight}.`);
    sum += weight;
  }
  return sum > 0
    ? undefined
    : valueError(path, 'Expected at least one kind with a weight above 0; none has one.');
}

/** Shapes of an injection with their paths. */
function shapesOf(injection: Injection, path: string): [AnomalyShape, string][] {
  if (!isDrawn(injection)) return [[injection.shape, `${path}.shape`]];
  const shapes = injection.shapes.map((shape, k): [AnomalyShape, string] => [shape, `${path}.shapes[${k}]`]);
  for (const [number, { shape }] of Object.entries(injection.changed ?? {})) {
    if (shape) shapes.push([shape, `${path}.changed[${number}].shape`]);
  }
  return shapes;
}

/** Brings something for the name of a series that there is. */
type Knows = (name: string) => unknown;

/** A series that an anomaly relates to and that is not there, or is its own. */
function checkRelated(injection: Injection, path: string, others: Knows | undefined): LabError | undefined {
  for (const [{ with: name }, at] of shapesOf(injection, path)) {
    if (name === undefined) continue;
    if (name === injection.series)
      return valueError(`${at}.with`, `Expected another series than ${name} itself. Choose one.`);
    if (!others?.(name))
      return valueError(`${at}.with`, `Expected a series named "${name}"; there is none. Choose one.`);
  }
  return undefined;
}

/** The first error in an injection, whatever times its series has; paths begin with the injection's. */
export function checkInjection(injection: Injection, path: string, others?: Knows): LabError | undefined {
  if (!isDrawn(injection)) {
    return (
      time(injection.start, `${path}.start`) ??
      checkShape(injection.shape, `${path}.shape`) ??
      checkRelated(injection, path, others)
    );
  }
  const error = checkDraw(injection, `${path}.draw`) ?? checkShapes(injection, `${path}.shapes`);
  if (error) return error;
  for (const [number, change] of Object.entries(injection.changed ?? {})) {
    const at = `${path}.changed[${number}]`;
    const bad =
      (change.start === undefined ? undefined : time(change.start, `${at}.start`)) ??
      (change.shape && checkShape(change.shape, `${at}.shape`));
    if (bad) return bad;
  }
  return checkRelated(injection, path, others);
}
