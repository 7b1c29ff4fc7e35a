import type { ReactElement } from 'react';
import type { Command } from '../../core/spark/commands';
import { IconButton } from '../kit/controls';
import { copyText } from '../kit/take';

/** A command with what it is for, and a button that copies it. */
export function CommandBlock({ command: { title, note, text } }: { command: Command }): ReactElement {
  return (
    <section className="command" aria-label={title}>
      <div className="row">
        <h3 className="grow">{title}</h3>
        <IconButton
          className="small"
          icon="copy"
          label={`Copy: ${title}`}
          onClick={() => void copyText(text)}
        />
      </div>
      {note !== undefined && <p className="muted hint">{note}</p>}
      <pre className="mono" tabIndex={0} aria-label={`Command: ${title}`}>
        {text}
      </pre>
    </section>
  );
}
