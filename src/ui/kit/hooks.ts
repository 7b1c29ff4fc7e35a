import { startTransition, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import { useView } from '../../state/view/view';

export interface Fetched<T> {
  data: T | null;
  error: LabError | null;
}

const nothing = { data: null, error: null };

/** What `fetch` resolves to, fetched anew when `key` changes; null: not at all. The former data stays until the next is there, and a fetch that is no longer needed is cancelled. */
export function useFetched<T>(key: string | null, fetch: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>(nothing);
  const latest = useRef(fetch);
  // Layout effects: the fetch starts with the change that needs it, before the browser begins to paint.
  useLayoutEffect(() => {
    latest.current = fetch;
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
  const [throttled, setThrottled] = useState(value);
  const last = useRef(-Infinity);
  useLayoutEffect(() => {
    const update = (): void => {
      last.current = performance.now();
      setThrottled(value);
    };
    const wait = last.current + ms - performance.now();
    if (wait <= 0) {
      update();
      return;
    }
    const timer = setTimeout(update, wait);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return throttled;
}

/** A value, or the one before it where `same` holds for the two: what depends on it is not computed again. */
export function useKept<T>(value: T, same: (a: T, b: T) => boolean): T {
  const kept = useRef(value);
  const compared = useRef(value);
  if (compared.current !== value && kept.current !== value && !same(kept.current, value))
    kept.current = value;
  compared.current = value;
  return kept.current;
}

/** False at first, true from the next frame on: splits what would be one long task. */
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
