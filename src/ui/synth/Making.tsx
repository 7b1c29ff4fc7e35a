import type { ReactElement } from 'react';
import { useGenerated } from '../../state/synth/generated';
import { share } from '../../state/engine/runState';
import { Progress } from '../kit/Progress';

/** How far the making of series has come, and a way out. */
export function Making(): ReactElement | null {
  const making = useGenerated((state) => state.making);
  if (!making) return null;
  return (
    <Progress
      className="making"
      label="generating"
      text={making.progress?.stage ?? 'generating'}
      done={share(making.progress)}
      onCancel={making.cancel}
    />
  );
}
