import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import type { LabError } from '../../../core/errors';
import type { Edit } from './edit';
import { useProblem } from './problems';
import type { Reading } from './readings';

/** A live draft is kept after a pause of so many milliseconds, though the field is not left. */
const PAUSE_MS = 300;

export interface Draft<T> {
  text: string;
  error: LabError | undefined;
  /** Id for the message. */
  id: string;
  /** What a person writes. */
  type: (text: string) => void;
  /** What a person drags: shown, but not kept before {@link Draft.take}, however long it takes. */
  drag: (value: T) => void;
  /** Keeps what stands there. */
  take: () => void;
  /** Keeps a value that was not typed. */
  set: (value: T) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * A text that stands for a value. `live`: previewed while it is typed and kept after a pause; else kept on Enter or leaving alone. A refused text
 * stays as it was typed, with the reason; Escape brings the kept one back.
 */
export function useDraft<T>(edit: Edit<T>, { write, read }: Reading<T>, live = true): Draft<T> {
  const shown = write(edit.value);
  const [text, setText] = useState(shown);
  const [refused, setRefused] = useState<LabError>();
  const { error, report } = useProblem(edit.path);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef({ edit, read, write, text });
  useEffect(() => {
    latest.current = { edit, read, write, text: latest.current.text };
  });
  useEffect(() => {
    const now = latest.current;
    const typed = now.read(now.text);
    // What is being typed stays as typed where it means the same: `1.50`.
    if (typed.ok && now.write(typed.value) === shown) return;
    now.text = shown;
    setText(shown);
    setRefused(undefined);
    report(undefined);
  }, [shown, report]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const replaceText = (next: string): void => {
    clearTimeout(timer.current);
    latest.current.text = next;
    setText(next);
  };
  const keep = (showRefusal: boolean): void => {
    clearTimeout(timer.current);
    const now = latest.current;
    const result = now.read(now.text.trim());
    if (!result.ok) {
      if (showRefusal) setRefused(result.error);
      return;
    }
    setRefused(undefined);
    if (now.write(result.value) === now.write(now.edit.value)) report(undefined);
    else report(now.edit.commit(result.value));
  };
  return {
    text,
    error: refused ?? error,
    id: useId(),
    type: (next) => {
      replaceText(next);
      const result = read(next.trim());
      if (!result.ok) return;
      setRefused(undefined);
      if (!live) return;
      edit.preview(result.value);
      timer.current = setTimeout(() => keep(false), PAUSE_MS);
    },
    drag: (value) => {
      replaceText(write(value));
      setRefused(undefined);
      edit.preview(value);
    },
    take: () => keep(true),
    set: (value) => {
      replaceText(write(value));
      keep(true);
    },
    onKeyDown: (event) => {
      if (event.key === 'Enter') keep(true);
      if (event.key === 'Escape' && latest.current.text !== shown) {
        event.stopPropagation();
        replaceText(shown);
        setRefused(undefined);
        report(undefined);
        edit.preview(edit.value);
      }
    },
  };
}
