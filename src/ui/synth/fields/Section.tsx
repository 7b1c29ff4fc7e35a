import { useId, useState, type ReactElement, type ReactNode } from 'react';
import { Icon } from '../../kit/Icon';

interface SectionProps {
  title: string;
  /** What is in it, in a word or two. */
  said?: string;
  startsOpen?: boolean;
  /** Stands at the right of the head. */
  action?: ReactNode;
  children: ReactNode;
}

/** A part of the column, with a head that folds it. */
export function Section({ title, said, startsOpen = true, action, children }: SectionProps): ReactElement {
  const [open, setOpen] = useState(startsOpen);
  const id = useId();
  return (
    <section className="part" aria-labelledby={id}>
      <div className="part-head">
        <h3 id={id} className="grow">
          <button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <Icon name={open ? 'down' : 'right'} /> {title}
            {said !== undefined && <span className="muted ellipsis">{said}</span>}
          </button>
        </h3>
        {open && action}
      </div>
      {open && <div className="part-body">{children}</div>}
    </section>
  );
}
