import { useMemo, useRef, useState, type ReactElement } from 'react';
import { CancelledByPerson, toLabError, type LabError } from '../../core/errors';
import { isNumeric } from '../../core/query/types';
import { useRun } from '../../state/engine/runState';
import { runQuery } from '../../state/view/queries';
import type { QueryResult } from '../../state/engine/engine';
import { valueColumn } from '../kit/columns';
import { Grid } from '../kit/Grid';
import { ErrorNotice } from '../kit/Notice';
import { copyText, tabular } from '../kit/take';
import { OfRun } from '../view/OfRun';
import { plural } from '../../core/format';

const example =
  'SELECT series, count(*) AS n, avg(value) AS mean\nFROM resampled GROUP BY series ORDER BY n DESC';

/** SQL over the tables raw, clean, resampled and labels; read only. */
export function SqlTab(): ReactElement {
  const [sql, setSql] = useState(example);
  const [result, setResult] = useState<(QueryResult & { ms: number; version: number }) | null>(null);
  const [error, setError] = useState<LabError | null>(null);
  const [busy, setBusy] = useState(false);
  const control = useRef<AbortController>(undefined);
  const ask = async (): Promise<void> => {
    control.current?.abort(new CancelledByPerson());
    const mine = new AbortController();
    control.current = mine;
    setBusy(true);
    setError(null);
    const begin = performance.now();
    try {
      const answer = await runQuery(sql, mine.signal);
      const { version } = useRun.getState();
      setResult({ ...answer, version, ms: Math.round(performance.now() - begin) });
    } catch (thrown) {
      const failure = toLabError(thrown);
      if (failure.code !== 'aborted') setError(failure);
    } finally {
      if (control.current === mine) setBusy(false);
    }
  };
  const columns = useMemo(
    () =>
      (result?.columns ?? []).map(({ name, type }, index) =>
        valueColumn(name, { id: `${index} ${name}`, numeric: isNumeric(type) }),
      ),
    [result],
  );
  return (
    <>
      <textarea
        className="sql mono"
        aria-label="SQL"
        spellCheck={false}
        value={sql}
        onChange={(event) => setSql(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void ask();
        }}
      />
      <div className="bar">
        {busy ? (
          <button
            type="button"
            className="button"
            onClick={() => control.current?.abort(new CancelledByPerson())}
          >
            Cancel
          </button>
        ) : (
          <button type="button" className="button primary" onClick={() => void ask()}>
            Run <span className="regular">Ctrl ⏎</span>
          </button>
        )}
        <span className="grow muted" role="status">
          {result
            ? `${plural(result.rows.length, 'row')}${result.truncated ? ' shown, there are more' : ''} · ${result.ms} ms`
            : 'Tables: raw, clean, resampled, labels'}
        </span>
        {result && (
          <button
            type="button"
            className="button quiet"
            onClick={() =>
              void copyText(
                tabular(
                  result.columns.map(({ name }) => name),
                  result.rows,
                ),
              )
            }
          >
            Copy with headers
          </button>
        )}
      </div>
      {error && <ErrorNotice error={error} onDismiss={() => setError(null)} />}
      {result && (
        <OfRun of={result.version}>
          <Grid
            label="Result"
            columns={columns}
            total={result.rows.length}
            row={(index) => result.rows[index]}
          />
        </OfRun>
      )}
    </>
  );
}
