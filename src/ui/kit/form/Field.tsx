import { useId, useState, type ReactElement, type ReactNode } from 'react';
import type { LabError } from '../../../core/errors';
import { Icon } from '../Icon';

interface FieldProps {
  label: string;
  /** What the field means, for a tooltip on its label. */
  meaning?: string | undefined;
  hint?: ReactNode;
  error?: LabError | undefined;
  /** Id of the message, for `aria-describedby`. */
  id?: string;
  children: ReactNode;
}

/** A field with its label on the left, and below it what is wrong. */
export function Field({ label, meaning, hint, error, id, children }: FieldProps): ReactElement {
  return (
    <div className="field">
      <span className="muted label" title={meaning}>
        {label}
      </span>
      {children}
      {hint !== undefined && <span className="hint">{hint}</span>}
      <Refusal error={error} id={id} />
    </div>
  );
}

/** Why a value is refused. */
export function Refusal({
  error,
  id,
}: {
  error: LabError | undefined;
  id?: string | undefined;
}): ReactElement | null {
  if (!error) return null;
  return (
    <span id={id} role="alert" className="hint bad" data-code={error.code}>
      {error.message}
    </span>
  );
}

interface SectionProps {
  title: string;
  /** What is in it, in a word or two. */
  summary?: string;
  startsOpen?: boolean;
  /** Stands at the right of the head. */
  action?: ReactNode;
  children: ReactNode;
}

/** A group of fields under a heading that folds it. */
export function Section({ title, summary, startsOpen = true, action, children }: SectionProps): ReactElement {
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  return (
    <section className="part" aria-labelledby={id}>
      <div className="part-head">
        <h3 id={id} className="grow">
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'down' : 'right'} /> {title}
            {summary !== undefined && <span className="muted ellipsis">{summary}</span>}
          </button>
        </h3>
        {open && action}
      </div>
      {open && <div className="part-body">{children}</div>}
    </section>
  );
}
