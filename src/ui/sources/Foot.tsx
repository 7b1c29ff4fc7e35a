import type { ReactElement } from 'react';
import { cancelFetch, fetchFiles, forgetKept } from '../../state/sources/fetching';
import { useCatalogue, type ItemState } from '../../state/sources/store';
import { bytes, count, plural } from '../../core/format';
import { Progress } from '../kit/Progress';
import { isWanted, onItsWay, sumOf, type SourceRow } from './rows';

const phaseCount = (batch: readonly ItemState[], phase: ItemState['phase']): number =>
  batch.filter((item) => item.phase === phase).length;

/** How many of the files fetched together were added, failed or were cancelled. */
function summary(batch: readonly ItemState[]): string {
  const failed = phaseCount(batch, 'failed');
  const cancelled = phaseCount(batch, 'cancelled');
  return [
    `${count(phaseCount(batch, 'done'))} of ${plural(batch.length, 'file')} added`,
    ...(failed > 0 ? [`${count(failed)} failed`] : []),
    ...(cancelled > 0 ? [`${count(cancelled)} cancelled`] : []),
  ].join(', ');
}

const isFinished = ({ phase }: ItemState): boolean =>
  phase === 'done' || phase === 'adding' || phase === 'failed' || phase === 'cancelled';

/** Share of the bytes, or of the files where a size is not known. */
function shareOf(batch: readonly ItemState[]): number {
  const all = batch.reduce((sum, { total }) => sum + (total ?? 0), 0);
  if (all === 0 || batch.some(({ total }) => total === null))
    return batch.filter(isFinished).length / batch.length;
  const got = batch.reduce((sum, item) => sum + (isFinished(item) ? (item.total ?? 0) : item.got), 0);
  return Math.min(1, got / all);
}

/** Progress over all files, and what can be done with the selected ones. */
export function Foot({ rows }: { rows: readonly SourceRow[] }): ReactElement {
  const { batch: urls, items, kept, keepProblem } = useCatalogue();
  // Of both lists: the progress of either is shown.
  const batch = urls.flatMap((url) => items[url] ?? []);
  const running = batch.some(onItsWay);
  const wanted = rows.filter(isWanted);
  const failed = rows.filter((row) => row.item?.phase === 'failed' && !row.loaded);
  const keptBytes = Object.values(kept ?? {}).reduce((sum, size) => sum + size, 0);
  return (
    <>
      {running && <Progress label="All files" done={shareOf(batch)} />}
      <span className="grow source-said" role="status">
        {batch.length > 0 ? summary(batch) : (keepProblem ?? '')}
      </span>
      {keptBytes > 0 && !running && (
        <button type="button" className="button quiet" onClick={() => void forgetKept()}>
          Delete saved files ({bytes(keptBytes)})
        </button>
      )}
      {running && (
        <button type="button" className="button" onClick={() => cancelFetch()}>
          Cancel all
        </button>
      )}
      {failed.length > 0 && !running && (
        <button type="button" className="button" onClick={() => fetchFiles(failed.map(({ file }) => file))}>
          Retry {count(failed.length)} failed
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
