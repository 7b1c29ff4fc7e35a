import type { ReactElement } from 'react';
import { percent } from '../../core/format';
import { percentage } from '../styles/properties';
import { IconButton } from './controls';

interface ProgressProps {
  /** What is under way, for those who hear the page; it names the button that cancels. */
  label: string;
  /** From 0 to 1; null while the total is not known. */
  done: number | null;
  /** What stands before the bar. */
  text?: string | undefined;
  /** In place of the percentage. */
  number?: string | undefined;
  className?: string;
  onCancel?: (() => void) | undefined;
}

/** How wide the bar is while the total is not known. */
const UNKNOWN = 0.1;

/** What is under way, how far it has come, and a way out. */
export function Progress({
  label,
  done,
  text,
  number = done === null ? '…' : percent(done),
  className = '',
  onCancel,
}: ProgressProps): ReactElement {
  return (
    <div className={`row progress ${className}`}>
      {text !== undefined && (
        <span className="grow ellipsis" title={text}>
          {text}
        </span>
      )}
      <span
        className="meter"
        role="progressbar"
        aria-label={label}
        aria-valuenow={done === null ? undefined : Math.round(done * 100)}
      >
        <i style={{ '--share': percentage(done ?? UNKNOWN) }} />
      </span>
      <span className="num">{number}</span>
      {onCancel && <IconButton className="small" icon="close" label={`Cancel ${label}`} onClick={onCancel} />}
    </div>
  );
}
