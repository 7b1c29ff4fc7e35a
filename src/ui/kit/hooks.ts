import { startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import { useView } from '../../state/view/view';

export interface Fetched<T> {
  data: T | null;
  error: LabError | null;
}

const nothing = { data: null, error: null };

/** The answer to a question that `key` names; the former answer stays in sight until the next one comes, and a question no longer asked is cancelled. */
export function useFetched<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>(nothing);
  const latest = useRef(ask);
  // Layout effects: the question goes out with the change that raises it, before the browser begins to paint.
  useLayoutEffect(() => {
    latest.current = ask;
  });
  useLayoutEffect(() => {
    if (key === null) {
      setState(nothing);
      return;
    }
    const control = new AbortController();
    latest.current(control.signal).then(
      (data) => control.signal.aborted || setState({ data, error: null }),
      (thrown: unknown) => {
        const error = toLabError(thrown);
        if (!control.signal.aborted) setState({ data: null, error: error.code === 'aborted' ? null : error });
      },
    );
    return () => control.abort();
  }, [key]);
  return state;
}

/** A value that follows another at once after a pause, and every `ms` milliseconds while it keeps changing. */
export function useThrottled<T>(value: T, ms: number): T {
  const [told, setTold] = useState(value);
  const last = useRef(-Infinity);
  useLayoutEffect(() => {
    const tell = (): void => {
      last.current = performance.now();
      setTold(value);
    };
    const wait = last.current + ms - performance.now();
    if (wait <= 0) {
      tell();
      return;
    }
    const timer = setTimeout(tell, wait);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return told;
}

/** A value, or the one before it where the two are the same to whoever asks: nothing that depends on it is done anew. */
export function useKept<T>(value: T, same: (a: T, b: T) => boolean): T {
  const kept = useRef(value);
  if (kept.current !== value && !same(kept.current, value)) kept.current = value;
  return kept.current;
}

/** False at first; true from the frame after, reached bit by bit: for what would make one long task together with what is around it. */
export function useFrameLater(): boolean {
  const [there, setThere] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setThere(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return there;
}

/** Light or dark: the choice, or else what the system has now. */
export function useThemeInUse(): 'light' | 'dark' {
  const choice = useView((view) => view.theme);
  const [dark, setDark] = useState(() => matchMedia('(prefers-color-scheme: dark)').matches);
  useEffect(() => {
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = (): void => setDark(query.matches);
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, []);
  return choice === 'system' ? (dark ? 'dark' : 'light') : choice;
}
