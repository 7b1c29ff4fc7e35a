import { useMemo, useState, type ReactElement } from 'react';
import { count, plural } from '../../core/format';
import { useRun } from '../../state/engine/runState';
import { fetchRows } from '../../state/view/queries';
import { valueColumn } from '../kit/columns';
import { Grid, MAX_GRID_ROWS } from '../kit/Grid';
import { ErrorNotice } from '../kit/Notice';
import { copyText, tabular } from '../kit/take';
import { OfRun } from './OfRun';
import { usePages } from './usePages';

const MAX_COPIED = 100_000;

const textual = new Set(['ts', 'series', 'filled', 'outlier']);

/** Rows of the chosen series, raw or processed. */
export function TableTab({ series }: { series: string }): ReactElement {
  const version = useRun((run) => run.version);
  const [layer, setLayer] = useState<'raw' | 'processed'>('processed');
  const {
    total,
    columns: names,
    ...pages
  } = usePages(`${series} ${layer} ${version}`, (offset, limit, signal) =>
    fetchRows({ series, layer, offset, limit }, signal),
  );
  const columns = useMemo(
    () =>
      names.map((name) =>
        valueColumn(name, {
          numeric: !textual.has(name),
          ...(name === 'ts' ? { width: 180, grow: 1 } : {}),
        }),
      ),
    [names],
  );
  const copy = async (): Promise<void> => {
    const limit = Math.min(total ?? 0, MAX_COPIED);
    const { rows } = await fetchRows({ series, layer, offset: 0, limit }, new AbortController().signal);
    await copyText(tabular(names, rows));
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
          {total !== null && `${plural(total, 'row')} · times in UTC`}
          {total !== null &&
            total > MAX_GRID_ROWS &&
            ` · the first ${count(MAX_GRID_ROWS)} are shown; query the others under SQL`}
        </span>
        <button type="button" className="button quiet" disabled={total === null} onClick={() => void copy()}>
          Copy with headers{total !== null && total > MAX_COPIED && ` (first ${count(MAX_COPIED)})`}
        </button>
      </div>
      {pages.error && <ErrorNotice error={pages.error} />}
      <OfRun>
        <Grid
          label={`Rows of ${series}`}
          columns={columns}
          total={total ?? 0}
          row={pages.row}
          onSight={pages.onSight}
        />
      </OfRun>
    </>
  );
}
