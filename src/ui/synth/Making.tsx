import type { ReactElement } from 'react';
import { useGenerated } from '../../state/synth/generated';
import { share } from '../../state/engine/runState';
import { IconButton } from '../kit/controls';
import { percent } from '../kit/format';

/** How far the making of series has come, and a way out. */
export function Making(): ReactElement | null {
  const making = useGenerated((state) => state.making);
  if (!making) return null;
  const done = share(making.progress);
  return (
    <div className="making">
      <span className="grow ellipsis" title={making.progress?.stage}>
        {making.progress?.stage ?? 'generating'}
      </span>
      <span>{done === null ? '…' : percent(done)}</span>
      <span
        className="meter"
        role="progressbar"
        aria-label="Generating"
        {...(done === null ? {} : { 'aria-valuenow': Math.round(done * 100) })}
      >
        <i style={{ width: `${(done ?? 0.1) * 100}%` }} />
      </span>
      <IconButton className="small" icon="close" label="Cancel generating" onClick={making.cancel} />
    </div>
  );
}
