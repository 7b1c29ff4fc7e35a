import { useEffect, useRef, useState, type ReactElement } from 'react';
import { percent } from '../../core/format';
import { percentage } from '../styles/properties';
import { IconButton } from './controls';
import { paceAt, timeLeft, type Pace } from './timeLeft';

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

/** How often the time that is left is looked at, milliseconds. */
const LOOK_MS = 250;

/** The time that work will take yet, once that can be told. */
function useTimeLeft(done: number | null): string | null {
  const [text, setText] = useState<string | null>(null);
  const latest = useRef(done);
  useEffect(() => {
    latest.current = done;
  }, [done]);
  useEffect(() => {
    let pace: Pace | null = null;
    const look = (): void => {
      pace = latest.current === null ? null : paceAt(pace, latest.current, performance.now());
      setText(timeLeft(pace));
    };
    look();
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return text;
}

/** What is under way, how far it has come, and a way out. */
export function Progress({
  label,
  done,
  text,
  number = done === null ? '…' : percent(done),
  className = '',
  onCancel,
}: ProgressProps): ReactElement {
  const left = useTimeLeft(done);
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
      {left !== null && <span className="left muted">{left}</span>}
      {onCancel && <IconButton className="small" icon="close" label={`Cancel ${label}`} onClick={onCancel} />}
    </div>
  );
}
