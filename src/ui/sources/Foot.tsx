import type { ReactElement } from 'react';
import { cancelFetch, fetchFiles, forgetKept } from '../../state/sources/fetching';
import { useCatalogue, type ItemState } from '../../state/sources/store';
import { bytes, count, plural } from '../../core/format';
import { Progress } from '../kit/Progress';
import { isWanted, onItsWay, sumOf, type SourceRow } from './rows';

const phaseCount = (batch: readonly ItemState[], phase: ItemState['phase']): number =>
  batch.filter((item) => item.phase === phase).length;

/** What has come of the files fetched together, as a sentence. */
function said(batch: readonly ItemState[]): string {
  const failed = phaseCount(batch, 'failed');
  const cancelled = phaseCount(batch, 'cancelled');
  return [
    `${count(phaseCount(batch, 'done'))} of ${plural(batch.length, 'file')} added`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(cancelled > 0 ? [`${count(cancelled)} cancelled`] : []),
  ].join(', ');
}

const settled = ({ phase }: ItemState): boolean =>
  phase === 'done' || phase === 'adding' || phase === 'failed' || phase === 'cancelled';

/** Share of the bytes, or of the files where a size is not known. */
function shareOf(batch: readonly ItemState[]): number {
  const all = batch.reduce((sum, { total }) => sum + (total ?? 0), 0);
  if (all === 0 || batch.some(({ total }) => total === null))
    return batch.filter(settled).length / batch.length;
  const got = batch.reduce((sum, item) => sum + (settled(item) ? (item.total ?? 0) : item.got), 0);
  return Math.min(1, got / all);
}

/** Progress over all, and what can be done with the chosen files. */
export function Foot({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  const { batch: urls, items, kept, keepProblem } = useCatalogue();
  // Of both lists: what is on its way stays in sight.
  const batch = urls.flatMap((url) => items[url] ?? []);
  const running = batch.some(onItsWay);
  const wanted = rows.filter(isWanted);
  const failed = rows.filter((row) => row.item?.phase === 'failed' && !row.loaded);
  const keptBytes = Object.values(kept ?? {}).reduce((sum, size) => sum + size, 0);
  return (
    <>
      {running && <Progress label="All files" done={shareOf(batch)} />}
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
          : `Fetch ${plural(wanted.length, 'file')}${sumOf(wanted) > 0 ? ` (${bytes(sumOf(wanted))})` : ''}`}
      </button>
    </>
  );
}
