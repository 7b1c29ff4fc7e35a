import type { ReactElement } from 'react';
import { formatDuration, parseDuration } from '../../../core/recipe';
import type { Field } from '../../../core/synth/signal/types';
import { plural } from '../../../core/format';
import { span } from '../../kit/format';
import { at, orElse, type Edit } from '../fields/edit';
import { Choice, Written } from '../fields/inputs';
import { NumberSlider } from '../fields/NumberSlider';
import { countReading, durationReading, numbersReading } from '../fields/readings';
import { refuse, type Reading } from '../fields/useDraft';
import { shortUnit } from './describe';
import { Expression } from './Expression';

export type Options = Record<string, unknown>;

interface FieldInputProps {
  field: Field;
  edit: Edit<Options>;
  /** For screen readers: which base or noise this is. */
  name: string;
}

/** A length of time within a field's limits. */
export function durationWithin({ min = 0, max = Infinity }: Field): Reading<string> {
  return {
    write: durationReading.write,
    read: (text) => {
      const read = durationReading.read(text);
      const us = parseDuration(text) ?? 0;
      if (!read.ok || (us >= min && us <= max)) return read;
      const limits = us < min ? `of at least ${formatDuration(min)}` : `of at most ${formatDuration(max)}`;
      return refuse(`Expected a length of time ${limits}; got "${text}".`);
    },
  };
}

/** One option of a base or a noise, in the form that suits its type. */
export function FieldInput({ field, edit, name }: FieldInputProps): ReactElement {
  const { key, label, unit, meaning, min, max, items } = field;
  const one = at(edit, key);
  const beside = shortUnit(unit);
  const shared = {
    label,
    meaning: unit === '' ? meaning : `${meaning} In: ${unit}.`,
    name: `${name}, ${label.toLowerCase()}`,
  };
  switch (field.type) {
    case 'number':
      return (
        <NumberSlider
          {...shared}
          unit={beside}
          percent={min === 0 && max === 1}
          limits={{ ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) }}
          usual={Number(field.default ?? 0) || 10}
          edit={orElse(one as Edit<number | undefined>, Number(field.default ?? 0))}
        />
      );
    case 'whole':
      return (
        <Written
          {...shared}
          unit={beside}
          reading={countReading(min ?? 0, max ?? Number.MAX_SAFE_INTEGER, label.toLowerCase())}
          edit={orElse(one as Edit<number | undefined>, Number(field.default ?? 1))}
        />
      );
    case 'duration': {
      const us = typeof one.value === 'string' ? parseDuration(one.value) : undefined;
      return (
        <Written
          {...shared}
          {...(us !== undefined && formatDuration(us) !== one.value ? { unit: span(us) } : {})}
          reading={durationWithin(field)}
          edit={orElse(one as Edit<string | undefined>, String(field.default ?? '1d'))}
        />
      );
    }
    case 'numbers': {
      const values = (one.value ?? []) as number[];
      const list = one as Edit<number[]>;
      return (
        <Written<number[]>
          {...shared}
          hint={plural(values.length, 'number')}
          reading={numbersReading(items?.min ?? 1, items?.max)}
          {...(values.length > 4 ? { lines: 3 } : {})}
          edit={{ ...list, value: values }}
        />
      );
    }
    case 'choice':
      return (
        <Choice
          {...shared}
          options={(field.choices ?? []).map((choice) => ({ value: choice, label: choice }))}
          edit={orElse(one as Edit<string | undefined>, String(field.default ?? field.choices?.[0] ?? ''))}
        />
      );
    case 'expression':
      return <Expression {...shared} edit={orElse(one as Edit<string | undefined>, '')} />;
  }
}
