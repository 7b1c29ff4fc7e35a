import type { ReactElement } from 'react';
import { at } from '../../../core/list';
import type { Amount, Duration } from '../../../core/recipe/types';
import type { Edit } from './edit';
import { Field } from './Field';
import { inputOf, Unit } from './fields';
import { amountReading, joinEnds, lengthReading, splitEnds } from './readings';
import { Slider, spanOf, type Span } from './Slider';
import { useDraft, type Draft } from './useDraft';

/** Two inputs over one draft: the smallest value, and the largest where each anomaly draws its own. */
function Pair<T>({ draft, name }: { draft: Draft<T>; name: string }): ReactElement {
  const [lower, upper] = splitEnds(draft.text);
  return (
    <>
      <input
        {...inputOf(draft, name)}
        value={lower}
        onChange={(event) => draft.type(joinEnds(event.target.value, upper))}
      />
      <span className="muted">to</span>
      <input
        {...inputOf(draft, `${name}, at most`)}
        value={upper}
        placeholder="same"
        title="Fill in to let each anomaly draw a value between the two"
        onChange={(event) => draft.type(joinEnds(lower, event.target.value))}
      />
    </>
  );
}

interface LengthFieldProps {
  edit: Edit<Duration | [Duration, Duration]>;
  label: string;
  name?: string;
}

/** A length of time, or a range of them. */
export function LengthField({ edit, label, name = label }: LengthFieldProps): ReactElement {
  const draft = useDraft(edit, lengthReading);
  return (
    <Field label={label} error={draft.error} id={draft.id}>
      <div className="row ends">
        <Pair draft={draft} name={name} />
      </div>
    </Field>
  );
}

interface AmountFieldProps {
  edit: Edit<Amount>;
  label: string;
  name?: string;
  unit: string;
  limits: Span;
  usual: number;
}

/** A number or a range of numbers, with a slider that has a thumb for each. */
export function AmountField(props: AmountFieldProps): ReactElement {
  const { edit, label, name = label, unit, limits, usual } = props;
  const reading = amountReading(limits);
  const draft = useDraft(edit, reading);
  const typed = reading.read(draft.text);
  const amount = typed.ok ? typed.value : edit.value;
  const values = typeof amount === 'number' ? [amount] : amount;
  const amountOf = (moved: readonly number[]): Amount =>
    moved.length < 2 ? at(moved, 0) : [at(moved, 0), at(moved, 1)];
  return (
    <Field label={label} error={draft.error} id={draft.id}>
      <div className="ends-slide">
        <Slider
          values={values}
          names={[`${name}, slider`, `${name} at most, slider`]}
          span={spanOf(values, limits, usual)}
          onMove={(moved, dragged) =>
            dragged ? draft.drag(amountOf(moved)) : draft.type(reading.write(amountOf(moved)))
          }
          onRelease={draft.take}
        />
        <div className="row ends">
          <Pair draft={draft} name={name} />
          <Unit text={unit} />
        </div>
      </div>
    </Field>
  );
}
