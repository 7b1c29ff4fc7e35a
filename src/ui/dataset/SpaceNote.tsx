import type { ReactElement } from 'react';
import { bytes } from '../../core/format';
import { rawFilesOf } from '../../state/dataset/export';
import { expectedSize, isStored } from '../../state/dataset/space';
import { useRun } from '../../state/engine/runState';
import { freeSpace } from '../../state/page/space';
import { useRecipe } from '../../state/recipe/recipe';
import { useFetched } from '../kit/hooks';
import { OfRun } from '../view/OfRun';

/** How large the bundle will be, and what the browser's storage has free for it. */
export function SpaceNote(): ReactElement | null {
  const recipe = useRecipe((state) => state.recipe);
  const stages = useRun((run) => run.report?.stages);
  const version = useRun((run) => run.version);
  const size = stages && expectedSize(recipe, stages, rawFilesOf(recipe));
  const key = size && isStored(size) ? `${version}` : null;
  const free = useFetched(key, freeSpace).data ?? undefined;
  if (!size) return null;
  const tight = free !== undefined && key !== null && size.about > free;
  return (
    <OfRun>
      <p className={tight ? 'warn' : 'muted'}>
        About {bytes(size.about)}
        {key !== null && free !== undefined && `; ${bytes(free)} free`}.
        {tight && ' A zip may not fit: free disk space, leave out raw files or CSV, or export to a folder.'}
      </p>
    </OfRun>
  );
}
