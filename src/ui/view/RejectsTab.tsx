import { useState, type ReactElement } from 'react';
import { toLabError, type LabError } from '../../core/errors';
import { count, plural } from '../../core/format';
import { MAX_REJECTS } from '../../core/ingest/parse/types';
import { useFiles } from '../../state/ingest/files';
import { fetchRejects } from '../../state/view/queries';
import { valueColumn } from '../kit/columns';
import { Grid } from '../kit/Grid';
import { ErrorNotice } from '../kit/Notice';
import { download } from '../kit/take';
import { ReadingNotes } from './ReadingNotes';
import { usePages, type FetchPage } from './usePages';

/** Rows of one request while all are saved. */
const CHUNK = 20_000;

const names = ['file', 'line', 'column', 'reason', 'text'] as const;
const columns = [
  valueColumn('file', { width: 140, grow: 2 }),
  valueColumn('line', { width: 72, numeric: true }),
  valueColumn('column', { width: 120 }),
  valueColumn('reason', { width: 140, grow: 2 }),
  valueColumn('text', { width: 140, grow: 2 }),
];

const fetchPage: FetchPage = async (offset, limit, signal) => {
  const { total, rows } = await fetchRejects({ offset, limit }, signal);
  return { total, rows: rows.map((row) => ({ ...row })) };
};

const csvLine = (cells: readonly (string | number)[]): string =>
  `${cells.map((value) => `"${String(value).replaceAll('"', '""')}"`).join(',')}\n`;

/** All rejected lines as CSV. */
async function rejectsCsv(): Promise<Blob> {
  const chunks = [csvLine(names)];
  const { signal } = new AbortController();
  for (let offset = 0; ; offset += CHUNK) {
    const { rows } = await fetchRejects({ offset, limit: CHUNK }, signal);
    chunks.push(rows.map((row) => csvLine(names.map((name) => row[name]))).join(''));
    if (rows.length < CHUNK) return new Blob(chunks, { type: 'text/csv' });
  }
}

/** Lines that could not be read, with why. */
export function RejectsTab(): ReactElement {
  const version = useFiles((files) => files.version);
  const [failed, setFailed] = useState<LabError | null>(null);
  const pages = usePages(`rejects ${version}`, fetchPage);
  const save = (): Promise<void> =>
    rejectsCsv().then(
      (csv) => {
        download(csv, 'rejects.csv');
        setFailed(null);
      },
      (thrown: unknown) => setFailed(toLabError(thrown)),
    );
  const { total } = pages;
  if (total === 0)
    return (
      <>
        <p className="said">No line was rejected.</p>
        <ReadingNotes />
      </>
    );
  return (
    <>
      <ReadingNotes />
      <div className="bar">
        <span className="grow muted">
          {total !== null && `${plural(total, 'line')} rejected`}
          {total !== null && total > MAX_REJECTS && `; the first ${count(MAX_REJECTS)} are kept`}
        </span>
        <button type="button" className="button" onClick={() => void save()}>
          Save as CSV
        </button>
      </div>
      {pages.error && <ErrorNotice error={pages.error} />}
      {failed && <ErrorNotice error={failed} onDismiss={() => setFailed(null)} />}
      <Grid
        label="Rejected lines"
        columns={columns}
        total={Math.min(total ?? 0, MAX_REJECTS)}
        row={pages.row}
        onSight={pages.onSight}
      />
    </>
  );
}
