import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { fail, ok, type LabError, type Result } from '../../../core/errors';
import type { Edit } from './edit';
import { useProblem } from './problems';

/** After so much quiet what was typed is kept, though the field is not left. */
export const QUIET_MS = 300;

export interface Reading<T> {
  write: (value: T) => string;
  /** The value of a text, or what was expected instead. */
  read: (text: string) => Result<T>;
}

export interface Draft<T> {
  text: string;
  error: LabError | undefined;
  /** Id for the message. */
  id: string;
  type: (text: string) => void;
  /** Keeps what stands there. */
  take: () => void;
  /** Keeps a value that was not typed. */
  set: (value: T) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

/** A refusal at a field: what was expected. */
export const refuse = (message: string): Result<never> => fail({ code: 'recipe-value', message });
export { ok };

/** A text that stands for a value: seen at once while it is typed, kept after a pause (`quiet`), Enter or leaving. A refused one stays as it was typed, with the reason. */
export function useDraft<T>(edit: Edit<T>, { write, read }: Reading<T>, quiet = true): Draft<T> {
  const shown = write(edit.value);
  const [text, setText] = useState(shown);
  const [wrong, setWrong] = useState<LabError>();
  const { error, settle } = useProblem(edit.path);
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
    setWrong(undefined);
    settle(undefined);
  }, [shown, settle]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const keep = (aloud: boolean): void => {
    clearTimeout(timer.current);
    timer.current = undefined;
    const now = latest.current;
    const result = now.read(now.text.trim());
    if (!result.ok) {
      if (aloud) setWrong(result.error);
      return;
    }
    setWrong(undefined);
    if (now.write(result.value) === now.write(now.edit.value)) settle(undefined);
    else settle(now.edit.commit(result.value));
  };
  return {
    text,
    error: wrong ?? error,
    id: useId(),
    type: (next) => {
      latest.current.text = next;
      setText(next);
      clearTimeout(timer.current);
      const result = read(next.trim());
      if (!result.ok) return;
      setWrong(undefined);
      if (!quiet) return;
      edit.preview(result.value);
      timer.current = setTimeout(() => keep(false), QUIET_MS);
    },
    take: () => keep(true),
    set: (value) => {
      latest.current.text = write(value);
      setText(latest.current.text);
      keep(true);
    },
    onKeyDown: (event) => {
      if (event.key === 'Enter') keep(true);
      if (event.key === 'Escape' && latest.current.text !== shown) {
        event.stopPropagation();
        clearTimeout(timer.current);
        latest.current.text = shown;
        setText(shown);
        setWrong(undefined);
        settle(undefined);
        edit.preview(edit.value);
      }
    },
  };
}
