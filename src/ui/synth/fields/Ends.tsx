import type { ReactElement } from 'react';
import type { Amount, Duration } from '../../../core/recipe/types';
import type { Edit } from './edit';
import { inputOf } from './inputs';
import { Unit } from './NumberSlider';
import { amountReading, joinEnds, lengthReading, splitEnds } from './readings';
import { Row } from './Row';
import type { Span } from './softRange';
import { Thumbs } from './Thumbs';
import { useDraft, type Draft } from './useDraft';

/** Two inputs over one draft: the least, and the most where each anomaly draws its own. */
function Pair<T>({ draft, name }: { draft: Draft<T>; name: string }): ReactElement {
  const [least, most] = splitEnds(draft.text);
  const shared = { onBlur: draft.take, onKeyDown: draft.onKeyDown };
  return (
    <>
      <input
        {...inputOf(draft, name)}
        {...shared}
        value={least}
        onChange={(event) => draft.type(joinEnds(event.target.value, most))}
      />
      <span className="muted">to</span>
      <input
        {...inputOf(draft, `${name}, at most`)}
        {...shared}
        value={most}
        placeholder="same"
        title="Fill in to let each anomaly draw its own between the two"
        onChange={(event) => draft.type(joinEnds(least, event.target.value))}
      />
    </>
  );
}

/** A length of time, or a range of them. */
export function LengthField({
  edit,
  label,
  name = label,
}: {
  edit: Edit<Duration | [Duration, Duration]>;
  label: string;
  name?: string;
}): ReactElement {
  const draft = useDraft(edit, lengthReading);
  return (
    <Row label={label} error={draft.error} id={draft.id}>
      <div className="row ends">
        <Pair draft={draft} name={name} />
      </div>
    </Row>
  );
}

interface AmountProps {
  edit: Edit<Amount>;
  label: string;
  name?: string;
  unit: string;
  limits: Span;
  usual: number;
}

/** A number or a range of numbers, with a slider that has a thumb for each. */
export function AmountInput({ edit, label, name = label, unit, limits, usual }: AmountProps): ReactElement {
  const reading = amountReading(limits);
  const draft = useDraft(edit, reading);
  const typed = reading.read(draft.text);
  const amount = typed.ok ? typed.value : edit.value;
  const values = typeof amount === 'number' ? [amount] : amount;
  return (
    <Row label={label} error={draft.error} id={draft.id}>
      <div className="ends-slide">
        <Thumbs
          values={values}
          names={[`${name}, slider`, `${name} at most, slider`]}
          limits={limits}
          usual={usual}
          onMove={([least = 0, most]) =>
            draft.type(reading.write(most === undefined ? least : [least, most]))
          }
          onRelease={draft.take}
        />
        <div className="row ends">
          <Pair draft={draft} name={name} />
          <Unit text={unit} />
        </div>
      </div>
    </Row>
  );
}
