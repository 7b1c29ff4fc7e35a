/** What keeps a data set from being exported unless a person accepts it: sources, or this version and the one before, that do not fit together. */
import type { Recipe } from '../recipe/types';
import { sourceConflicts, versionConflicts, type Conflict } from '../versions/conflicts';
import { documentOf } from '../versions/since';
import type { PreviousVersion } from '../versions/types';
import { processedColumns } from './documents/processed';
import type { StageKind } from './stages';

/** Conflicts of a recipe with itself and with the version before, accepted ones among them. `kind`: of the last rows that are written. */
export function exportConflicts(
  recipe: Recipe,
  previous: PreviousVersion | undefined,
  kind: StageKind,
): Conflict[] {
  const conflicts = sourceConflicts(recipe);
  // A version of an earlier format does not tell of its columns.
  if (previous?.dataset['format'] !== 2) return conflicts;
  const after = {
    processed: { schema: processedColumns(kind) },
    sources: recipe.sources.map(({ file, time }) => ({ name: file, zone: time.zone })),
    recipe,
  };
  return [...conflicts, ...versionConflicts({ ...documentOf(previous), recipe: previous.recipe }, after)];
}
