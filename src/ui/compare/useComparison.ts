import { useCallback, useEffect, useRef, useState } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import type { CompareReport, CompareRequest } from '../../core/compare/types';
import { fetchComparison } from '../../state/compare/compare';
import type { Progress } from '../../state/engine/engine';

export interface Answer {
  request: CompareRequest;
  report: CompareReport;
}

export interface Comparing {
  /** The last answer; it stays until the next one comes. */
  answer: Answer | null;
  error: LabError | null;
  /** While one is under way. */
  busy: { progress: Progress | null; cancel: () => void } | null;
  cancelled: boolean;
  again: () => void;
}

type State = Omit<Comparing, 'again'>;
const nothing: State = { answer: null, error: null, busy: null, cancelled: false };

/** Compares whenever `request` or `version` changes, and cancels a comparison that is no longer needed. Null: nothing to compare. */
export function useComparison(request: CompareRequest | null, version: string): Comparing {
  const [state, setState] = useState(nothing);
  const [attempt, setAttempt] = useState(0);
  const key = request && JSON.stringify(request);
  const latest = useRef(request);
  useEffect(() => {
    latest.current = request;
  });
  useEffect(() => {
    const asked = latest.current;
    if (key === null || !asked) {
      setState(nothing);
      return;
    }
    const control = new AbortController();
    const { signal } = control;
    let left = false;
    const cancel = (): void => control.abort();
    setState(({ answer }) => ({ answer, error: null, busy: { progress: null, cancel }, cancelled: false }));
    const onProgress = (progress: Progress): void => {
      if (!signal.aborted) setState((before) => ({ ...before, busy: { progress, cancel } }));
    };
    fetchComparison(asked, signal, onProgress).then(
      (report) => left || setState({ ...nothing, answer: { request: asked, report } }),
      (thrown: unknown) => {
        if (left) return;
        const error = toLabError(thrown);
        const cancelled = error.code === 'aborted';
        setState((before) => ({ ...before, busy: null, cancelled, error: cancelled ? null : error }));
      },
    );
    return () => {
      left = true;
      control.abort();
    };
  }, [key, version, attempt]);
  const again = useCallback(() => setAttempt((n) => n + 1), []);
  return { ...state, again };
}
