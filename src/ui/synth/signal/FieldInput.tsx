import type { ReactElement } from 'react';
import { plural } from '../../../core/format';
import { formatDuration, microseconds, parseDuration } from '../../../core/recipe';
import type { Field } from '../../../core/synth/signal/types';
import { member, type Edit } from '../../kit/form/edit';
import { SelectField, SliderField, TextField } from '../../kit/form/fields';
import { countReading, durationReading, numbersReading, refuse, type Reading } from '../../kit/form/readings';
import { span } from '../../kit/format';
import { shortUnit } from './describe';
import { Expression } from './Expression';

/** The options of a base or a noise, whichever it is. */
export type Options = Record<string, unknown>;

interface FieldInputProps {
  field: Field;
  edit: Edit<Options>;
  /** For screen readers: which base or noise this is. */
  name: string;
}

/** A length of time within limits (microseconds). */
export function durationWithin({ min = 0, max = Infinity }: { min?: number; max?: number }): Reading<string> {
  return {
    write: durationReading.write,
    read: (text) => {
      const read = durationReading.read(text);
      if (!read.ok) return read;
      const us = microseconds(read.value);
      if (us >= min && us <= max) return read;
      const limits = us < min ? `of at least ${formatDuration(min)}` : `of at most ${formatDuration(max)}`;
      return refuse(`Expected a length of time ${limits}; got "${text}".`);
    },
  };
}

/** An option as a value of its field's type; `usual` where the recipe leaves it out. */
const optionAs = <T,>(edit: Edit<unknown>, is: (value: unknown) => value is T, usual: T): Edit<T> => ({
  ...edit,
  value: is(edit.value) ? edit.value : usual,
});
const isNumber = (value: unknown): value is number => typeof value === 'number';
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber);

/** One option of a base or a noise, in the form that suits its type. */
export function FieldInput({ field, edit, name }: FieldInputProps): ReactElement {
  const { key, label, unit, meaning, min, max, items, default: usual } = field;
  const option: Edit<unknown> = member(edit, key);
  const beside = shortUnit(unit);
  const shared = {
    label,
    meaning: unit === '' ? meaning : `${meaning} Unit: ${unit}.`,
    name: `${name}, ${label.toLowerCase()}`,
  };
  switch (field.type) {
    case 'number': {
      const value = isNumber(usual) ? usual : 0;
      return (
        <SliderField
          {...shared}
          unit={beside}
          percent={min === 0 && max === 1}
          limits={{ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }}
          usual={value === 0 ? 10 : value}
          edit={optionAs(option, isNumber, value)}
        />
      );
    }
    case 'whole':
      return (
        <TextField
          {...shared}
          unit={beside}
          reading={countReading(min ?? 0, max ?? Number.MAX_SAFE_INTEGER, label.toLowerCase())}
          edit={optionAs(option, isNumber, isNumber(usual) ? usual : 1)}
        />
      );
    case 'duration': {
      const one = optionAs(option, isText, isText(usual) ? usual : '1d');
      const us = parseDuration(one.value);
      return (
        <TextField
          {...shared}
          unit={us !== undefined && formatDuration(us) !== one.value ? span(us) : undefined}
          reading={durationWithin(field)}
          edit={one}
        />
      );
    }
    case 'numbers': {
      const list = optionAs(option, isNumbers, []);
      return (
        <TextField
          {...shared}
          hint={plural(list.value.length, 'number')}
          reading={numbersReading(items?.min ?? 1, items?.max)}
          lines={list.value.length > 4 ? 3 : undefined}
          edit={list}
        />
      );
    }
    case 'choice': {
      const { choices = [] } = field;
      const [first = ''] = choices;
      return (
        <SelectField
          {...shared}
          options={choices.map((choice) => ({ value: choice, label: choice }))}
          edit={optionAs(option, isText, isText(usual) ? usual : first)}
        />
      );
    }
    case 'expression':
      return <Expression {...shared} edit={optionAs(option, isText, '')} />;
  }
}
