import { useEffect, useRef, type KeyboardEvent, type ReactElement } from 'react';
import type { Label } from '../../core/label/types';
import { changeLabels, openLabel, useLabels } from '../../state/label/labels';
import { placeLabels, useShownLabels } from '../../state/label/places';
import { IconButton } from '../kit/controls';
import { TextInput } from '../kit/form/fields';
import { localTime, span } from '../kit/format';
import { duplicateChosen, jumpLabel, removeChosen } from './actions';
import {
  checkField,
  fieldChange,
  fieldLabels,
  fieldText,
  isEditable,
  lastOf,
  type FieldName,
} from './fields';
import './label.css';

const order: readonly FieldName[] = ['type', 'start', 'end', 'confidence', 'note'];

/** Takes a text over into a field of a label. */
function setField(label: Label, field: FieldName, text: string): void {
  const change = fieldChange(label, field, text);
  const { start, end } = change;
  if (start === undefined && end === undefined) changeLabels([label.id], () => change);
  else placeLabels(label.series, [{ id: label.id, start: start ?? label.start, end: end ?? label.end }]);
}

/** One field of a label, a text field where it can be edited. */
export function LabelField({ label, field }: { label: Label; field: FieldName }): ReactElement {
  const text = fieldText(label, field);
  if (!isEditable(label, field)) return <span className="fixed">{text || '–'}</span>;
  return (
    <TextInput
      key={`${label.id} ${field}`}
      label={`${fieldLabels[field]} of the label`}
      value={text}
      check={(next) => checkField(label, field, next)}
      onChange={(next) => setField(label, field, next)}
    />
  );
}

/** The fields of a label over its chart. Not modal: the chart and the table stay in use. */
export function LabelEditor({ series }: { series: string }): ReactElement | null {
  const open = useLabels((labels) => labels.open);
  const selected = useLabels((labels) => labels.selected);
  const labels = useShownLabels(series);
  const label = open === null ? undefined : labels.find(({ id }) => id === open);
  const box = useRef<HTMLElement>(null);
  const back = useRef<Element | null>(null);
  const id = label?.id;
  useEffect(() => {
    if (id === undefined) return;
    back.current ??= document.activeElement;
    box.current?.querySelector('input')?.focus();
  }, [id]);
  // Follows the selection.
  const [only] = selected;
  useEffect(() => {
    if (open !== null && only !== undefined && only !== open) openLabel(only);
  }, [open, only]);
  if (!label) return null;
  const close = (): void => {
    openLabel(null);
    if (back.current instanceof HTMLElement) back.current.focus();
    back.current = null;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.stopPropagation();
    close();
  };
  return (
    // Escape in any of its fields closes it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section ref={box} className="label-editor" aria-label="Selected label" onKeyDown={onKeyDown}>
      <div className="row">
        <strong className="grow ellipsis">
          {label.origin} {label.shape}
        </strong>
        <IconButton className="small" icon="right" label="Next label" onClick={() => jumpLabel(series, 1)} />
        <IconButton
          className="small"
          icon="copy"
          label="Duplicate"
          onClick={() => duplicateChosen([label.id])}
        />
        <IconButton
          className="small"
          icon="bin"
          label="Delete the label"
          onClick={() => {
            removeChosen([label.id]);
            close();
          }}
        />
        <IconButton className="small" icon="close" label="Close the label" onClick={close} />
      </div>
      {order.map((field) => (
        <div key={field} className="field">
          <span className="muted">{fieldLabels[field]}</span>
          <LabelField label={label} field={field} />
        </div>
      ))}
      <p className="muted" title={localTime(label.start)}>
        {lastOf(label) > label.start ? span(lastOf(label) - label.start) : 'one row'}
        {label.origin === 'injected' && ' · kind and strength: see Anomalies'}
        {label.file !== undefined && ` · from ${label.file}${label.edited ? ', edited' : ''}`}
        {label.detector !== undefined && ` · ${label.detector}`}
      </p>
    </section>
  );
}
