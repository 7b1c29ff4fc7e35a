import type { ReactElement } from 'react';
import type { Label } from '../../core/label/types';
import { changeLabels } from '../../state/label/labels';
import { placeLabels } from '../../state/label/places';
import { TextField } from '../kit/controls';
import { checkField, fieldChange, fieldLabels, fieldText, isEditable, type FieldName } from './fields';

/** Keeps what was written in a field of a label. */
function keep(label: Label, field: FieldName, text: string): void {
  const change = fieldChange(label, field, text);
  const { start, end } = change;
  if (start === undefined && end === undefined) changeLabels([label.id], () => change);
  else placeLabels(label.series, [{ id: label.id, start: start ?? label.start, end: end ?? label.end }]);
}

/** One field of a label, to be written in where that is possible. */
export function LabelField({ label, field }: { label: Label; field: FieldName }): ReactElement {
  const text = fieldText(label, field);
  if (!isEditable(label, field)) return <span className="fixed">{text || '–'}</span>;
  return (
    <TextField
      key={`${label.id} ${field}`}
      label={`${fieldLabels[field]} of the label`}
      value={text}
      check={(next) => checkField(label, field, next)}
      onChange={(next) => keep(label, field, next)}
    />
  );
}
