import { useCallback, useEffect, useRef, useState } from 'react';
import { toLabError, type LabError } from '../../core/errors';

/** Rows of one page. */
const PAGE = 200;

type PageRow = Record<string, unknown>;
export type FetchPage = (
  offset: number,
  limit: number,
  signal: AbortSignal,
) => Promise<{ total: number; rows: readonly PageRow[] }>;

interface Pages {
  /** Null until the first page is there. */
  total: number | null;
  columns: readonly string[];
  /** Undefined while its page is on its way. */
  row: (index: number) => PageRow | undefined;
  onSight: (first: number, last: number) => void;
  error: LabError | null;
}

/** Pages of rows, fetched when they come into sight; forgotten when `key` changes. */
export function usePages(key: string, fetchPage: FetchPage): Pages {
  const pages = useRef(new Map<string, readonly PageRow[] | null>());
  const control = useRef(new AbortController());
  const [head, setHead] = useState<Pick<Pages, 'total' | 'columns' | 'error'> & { version: number }>({
    total: null,
    columns: [],
    error: null,
    version: 0,
  });
  const latest = useRef(fetchPage);
  useEffect(() => {
    latest.current = fetchPage;
  });
  const load = useCallback(
    (page: number) => {
      const name = `${key} ${page}`;
      if (pages.current.has(name)) return;
      pages.current.set(name, null);
      const { signal } = control.current;
      latest.current(page * PAGE, PAGE, signal).then(
        ({ total, rows }) => {
          if (signal.aborted) return;
          pages.current.set(name, rows);
          setHead(({ columns, version }) => ({
            total,
            columns: rows[0] ? Object.keys(rows[0]) : columns,
            error: null,
            version: version + 1,
          }));
        },
        (thrown: unknown) => {
          pages.current.delete(name);
          if (!signal.aborted) setHead((before) => ({ ...before, error: toLabError(thrown) }));
        },
      );
    },
    [key],
  );
  useEffect(() => {
    control.current = new AbortController();
    pages.current = new Map();
    load(0);
    const { current } = control;
    return () => current.abort();
  }, [load]);
  const onSight = useCallback(
    (first: number, last: number) => {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) load(page);
    },
    [load],
  );
  const row = (index: number): PageRow | undefined =>
    pages.current.get(`${key} ${Math.floor(index / PAGE)}`)?.[index % PAGE];
  return { ...head, row, onSight };
}
