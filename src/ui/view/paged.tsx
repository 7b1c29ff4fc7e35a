import { useCallback, useEffect, useRef, useState, type ReactElement } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import { MAX_REJECTS } from '../../core/ingest/parse/types';
import { useFiles } from '../../state/ingest/files';
import { fetchRejects, fetchRows } from '../../state/view/queries';
import { useRun } from '../../state/engine/runState';
import { DataGrid, MOST_ROWS } from '../kit/DataGrid';
import { ErrorNotice } from '../kit/Notice';
import { copyText, download, tabular } from '../kit/take';
import { count, many } from '../kit/format';

const PAGE = 200;
const MOST_COPIED = 100_000;
const CHUNK = 20_000;

type Page = { total: number; rows: Record<string, unknown>[] };
type Ask = (offset: number, limit: number, signal: AbortSignal) => Promise<Page>;

interface Pages {
  total: number | null;
  columns: string[];
  row: (index: number) => Record<string, unknown> | undefined;
  onSight: (first: number, last: number) => void;
  error: LabError | null;
}

/** Pages of rows, asked for when they come into sight; forgotten when `key` changes. */
function usePages(key: string, ask: Ask): Pages {
  const pages = useRef(new Map<string, Record<string, unknown>[] | null>());
  const control = useRef(new AbortController());
  const [head, setHead] = useState<{
    total: number | null;
    columns: string[];
    error: LabError | null;
    at: number;
  }>({
    total: null,
    columns: [],
    error: null,
    at: 0,
  });
  const latest = useRef(ask);
  useEffect(() => {
    latest.current = ask;
  });
  const fetchPage = useCallback(
    (page: number) => {
      const name = `${key} ${page}`;
      if (pages.current.has(name)) return;
      pages.current.set(name, null);
      const { signal } = control.current;
      latest.current(page * PAGE, PAGE, signal).then(
        ({ total, rows }) => {
          if (signal.aborted) return;
          pages.current.set(name, rows);
          setHead((was) => ({
            total,
            columns: rows[0] ? Object.keys(rows[0]) : was.columns,
            error: null,
            at: was.at + 1,
          }));
        },
        (thrown: unknown) => {
          pages.current.delete(name);
          if (!signal.aborted) setHead((was) => ({ ...was, error: toLabError(thrown) }));
        },
      );
    },
    [key],
  );
  useEffect(() => {
    control.current = new AbortController();
    pages.current = new Map();
    fetchPage(0);
    const { current } = control;
    return () => current.abort();
  }, [fetchPage]);
  const onSight = useCallback(
    (first: number, last: number) => {
      for (let page = Math.floor(first / PAGE); page <= Math.floor(last / PAGE); page++) fetchPage(page);
    },
    [fetchPage],
  );
  const row = (index: number): Record<string, unknown> | undefined =>
    pages.current.get(`${key} ${Math.floor(index / PAGE)}`)?.[index % PAGE];
  return { ...head, row, onSight };
}

const textual = new Set(['ts', 'series', 'file', 'reason', 'text', 'column', 'filled', 'outlier', 'time']);
const grid = (columns: readonly string[]): { name: string; numeric: boolean; width?: string }[] =>
  columns.map((name) => ({
    name,
    numeric: !textual.has(name),
    ...(name === 'text' || name === 'reason' ? { width: 'minmax(180px, 3fr)' } : {}),
    ...(name === 'ts' ? { width: 'minmax(180px, 1fr)' } : {}),
  }));

/** Rows of the chosen series, raw or processed. */
export function TableTab({ series }: { series: string }): ReactElement {
  const version = useRun((run) => run.version);
  const [layer, setLayer] = useState<'raw' | 'processed'>('processed');
  const pages = usePages(`${series} ${layer} ${version}`, (offset, limit, signal) =>
    fetchRows({ series, layer, offset, limit }, signal),
  );
  const copy = async (): Promise<void> => {
    const limit = Math.min(pages.total ?? 0, MOST_COPIED);
    const { rows } = await fetchRows({ series, layer, offset: 0, limit }, new AbortController().signal);
    await copyText(tabular(pages.columns, rows));
  };
  return (
    <>
      <div className="bar">
        {(['raw', 'processed'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="button"
            aria-pressed={layer === one}
            onClick={() => setLayer(one)}
          >
            {one}
          </button>
        ))}
        <span className="grow muted">
          {many(pages.total ?? 0, 'row')} · times in UTC
          {(pages.total ?? 0) > MOST_ROWS &&
            ` · the first ${count(MOST_ROWS)} are shown; ask for others under SQL`}
        </span>
        <button type="button" className="button quiet" onClick={() => void copy()}>
          Copy with headers{(pages.total ?? 0) > MOST_COPIED && ` (first ${count(MOST_COPIED)})`}
        </button>
      </div>
      {pages.error && <ErrorNotice error={pages.error} />}
      <DataGrid
        label={`Rows of ${series}`}
        columns={grid(pages.columns)}
        total={pages.total ?? 0}
        row={pages.row}
        onSight={pages.onSight}
      />
    </>
  );
}

const rejectColumns = ['file', 'line', 'column', 'reason', 'text'] as const;

/** Lines that could not be read, with why. */
export function RejectsTab(): ReactElement {
  const version = useFiles((files) => files.version);
  const ask: Ask = async (offset, limit, signal) => {
    const { total, rows } = await fetchRejects({ offset, limit }, signal);
    return { total, rows: rows.map((row) => ({ ...row })) };
  };
  const [failed, setFailed] = useState<LabError | null>(null);
  const pages = usePages(`rejects ${version}`, ask);
  const save = async (): Promise<void> => {
    const line = (cells: readonly (string | number)[]): string =>
      `${cells.map((value) => `"${String(value).replaceAll('"', '""')}"`).join(',')}\n`;
    const chunks = [line(rejectColumns)];
    const { signal } = new AbortController();
    try {
      for (let offset = 0; ; offset += CHUNK) {
        const { rows } = await fetchRejects({ offset, limit: CHUNK }, signal);
        chunks.push(rows.map((row) => line(rejectColumns.map((column) => row[column]))).join(''));
        if (rows.length < CHUNK) break;
      }
      download(new Blob(chunks, { type: 'text/csv' }), 'rejects.csv');
      setFailed(null);
    } catch (thrown) {
      setFailed(toLabError(thrown));
    }
  };
  const total = pages.total ?? 0;
  if (pages.total === 0) return <p className="said">Every line of every file could be read.</p>;
  return (
    <>
      <div className="bar">
        <span className="grow muted">
          {many(total, 'line')} could not be read and {total === 1 ? 'is' : 'are'} left out
          {total > MAX_REJECTS && `; the first ${count(MAX_REJECTS)} are kept`}
        </span>
        <button type="button" className="button" onClick={() => void save()}>
          Save as CSV
        </button>
      </div>
      {pages.error && <ErrorNotice error={pages.error} />}
      {failed && <ErrorNotice error={failed} onDismiss={() => setFailed(null)} />}
      <DataGrid
        label="Rejected lines"
        columns={rejectColumns.map((name) => ({
          name,
          numeric: name === 'line',
          width: name === 'line' ? '72px' : name === 'column' ? '120px' : 'minmax(140px, 2fr)',
        }))}
        total={Math.min(total, MAX_REJECTS)}
        row={pages.row}
        onSight={pages.onSight}
      />
    </>
  );
}
