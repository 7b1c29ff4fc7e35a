import type { ReactElement } from 'react';
import { cancelFetch, fetchFiles, forgetKept, useCatalogue } from '../../state/catalogue';
import { bytes, count, many, percent } from '../lib/format';
import { isRunning, isWanted, sumOf, type SourceRow } from './rows';

const phaseCount = (rows: readonly SourceRow[], phase: string): number =>
  rows.filter(({ item }) => item?.phase === phase).length;

/** What has come of the files fetched together, as a sentence. */
function said(batch: readonly SourceRow[]): string {
  const done = phaseCount(batch, 'done');
  const failed = phaseCount(batch, 'failed');
  const cancelled = phaseCount(batch, 'cancelled');
  return [
    `${count(done)} of ${many(batch.length, 'file')} added`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(cancelled > 0 ? [`${count(cancelled)} cancelled`] : []),
  ].join(', ');
}

/** Share of the bytes, or of the files where a size is not known. */
function shareOf(batch: readonly SourceRow[]): number {
  const settled = ({ item }: SourceRow): boolean =>
    item?.phase === 'done' ||
    item?.phase === 'adding' ||
    item?.phase === 'failed' ||
    item?.phase === 'cancelled';
  const sizes = batch.map(({ file, item }) => file.bytes ?? item?.total ?? null);
  const all = sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  if (all === 0 || sizes.includes(null)) return batch.filter(settled).length / batch.length;
  const got = batch.map((row, at) => (settled(row) ? (sizes[at] ?? 0) : (row.item?.got ?? 0)));
  return Math.min(1, got.reduce((sum, one) => sum + one, 0) / all);
}

function Total({ batch }: { batch: readonly SourceRow[] }): ReactElement {
  const share = shareOf(batch);
  return (
    <>
      <span
        className="meter"
        role="progressbar"
        aria-label="All files"
        aria-valuenow={Math.round(share * 100)}
      >
        <i style={{ width: `${share * 100}%` }} />
      </span>
      <span className="num">{percent(share)}</span>
    </>
  );
}

/** Progress over all, and what can be done with the chosen files. */
export function Foot({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  const { batch: urls, kept, keepProblem } = useCatalogue();
  const inBatch = new Set(urls);
  const batch = rows.filter(({ file }) => inBatch.has(file.url));
  const running = batch.some(isRunning);
  const wanted = rows.filter(isWanted);
  const failed = rows.filter((row) => row.item?.phase === 'failed' && !row.loaded);
  const keptBytes = Object.values(kept ?? {}).reduce((sum, size) => sum + size, 0);
  return (
    <>
      {running && <Total batch={batch} />}
      <span className="grow source-said" role="status">
        {batch.length > 0 ? said(batch) : (keepProblem ?? '')}
      </span>
      {keptBytes > 0 && !running && (
        <button type="button" className="button quiet" onClick={() => void forgetKept()}>
          Throw kept away ({bytes(keptBytes)})
        </button>
      )}
      {running && (
        <button type="button" className="button" onClick={() => cancelFetch()}>
          Cancel all
        </button>
      )}
      {failed.length > 0 && !running && (
        <button type="button" className="button" onClick={() => fetchFiles(failed.map(({ file }) => file))}>
          Try {count(failed.length)} again
        </button>
      )}
      <button
        type="button"
        className="button primary"
        disabled={wanted.length === 0}
        onClick={() => fetchFiles(wanted.map(({ file }) => file))}
      >
        {wanted.length === 0
          ? 'Fetch'
          : `Fetch ${many(wanted.length, 'file')}${sumOf(wanted) > 0 ? ` (${bytes(sumOf(wanted))})` : ''}`}
      </button>
    </>
  );
}
