import type { ReactElement } from 'react';
import type { Edit } from './edit';
import { inputOf } from './inputs';
import { numberReading } from './readings';
import { Row } from './Row';
import type { Span } from './softRange';
import { Thumbs } from './Thumbs';
import { useDraft } from './useDraft';

interface NumberSliderProps {
  edit: Edit<number>;
  label: string;
  /** For screen readers, where the label alone would not tell fields apart. */
  name?: string | undefined;
  meaning?: string | undefined;
  unit?: string | undefined;
  limits?: Partial<Span>;
  /** What the slider's span is made for, beside the value. */
  usual?: number | undefined;
  whole?: boolean | undefined;
  /** A share of 0 to 1 that is shown in per cent. */
  percent?: boolean;
}

/** A number with a slider: dragging shows what comes of it at once, and one drag is one step of undo. */
export function NumberSlider(props: NumberSliderProps): ReactElement {
  const { edit, label, name = label, meaning, limits = {}, usual, whole, percent } = props;
  const scale = percent ? 100 : 1;
  const reading = numberReading(limits, scale);
  const draft = useDraft(edit, reading);
  const typed = reading.read(draft.text);
  const value = typed.ok ? typed.value : edit.value;
  return (
    <Row label={label} meaning={meaning} error={draft.error} id={draft.id}>
      <div className="row slide">
        <Thumbs
          values={[value]}
          names={[`${name}, slider`]}
          limits={limits}
          usual={usual}
          whole={whole}
          onMove={([next]) => draft.type(reading.write(next ?? value))}
          onRelease={draft.take}
        />
        <input
          {...inputOf(draft, name)}
          inputMode="decimal"
          value={draft.text}
          onChange={(event) => draft.type(event.target.value)}
          onBlur={draft.take}
          onKeyDown={draft.onKeyDown}
        />
        <span className="unit muted">{percent ? '%' : props.unit}</span>
      </div>
    </Row>
  );
}

export const Unit = ({ text }: { text: string | undefined }): ReactElement | null =>
  text === undefined || text === '' ? null : <span className="unit muted">{text}</span>;
