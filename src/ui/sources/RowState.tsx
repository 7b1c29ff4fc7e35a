import { useEffect, useState, type ReactElement } from 'react';
import { retryPolicy } from '../../core/sources';
import { cancelFetch, fetchFiles, forgetKept } from '../../state/sources/fetching';
import { keyOf } from '../../state/sources/kept';
import { IconButton } from '../kit/controls';
import { Progress } from '../kit/Progress';
import { bytes } from '../../core/format';
import type { SourceRow } from './rows';

/** Seconds until a moment, counted down. */
function Countdown({ until }: { until: number }): ReactElement {
  const [left, setLeft] = useState(() => until - Date.now());
  useEffect(() => {
    const timer = setInterval(() => setLeft(until - Date.now()), 500);
    return () => clearInterval(timer);
  }, [until]);
  return <>{Math.max(1, Math.ceil(left / 1000))} s</>;
}

function StateText({ row }: { row: SourceRow }): ReactElement {
  const { item, loaded, kept } = row;
  switch (item?.phase) {
    case 'waiting':
      return <span className="muted">waiting</span>;
    case 'fetching': {
      const total = item.total !== null && item.total >= item.got ? item.total : null;
      const share = total ? item.got / total : null;
      return (
        <Progress
          label={`Fetching ${row.file.name}`}
          done={share}
          number={share === null ? bytes(item.got) : undefined}
        />
      );
    }
    case 'pausing':
      return (
        <span className="warn" title={item.error?.message}>
          retry {item.attempt} of {retryPolicy.attempts}
          {item.until !== undefined && (
            <>
              {' '}
              in <Countdown until={item.until} />
            </>
          )}
        </span>
      );
    case 'adding':
      return <span className="muted">reading</span>;
    case 'failed':
      return <span className="bad">failed</span>;
    case 'cancelled':
      return <span className="muted">cancelled</span>;
    default:
      return loaded ? (
        <span className="good">loaded</span>
      ) : kept === undefined ? (
        <span />
      ) : (
        <span className="muted">saved</span>
      );
  }
}

/** The state of a file, and what can be done about it. */
export function RowState({ row }: { row: SourceRow }): ReactElement {
  const { file, item, loaded, kept } = row;
  const { phase } = item ?? {};
  const onItsWay = phase === 'waiting' || phase === 'fetching' || phase === 'pausing';
  return (
    <div className="source-state">
      <StateText row={row} />
      <span className="grow" />
      {kept !== undefined && !onItsWay && (
        <IconButton
          className="small"
          icon="bin"
          label={`Delete the saved copy of ${file.name}`}
          onClick={() => void forgetKept([keyOf(file)])}
        />
      )}
      {onItsWay && (
        <IconButton
          className="small"
          icon="close"
          label={`Cancel ${file.name}`}
          onClick={() => cancelFetch([file.url])}
        />
      )}
      {!loaded && (phase === 'failed' || phase === 'cancelled') && (
        <IconButton
          className="small"
          icon="redo"
          label={`Retry ${file.name}`}
          onClick={() => fetchFiles([file])}
        />
      )}
    </div>
  );
}
