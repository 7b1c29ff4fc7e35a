import type { ReactElement } from 'react';
import './name.css';

/** Both ends of a long name, so that names that differ at either end look different. */
export function ends(name: string, tail = 10): [head: string, tail: string] {
  const cut = Math.max(Math.ceil(name.length / 2), name.length - tail);
  return [name.slice(0, cut), name.slice(cut)];
}

/** A name that keeps both ends where there is no room for all of it. */
export function Name({ text }: { text: string }): ReactElement {
  const [head, tail] = ends(text);
  return (
    <span className="whole-name" title={text}>
      <span className="visually-hidden">{text}</span>
      <span className="ellipsis" aria-hidden>
        {head}
      </span>
      <span aria-hidden>{tail}</span>
    </span>
  );
}
