import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useState,
  type ReactElement,
  type ReactNode,
} from 'react';
import { createStore, useStore } from 'zustand';
import type { LabError } from '../../../core/errors';

interface Problems {
  /** Paths of the fields on the page, with how many there are of each. */
  known: ReadonlyMap<string, number>;
  /** Refused edits, by the path of the field that was edited. */
  refused: Readonly<Record<string, LabError>>;
  /** Errors that came from making the series. */
  outside: readonly LabError[];
}

const makeStore = () =>
  createStore<Problems>()(() => ({ known: new Map<string, number>(), refused: {}, outside: [] }));

const Scope = createContext(makeStore());

/** The field at which an error is shown: the known path that is the error's own, or the nearest one around it; undefined where none is. */
export function fieldOf(path: string | undefined, known: Iterable<string>): string | undefined {
  if (path === undefined) return undefined;
  let best: string | undefined;
  for (const candidate of known) {
    const around =
      path === candidate || (path.startsWith(candidate) && /^[.[]/.test(path.slice(candidate.length)));
    if (around && (best === undefined || candidate.length > best.length)) best = candidate;
  }
  return best;
}

/** Fields inside show the errors that belong to them. `outside`: errors that no edit of a field caused. */
export function ProblemScope({
  outside,
  children,
}: {
  outside: readonly LabError[];
  children: ReactNode;
}): ReactElement {
  const [store] = useState(makeStore);
  useEffect(() => store.setState({ outside }), [store, outside]);
  return <Scope value={store}>{children}</Scope>;
}

/** The error at a field (or card) of this path. `report` takes the answer to an edit: why it was refused, or undefined where it was kept. */
export function useProblem(path: string): {
  error: LabError | undefined;
  report: (error: LabError | undefined) => void;
} {
  const store = useContext(Scope);
  useEffect(() => {
    const add = (by: number): void =>
      store.setState(({ known }) => {
        const next = new Map(known);
        const left = (next.get(path) ?? 0) + by;
        if (left > 0) next.set(path, left);
        else next.delete(path);
        return { known: next };
      });
    add(1);
    return () => {
      add(-1);
      store.setState(({ refused: { [path]: _gone, ...refused } }) => ({ refused }));
    };
  }, [store, path]);
  const error = useStore(store, ({ known, refused, outside }) => {
    const own = refused[path];
    if (own) return own;
    return [...Object.values(refused), ...outside].find((one) => fieldOf(one.path, known.keys()) === path);
  });
  const report = useMemo(
    () =>
      (refusal: LabError | undefined): void =>
        store.setState(({ refused: { [path]: _old, ...refused } }) => ({
          refused: refusal ? { ...refused, [path]: refusal } : refused,
        })),
    [store, path],
  );
  return { error, report };
}
