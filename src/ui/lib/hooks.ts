import { useEffect, useRef, useState } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import { useView } from '../../state/view';

export interface Fetched<T> {
  data: T | null;
  error: LabError | null;
  pending: boolean;
}

/** The answer to a question that `key` names; the former answer stays in sight until the next one comes, and a question no longer asked is cancelled. */
export function useFetched<T>(key: string | null, ask: (signal: AbortSignal) => Promise<T>): Fetched<T> {
  const [state, setState] = useState<Fetched<T>>({ data: null, error: null, pending: false });
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  useEffect(() => {
    if (key === null) {
      setState({ data: null, error: null, pending: false });
      return;
    }
    const control = new AbortController();
    setState((before) => ({ ...before, pending: true }));
    latest.current(control.signal).then(
      (data) => control.signal.aborted || setState({ data, error: null, pending: false }),
      (thrown: unknown) => {
        const error = toLabError(thrown);
        if (!control.signal.aborted)
          setState({ data: null, error: error.code === 'aborted' ? null : error, pending: false });
      },
    );
    return () => control.abort();
  }, [key]);
  return state;
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
