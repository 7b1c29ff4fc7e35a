import { useMemo, type ReactElement } from 'react';
import { exportConflicts } from '../../core/dataset/exportConflicts';
import { writtenKinds } from '../../core/dataset/stages';
import { plural } from '../../core/format';
import { canonicalJson } from '../../core/recipe';
import { documentOf } from '../../core/versions/since';
import { openConflicts, type Conflict } from '../../core/versions/conflicts';
import { acceptFailure } from '../../state/checks/checks';
import { useExport } from '../../state/dataset/export';
import { useRun } from '../../state/engine/runState';
import { notify } from '../../state/ingest/files';
import { useRecipe } from '../../state/recipe/recipe';
import { hasVersions, nextVersion, useRegistry, type NextVersion } from '../../state/versions/registry';
import { useFetched } from '../kit/hooks';

/** The version that an export writes next; null where the data set has no name of its own, or it is not known yet. */
export function useNextVersion(): NextVersion | null {
  const recipe = useRecipe((state) => state.recipe);
  const status = useExport((state) => state.status);
  const named = hasVersions(recipe);
  const key = named ? `${status} ${canonicalJson(recipe)}` : null;
  return useFetched(key, () => nextVersion(recipe)).data;
}

/** Conflicts between the sources and with the version before, and whether one that nobody accepted keeps the data set from being exported. */
export function useConflicts(next: NextVersion | null): { conflicts: readonly Conflict[]; stopped: boolean } {
  const recipe = useRecipe((state) => state.recipe);
  const resampled = useRun((run) => run.report?.stages.some(({ name }) => name === 'resampled') ?? false);
  const { accept } = recipe.export;
  const kind = writtenKinds(recipe.export.stages, resampled ? 'resampled' : 'clean').at(-1);
  const conflicts = useMemo(
    () => (kind ? exportConflicts(recipe, next?.previous, kind) : []),
    [recipe, next, kind],
  );
  return { conflicts, stopped: openConflicts(conflicts, accept).length > 0 };
}

/** Conflicts between the sources and with the version before, each to be accepted by its name. */
export function ExportConflicts({ conflicts }: { conflicts: readonly Conflict[] }): ReactElement | null {
  const accepted = new Set(useRecipe((state) => state.recipe.export.accept));
  if (conflicts.length === 0) return null;
  return (
    <div className="notice warning failures" role="group" aria-label="Conflicts of schemas">
      <p>
        {plural(conflicts.length, 'conflict')} of schemas. Nothing is exported unless you accept{' '}
        {conflicts.length === 1 ? 'it' : 'each'}; the recipe in the bundle records that.
      </p>
      <ul className="plain-list">
        {conflicts.map(({ id, message }) => (
          <li key={id}>
            <label className="choice">
              <input
                type="checkbox"
                checked={accepted.has(id)}
                onChange={({ target }) => {
                  const refused = acceptFailure(id, target.checked);
                  if (refused) notify(refused);
                }}
              />
              Export although there is the conflict “{id}”
            </label>
            <p className="muted failure-found">{message}</p>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Which version of the data set an export writes. */
export function VersionNote({ next }: { next: NextVersion | null }): ReactElement | null {
  const name = useRecipe((state) => state.recipe.name);
  const named = useRecipe(({ recipe }) => hasVersions(recipe));
  const { problem } = useRegistry();
  if (!named)
    return <p className="muted">The data set has no name, so this browser keeps no versions of it.</p>;
  if (!next) return null;
  const { version, again, previous } = next;
  const before = previous && `version ${previous.version} of ${documentOf(previous).created.slice(0, 10)}`;
  return (
    <>
      <p className="muted">
        Version {version} of {name}
        {again ? ', once more: nothing has changed since' : ''}
        {before ? `; ${before}` : ''}.
      </p>
      {problem && <p className="notice warning">{problem}</p>}
    </>
  );
}
