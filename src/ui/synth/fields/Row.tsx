import type { ReactElement, ReactNode } from 'react';
import type { LabError } from '../../../core/errors';

interface RowProps {
  label: string;
  /** What the field means, for a tooltip on its label. */
  meaning?: string;
  hint?: ReactNode;
  error?: LabError | undefined;
  /** Id of the message, for `aria-describedby`. */
  id?: string;
  children: ReactNode;
}

/** A field with its label on the left, and below it what is wrong. */
export function Row({ label, meaning, hint, error, id, children }: RowProps): ReactElement {
  return (
    <div className="field">
      <span className="muted label" title={meaning ?? label}>
        {label}
      </span>
      {children}
      {hint !== undefined && <span className="hint">{hint}</span>}
      {error && (
        <span id={id} role="alert" className="hint bad" data-code={error.code}>
          {error.message}
        </span>
      )}
    </div>
  );
}
