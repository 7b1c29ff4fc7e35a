import type { ReactElement } from 'react';
import { share } from '../../state/engine/runState';
import type { Progress } from '../../state/engine/engine';
import { percent } from '../kit/format';

/** What is under way, how far it has come, and a way out. */
export function Waiting({
  what,
  progress,
  onCancel,
}: {
  what: string;
  progress: Progress | null;
  onCancel: () => void;
}): ReactElement {
  const done = share(progress);
  return (
    <div className="row compare-waiting" role="status">
      <span className="grow ellipsis">
        {what}
        {progress ? `: ${progress.stage}` : ''}
      </span>
      <span>{done === null ? '' : percent(done)}</span>
      <span className="meter">
        <i style={{ width: `${(done ?? 0) * 100}%` }} />
      </span>
      <button type="button" className="button quiet" onClick={onCancel}>
        Cancel
      </button>
    </div>
  );
}
